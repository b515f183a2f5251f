import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { obligations } from '../src/index.ts';
import { rules } from '../transforms/index.ts';
import {
  announced,
  broken,
  bytesOf,
  clean,
  cli,
  committed,
  fixed,
  json,
  manual,
  tree,
} from './cli-helpers.ts';

describe('progress', () => {
  it('announces a long step on stderr, so that nobody thinks it hangs', () => {
    const files = Object.fromEntries(Array.from({ length: 61 }, (_, index) => [`f${index}.ts`, clean]));
    expect(announced(tree(files), ['--lint'])).toContain('mcp-auth-codemod: analyzing 61 files');
  });
});

describe('the exit code', () => {
  it('is 0 when nothing is to be found', () => {
    const ran = cli(tree({ 'a.ts': clean, 'b.ts': 'export const b = 1;\n' }));
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('no findings · 2 files scanned, 1 analyzed');
    expect(ran.stderr).toBe('');
  });

  it('is 0 in a folder without a source file, and says so', () => {
    const ran = cli(tree({ 'readme.md': 'x' }));
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('has no source file to analyze');
  });

  it('is 0 when this run fixed everything', () => {
    const dir = tree({ 'a.ts': broken });
    expect(cli(dir).code).toBe(0);
    expect(bytesOf(dir)).toEqual({ 'a.ts': fixed });
    const second = cli(dir);
    expect(second.code).toBe(0);
    expect(second.stdout).toContain('no findings');
  });

  it('is 1 when something is left that only a person can fix', () => {
    const dir = tree({ 'a.ts': broken, 'b.ts': manual });
    const ran = cli(dir);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('1 fixed, 1 to do by hand');
    expect(bytesOf(dir)).toEqual({ 'a.ts': fixed, 'b.ts': manual });
  });

  it('is 1 with --lint for what could be fixed, and nothing is written', () => {
    const dir = tree({ 'a.ts': broken });
    expect(cli(dir, ['--lint']).code).toBe(1);
    expect(bytesOf(dir)).toEqual({ 'a.ts': broken });
  });

  it('is with --dry-run what the real run would give', () => {
    const fixable = tree({ 'a.ts': broken });
    const stuck = tree({ 'a.ts': manual });
    expect(cli(fixable, ['--dry-run']).code).toBe(0);
    expect(cli(stuck, ['-n']).code).toBe(1);
    expect(bytesOf(fixable)).toEqual({ 'a.ts': broken });
  });

  it('is with --dry-run 2 for a file that the real run could not write', () => {
    const dir = tree({ 'locked.ts': broken, 'free.ts': broken });
    chmodSync(join(dir, 'locked.ts'), 0o444);
    for (const args of [['--dry-run'], []]) {
      const ran = cli(dir, [...args, '--format', 'json']);
      expect(ran.code).toBe(2);
      expect(json(ran).problems).toEqual([
        { file: 'locked.ts', message: expect.stringContaining('is read-only') },
      ]);
      expect(json(ran).findings).toMatchObject([
        { file: 'free.ts', status: 'fixed' },
        { file: 'locked.ts', status: 'open', reason: { code: 'not-written' } },
      ]);
    }
    expect(bytesOf(dir)).toEqual({ 'free.ts': fixed, 'locked.ts': broken });
  });

  it('is 0 for SDK v1 code, which is pending', () => {
    const v1 = broken.replace('/client', '/sdk/client/streamableHttp.js');
    const dir = tree({ 'a.ts': v1 });
    const ran = cli(dir, ['--format', 'json']);
    expect(ran.code).toBe(0);
    expect(json(ran).findings).toMatchObject([
      { status: 'pending', severity: 'info', reason: { code: 'sdk-v1' } },
    ]);
    expect(bytesOf(dir)).toEqual({ 'a.ts': v1 });
  });
});

