import { describe, expect, it } from 'vitest';
import { broken, cli, manual, tree } from './cli-helpers.ts';

describe('text that a terminal would obey', () => {
  const obeyed = '\x1b]0;owned\x07\x1b[2J\x9b31m';
  const sneaky = broken
    .replace("'No code'", `'${obeyed}\u202e\u2066'`)
    .replace('finishAuth(code);', `finishAuth(/*${obeyed}\u202e*/code); // ${obeyed}\u2028`);
  // What a terminal takes for a command, or hides.
  const raw = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

  it.each(['pretty', 'json', 'sarif', 'github'])('never reaches it raw: %s', (format) => {
    // The names of files are told in every format, whatever their findings quote.
    const named = `${obeyed}\u202e\u2066.ts`;
    const dir = tree({ 'a.ts': sneaky, [named]: manual, 'b.ts': `${broken}${obeyed}` });
    const ran = cli(dir, ['--no-verify', '--rule', 'finish-auth-params', '--format', format]);
    expect(ran.stdout + ran.stderr).not.toMatch(raw);
    expect(ran.stdout).toContain('owned');
    expect(ran.stdout + ran.stderr).toContain('b.ts');
  });

  it('stays as it is in the files and in the patch, which has to apply', () => {
    const dir = tree({ 'a.ts': sneaky });
    expect(cli(dir, ['--dry-run', '--no-verify']).stdout).toContain(obeyed);
  });
});