describe('usage errors exit with 2, write nothing and say what is allowed', () => {
  const cases: [string, string[], RegExp[]][] = [
    ['an unknown option', ['--bogus'], [/unknown option '--bogus'/, /--help/]],
    ['an unknown rule', ['--rule', 'nope'], [/no rule 'nope'/, /The rules are: .*finish-auth-params/]],
    ['an unknown rule to skip', ['--skip-rule', 'nope'], [/no rule 'nope'/, /finish-auth-params/]],
    ['an unknown format', ['--format', 'nope'], [/'nope' is invalid/, /pretty, concise, json/]],
    ['an unknown generation', ['--sdk', '3'], [/'3' is invalid/, /auto, 1, 2/]],
    ['a bad number', ['--max-warnings', '-1'], [/--max-warnings/, /whole number/]],
    ['no number', ['--max-warnings', 'many'], [/whole number/]],
    ['a baseline from a dry run', ['--dry-run', '--update-baseline'], [/--lint --update-baseline/]],
    ['two modes at once', ['--lint', '--dry-run'], [/--dry-run and --lint exclude each other/]],
    ['explain without a rule', ['explain'], [/missing required argument 'rule'/]],
    ['explain of an unknown rule', ['explain', 'nope'], [/no rule 'nope'/, /finish-auth-params/]],
    [
      'a path taken for a rule',
      ['--rule', 'finish-auth-params', 'src'],
      [/'src' is a path, not a rule\. Name paths before --rule/],
    ],
  ];
  it.each(cases)('%s', (_, args, messages) => {
    const dir = tree({ 'src/a.ts': broken });
    const ran = cli(dir, args);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toBe('');
    for (const message of messages) expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toMatch(/\n {4}at /);
    expect(bytesOf(dir)).toEqual({ 'src/a.ts': broken });
  });

  it('every rule skipped', () => {
    const ids = cli(tree(), ['rules'])
      .stdout.split('\n')
      .flatMap((line) => line.split(' ')[0] || []);
    const ran = cli(tree({ 'a.ts': broken }), ['--skip-rule', ...ids]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('No rule is left');
  });

  it('a path that was taken for a glob to ignore is a warning', () => {
    const dir = tree({ 'src/a.ts': broken, 'gen/b.ts': broken });
    const ran = cli(dir, ['--lint', '--ignore', 'gen', 'src']);
    expect(ran.stderr).toMatch(/'src'.*ignore.*before --ignore/);
  });
});

describe('explain, rules, version and help', () => {
  it('explain prints the page of the rule', () => {
    const ran = cli(tree(), ['explain', 'finish-auth-params']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^# /);
    expect(ran.stdout).not.toContain('is missing from this installation');
    expect(ran.stderr).toBe('');
  });

  it.each(rules.map(({ info }) => [info.id, info.obligations] as const))(
    'explain %s lists what a safe fix has proved',
    (id, own) => {
      const { stdout } = cli(tree(), ['explain', id]);
      expect(stdout.includes('What a safe fix has proved')).toBe(own.length > 0);
      for (const obligation of own) expect(stdout).toContain(`${obligation}**: ${obligations[obligation]}`);
    },
  );

  it('rules prints one line each', () => {
    const ran = cli(tree(), ['rules']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^finish-auth-params +error +\S/m);
    for (const line of ran.stdout.trimEnd().split('\n'))
      expect(line).toMatch(/^[a-z-]+ +(error|warning) +\S/);
  });

  it('--version prints the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(cli(tree(), ['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect(cli(tree(), ['-v']).stdout).toBe(`${version}\n`);
  });

  it('--help names every option and the exit codes', () => {
    const ran = cli(tree(), ['--help']);
    expect(ran.code).toBe(0);
    for (const word of ['--dry-run', '--lint', '--rule', '--allow-dirty', 'Exit codes', 'explain', 'rules'])
      expect(ran.stdout).toContain(word);
  });
});

describe('options', () => {
  it('--rule and --skip-rule choose what is looked for', () => {
    const dir = tree({ 'a.ts': broken });
    expect(cli(dir, ['--lint', '--rule', 'finish-auth-params']).code).toBe(1);
    expect(cli(dir, ['--lint', 'a.ts', '--rule', 'finish-auth-params']).code).toBe(1);
  });

  it('--ignore leaves files out, relative to the working directory', () => {
    const dir = tree({ 'a/x.ts': broken, 'b/x.ts': broken, 'c/x.gen.ts': broken });
    const ran = cli(dir, ['--lint', '--format', 'json', '--ignore', 'a', '**/*.gen.ts']);
    expect(json(ran).findings.map(({ file }) => file)).toEqual(['b/x.ts']);
  });

  it('--quiet keeps errors, drops warnings from the report and not from the exit code', () => {
    const dir = tree({
      'a.ts': `// mcp-auth-codemod-ignore-next-line finish-auth-params -- not needed\n${clean}`,
    });
    expect(json(cli(dir, ['--lint', '--format', 'json'])).findings).toMatchObject([
      { rule: 'suppression', severity: 'warning' },
    ]);
    const quiet = cli(dir, ['--lint', '--quiet', '--format', 'json', '--max-warnings', '0']);
    expect(json(quiet).findings).toEqual([]);
    expect(quiet.code).toBe(1);
  });

  it('--max-warnings allows as many', () => {
    const dir = tree({
      'a.ts': `// mcp-auth-codemod-ignore-next-line finish-auth-params -- not needed\n${clean}`,
    });
    expect(cli(dir, ['--lint']).code).toBe(0);
    expect(cli(dir, ['--lint', '--max-warnings', '1']).code).toBe(0);
    const ran = cli(dir, ['--lint', '--max-warnings', '0']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/1 warning.*--max-warnings 0/);
  });

  it('-o writes the report to a file, and nothing to stdout', () => {
    const dir = tree({ 'a.ts': manual });
    const ran = cli(dir, ['--lint', '--format', 'json', '-o', 'out/report.json']);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/1 to do by hand[\s\S]*report: out\/report\.json \(json\)\n$/);
    expect(JSON.parse(readFileSync(join(dir, 'out/report.json'), 'utf8')).findings).toHaveLength(1);
  });

  it('-o to a place that cannot be written exits with 2', () => {
    const dir = tree({ 'a.ts': broken, file: '' });
    mkdirSync(join(dir, 'report'));
    const folder = cli(dir, ['-o', 'report']);
    expect(folder).toMatchObject({ code: 2, stdout: '' });
    expect(folder.stderr).toContain('error: -o report is a folder.');
    expect(bytesOf(dir)['a.ts'], 'nothing is written before').toBe(broken);
    const ran = cli(dir, ['--lint', '-o', 'file/report']);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/error: The report cannot be written to .*report: /);
  });

  it('-o with a dry run leaves stdout to the patch', () => {
    const dir = tree({ 'a.ts': broken });
    const ran = cli(dir, ['--dry-run', '--format', 'json', '-o', 'report.json']);
    expect(ran.stdout).toMatch(/^# Fix 1 of 1: [^\n]*\n(?:#[^\n]*\n)*diff --git a\/a\.ts b\/a\.ts\n/);
    expect(JSON.parse(readFileSync(join(dir, 'report.json'), 'utf8')).summary.fixed).toBe(1);
  });

  it('--sdk treats the imports as that generation', () => {
    const v1 = broken.replace('/client', '/sdk/client/streamableHttp.js');
    const dir = tree({ 'v1.ts': v1, 'v2.ts': broken });
    const found = (args: string[]) =>
      json(cli(dir, ['--lint', '--format', 'json', ...args])).findings.map(({ file, status }) => [
        file,
        status,
      ]);
    expect(found([])).toEqual([
      ['v1.ts', 'pending'],
      ['v2.ts', 'open'],
    ]);
    expect(found(['--sdk', 'auto'])).toEqual(found([]));
    expect(found(['--sdk', '1'])).toEqual([
      ['v1.ts', 'pending'],
      ['v2.ts', 'pending'],
    ]);
    expect(found(['--sdk', '2'])).toEqual([
      ['v1.ts', 'open'],
      ['v2.ts', 'open'],
    ]);
    cli(dir, ['--sdk', '2']);
    expect(bytesOf(dir)['v1.ts']).toContain('finishAuth(url.searchParams)');
  });

  it('suppressions need a reason, and an unused one is told', () => {
    const above = (comment: string) => broken.replace('  await new', `  // ${comment}\n  await new`);
    const ignore = 'mcp-auth-codemod-ignore-next-line finish-auth-params';
    const dir = tree({ 'a.ts': above(`${ignore} -- our server is older`), 'b.ts': above(ignore) });
    const before = bytesOf(dir);
    const ran = cli(dir, ['--format', 'json']);
    expect(json(ran).findings.map(({ file, rule, status }) => [file, rule, status])).toEqual([
      ['a.ts', 'finish-auth-params', 'suppressed'],
      ['b.ts', 'suppression', 'open'],
      ['b.ts', 'finish-auth-params', 'open'],
    ]);
    expect(json(ran).findings[2]?.reason?.code).toBe('suppression-without-reason');
    expect(ran.code).toBe(1);
    expect(bytesOf(dir)).toEqual(before);
  });

  it('nothing is written under a suppression that cannot be read, and --lint says so already', () => {
    const comment = '// mcp-auth-codemod-ignore-next-line finish-auth-params callback-state -- no comma';
    const dir = tree({ 'a.ts': broken.replace('  await new', `  ${comment}\n  await new`) });
    const before = bytesOf(dir);
    for (const args of [['--lint'], ['--dry-run'], []]) {
      const ran = cli(dir, [...args, '--format', 'json']);
      expect(json(ran).findings).toMatchObject([
        { rule: 'suppression', message: expect.stringContaining('cannot be read') },
        { rule: 'finish-auth-params', reason: { code: 'under-suppression' } },
      ]);
      expect(json(ran).findings[1]?.reason?.text).toContain('It is a.ts:7.');
      expect(json(ran)).not.toHaveProperty('unverified');
    }
    expect(bytesOf(dir)).toEqual(before);
  });

  it('a suppression is judged only for the rules and files of the run', () => {
    const unused = '// mcp-auth-codemod-ignore-next-line callback-state -- not needed\n';
    const dir = tree({
      'login.ts': `${unused}${broken}`,
      'main.ts': `import { callback } from './login.js';\n${broken.replace('callback(', 'other(')}void callback;\n`,
    });
    const told = (args: string[]) =>
      json(cli(dir, [...args, '--lint', '--format', 'json'])).findings.filter(
        ({ rule }) => rule === 'suppression',
      );
    expect(told([])).toHaveLength(1);
    expect(told(['--skip-rule', 'callback-state'])).toEqual([]);
    expect(told(['main.ts'])).toEqual([]);
  });
});

describe('streams and colors', () => {
  const dir = () => tree({ 'a.ts': manual });

  it('a pipe gets no escape sequence', () => {
    const ran = cli(dir(), ['--lint']);
    expect(ran.stdout).not.toContain('\x1b');
  });

  it('FORCE_COLOR colors a pipe; NO_COLOR and --no-color win', () => {
    expect(cli(dir(), ['--lint'], { FORCE_COLOR: '1' }).stdout).toContain('\x1b[');
    expect(cli(dir(), ['--lint'], { FORCE_COLOR: '0' }).stdout).not.toContain('\x1b');
    expect(cli(dir(), ['--lint'], { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain('\x1b');
    expect(cli(dir(), ['--lint', '--no-color'], { FORCE_COLOR: '1' }).stdout).not.toContain('\x1b');
  });

  it('machine formats, files and patches are never colored', () => {
    const env = { FORCE_COLOR: '1' };
    const at = tree({ 'a.ts': broken });
    for (const format of ['json', 'sarif', 'github'])
      expect(cli(at, ['--lint', '--format', format], env).stdout).not.toContain('\x1b');
    expect(cli(at, ['--dry-run'], env).stdout).not.toContain('\x1b');
    cli(at, ['--lint', '-o', 'report.txt'], env);
    expect(readFileSync(join(at, 'report.txt'), 'utf8')).not.toContain('\x1b');
  });

  it('warnings about files go to stderr', () => {
    const at = tree({ 'a.ts': `// @generated\n${broken}` });
    const ran = cli(at, ['--format', 'json']);
    expect(json(ran).findings).toEqual([]);
    expect(ran.stderr).toContain('a.ts (generated)');
  });
});

describe('which files', () => {
  it('respects .gitignore, inside and outside of git, and never enters node_modules', () => {
    const files = {
      '.gitignore': 'out/\n',
      'a.ts': broken,
      'out/b.ts': broken,
      'node_modules/x/c.ts': broken,
      'types.d.ts': "import type {} from '@modelcontextprotocol/client';\n",
    };
    for (const dir of [tree(files), committed(files)]) {
      const found = json(cli(dir, ['--lint', '--format', 'json'])).findings;
      expect(found.map(({ file }) => file)).toEqual(['a.ts']);
    }
  });

  it('names files relative to the working directory, also above it', () => {
    const dir = tree({ 'src/a.ts': broken, 'tools/b.ts': broken });
    const found = json(cli(join(dir, 'tools'), ['--lint', '--format', 'json', '..'])).findings;
    expect(found.map(({ file }) => file)).toEqual(['../src/a.ts', 'b.ts']);
    expect(existsSync(join(dir, 'src/a.ts'))).toBe(true);
  });
});
