import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binary, broken, cli, commitAllIn, committed, json, manual, put, sh } from './cli-helpers.ts';

const rule = ['--rule', 'finish-auth-params'];
const lint = ['--lint', ...rule];
const other = broken.replace('callback(', 'again(');
const fingerprints = (dir: string) =>
  JSON.parse(cli(dir, [...lint, '--format', 'json']).stdout).findings.map(
    ({ fingerprint }: { fingerprint: string }) => fingerprint as string,
  );
const text = (dir: string, file: string) => readFileSync(join(dir, file), 'utf8');

describe('--fix', () => {
  it('writes only what is named, and a dry run names it', () => {
    const dir = committed({ 'a.ts': broken, 'b.ts': broken });
    const { stdout } = cli(dir, ['--dry-run', '--no-verify', ...rule]);
    const named = [...stdout.matchAll(/^# +To write only this one: --fix (\w+)$/gm)].map(
      ([, hash]) => hash ?? '',
    );
    expect(named).toHaveLength(2);
    cli(dir, ['--no-verify', ...rule, '--fix', named[1] ?? '']);
    expect(sh(dir, 'diff', '--name-only')).toBe('b.ts\n');
  });

  it('refuses what this run cannot write, and says why', () => {
    const v1 = other.replace('/client', '/sdk/client/streamableHttp.js');
    const dir = committed({ 'a.ts': broken, 'b.ts': v1 });
    const [open, pending] = fingerprints(dir);
    const refused = (...args: string[]) => cli(dir, ['--no-verify', ...rule, '--fix', ...args]);
    expect(refused(pending!).stderr).toContain('is pending: its fix would break the code before the upgrade');
    expect(refused(open!, '--since', 'HEAD').stderr).toContain('has no step in a file that changed');
    expect(refused(open!, '--since', 'HEAD').code).toBe(2);
    expect(sh(dir, 'status', '--short')).toBe('');
  });

  it('writes a suggested fix that is named', () => {
    const suggested = `export { login } from './a.js';\n`;
    const dir = committed({ 'a.ts': broken, 'index.ts': suggested });
    const [first = ''] = fingerprints(dir);
    expect(cli(dir, ['--no-verify', ...rule, '--fix', first]).code).toBe(0);
    expect(text(dir, 'a.ts')).toContain('finishAuth(url.searchParams)');
  });

  it.each([
    ['ffffffffffff', 'No finding has the fingerprint'],
    ['', 'No finding has the fingerprint'],
  ])('refuses %j and writes nothing', (fingerprint, message) => {
    const dir = committed({ 'a.ts': broken });
    const ran = cli(dir, ['--no-verify', ...rule, '--fix', fingerprint]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
    expect(text(dir, 'a.ts')).toBe(broken);
  });

  it('says so when the finding has no fix', () => {
    const dir = committed({ 'a.ts': manual });
    const [first = ''] = fingerprints(dir);
    expect(cli(dir, [...rule, '--fix', first]).stderr).toContain('has no fix that could be written');
  });
});

describe('the patch of a dry run', () => {
  it('can be applied one change set after the other, as people cut it', () => {
    const dir = committed({ 'a.ts': `${broken}${other.replace(/^import.*\n/, '')}` });
    const { stdout } = cli(dir, ['--dry-run', '--no-verify', ...rule]);
    const sections = stdout.split(/(?=^# Fix \d)/m);
    expect(sections.map((section) => /^# Fix \d of \d/.exec(section)?.[0])).toEqual([
      '# Fix 1 of 2',
      '# Fix 2 of 2',
    ]);
    for (const section of sections) {
      writeFileSync(join(dir, '../section.patch'), section);
      sh(dir, 'apply', '../section.patch');
    }
    expect(text(dir, 'a.ts').match(/finishAuth\(url\.searchParams\)/g)).toHaveLength(2);
  });
});

describe('a baseline', () => {
  it('hides what it knows, fails on what is new, and drops what is fixed', () => {
    const dir = committed({ 'a.ts': broken });
    const written = cli(dir, [...lint, '--baseline', 'known.json', '--update-baseline']);
    expect(written.code).toBe(0);
    expect(written.stderr).toContain('known.json: 1 finding.');
    const known = [...lint, '--baseline', 'known.json'];
    expect(cli(dir, known).code).toBe(0);

    put(dir, { 'a.ts': `// moved down\n\n${broken}`, 'b.ts': other });
    const ran = json(cli(dir, [...known, '--format', 'json']));
    expect(ran.findings.map(({ file }) => file)).toEqual(['b.ts']);

    put(dir, { 'a.ts': 'export {};\n' });
    expect(cli(dir, [...known, '--update-baseline']).stderr).toContain('1 finding, 1 no longer found');
    expect(text(dir, 'known.json')).toContain('"b.ts"');
  });

  it('hides no finding with the same line in a run that was not about the known one', () => {
    const dir = committed({ 'one/a.ts': broken, 'two/b.ts': broken });
    cli(dir, ['one', ...lint, '--baseline', 'known.json', '--update-baseline']);
    const found = (args: string[], cwd = dir) =>
      json(cli(cwd, [...lint, '--baseline', join(dir, 'known.json'), '--format', 'json', ...args])).findings;
    expect(found(['two'])).toMatchObject([{ file: 'two/b.ts' }]);
    expect(found([], join(dir, 'two'))).toMatchObject([{ file: 'b.ts' }]);
    put(dir, { 'two/new.ts': broken });
    expect(found(['--since', 'HEAD'])).toMatchObject([{ file: 'two/new.ts' }]);
    sh(dir, 'mv', 'one/a.ts', 'two/c.ts');
    expect(found(['two']).length, 'one of three moved').toBe(2);
    expect(found(['--since', 'HEAD']).length).toBe(1);
  });

  it('keeps the entries that a run was not about', () => {
    const dir = committed({ 'one/a.ts': broken, 'two/b.ts': other });
    cli(dir, [...lint, '--update-baseline']);
    cli(dir, ['two', ...lint, '--update-baseline']);
    expect(text(dir, 'mcp-auth-codemod.baseline.json')).toContain('one/a.ts');
  });

  it.each([
    ['missing.json', 'does not exist. Write it with'],
    ['a.json', 'is no baseline'],
  ])('%s is refused', (file, message) => {
    const dir = committed({ 'a.ts': broken, 'a.json': '{}' });
    const ran = cli(dir, [...lint, '--baseline', file]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
  });
});

describe('--since and --staged', () => {
  it('report and fix only what has a step in a changed file', () => {
    const dir = committed({ 'old.ts': broken });
    put(dir, { 'new.ts': other });
    sh(dir, 'add', 'new.ts');
    put(dir, { 'untracked.ts': broken });
    const files = (args: string[]) =>
      json(cli(dir, [...lint, '--format', 'json', ...args])).findings.map(({ file }) => file);
    expect(files([])).toEqual(['new.ts', 'old.ts', 'untracked.ts']);
    expect(files(['--staged'])).toEqual(['new.ts']);
    expect(files(['--since', 'HEAD'])).toEqual(['new.ts', 'untracked.ts']);
    cli(dir, [...rule, '--no-verify', '--allow-dirty', '--staged']);
    expect(text(dir, 'new.ts')).toContain('finishAuth(url.searchParams)');
    expect(text(dir, 'old.ts')).toBe(broken);
  });

  it.each([
    ['git commit -a', ['commit', '-q', '-a', '-m', 'x']],
    ['git commit with a path', ['commit', '-q', '-m', 'x', 'a.ts']],
  ])('in a hook, --staged is what %s is about to write', (_, args) => {
    const dir = committed({ 'a.ts': 'export {};\n', 'b.ts': broken });
    const hook = `#!/bin/sh\n'${process.execPath}' '${binary}' --staged ${lint.join(' ')} --format concise > found.txt 2>&1\n`;
    put(dir, { '.git/hooks/pre-commit': hook, 'a.ts': broken });
    chmodSync(join(dir, '.git/hooks/pre-commit'), 0o755);
    expect(() => sh(dir, ...args)).toThrow();
    expect(text(dir, 'found.txt').match(/^\w+\.ts/gm)).toEqual(['a.ts']);
  });

  it('an index of another repository is not asked', () => {
    const [dir, other] = [committed({ 'a.ts': broken }), committed({ 'a.ts': broken })];
    put(dir, { 'b.ts': broken });
    sh(dir, 'add', 'b.ts');
    const env = { GIT_INDEX_FILE: join(other, '.git/index') };
    const found = json(cli(dir, [...lint, '--staged', '--format', 'json'], env)).findings;
    expect(found.map(({ file }) => file)).toEqual(['b.ts']);
  });

  it('a submodule that changed counts with all its files', () => {
    const dir = committed({ 'a.ts': broken });
    const inner = committed({ 'sub.ts': broken });
    sh(dir, '-c', 'protocol.file.allow=always', 'submodule', '-q', 'add', inner, 'vendor/sub');
    commitAllIn(dir);
    const found = () =>
      json(cli(dir, [...lint, '--since', 'HEAD', '--format', 'json'])).findings.map(({ file }) => file);
    expect(found()).toEqual([]);
    put(dir, { 'vendor/sub/sub.ts': `${broken}// changed\n` });
    expect(found()).toEqual(['vendor/sub/sub.ts']);
  });

  it('count from where the branches parted', () => {
    const dir = committed({ 'old.ts': broken });
    sh(dir, 'branch', '-q', 'base');
    put(dir, { 'new.ts': other });
    commitAllIn(dir);
    const found = json(cli(dir, [...lint, '--format', 'json', '--since', 'base'])).findings;
    expect(found.map(({ file }) => file)).toEqual(['new.ts']);
  });

  it('refuse a ref that git does not know, and what looks like an option', () => {
    const dir = committed({ 'a.ts': broken });
    expect(cli(dir, [...lint, '--since', 'nowhere']).stderr).toContain("git knows no commit 'nowhere'");
    expect(cli(dir, [...lint, '--since=--output=x']).code).toBe(2);
    expect(cli(dir, [...lint, '--since', 'HEAD', '--staged']).stderr).toContain('exclude each other');
  });
});

describe('settings', () => {
  const config = (value: object) => ({ 'mcp-auth-codemod.config.json': JSON.stringify(value) });

  it('set rules, severities, ignored files and the baseline, from the nearest folder upwards', () => {
    const files = { 'packages/a/src/a.ts': broken, 'packages/a/gen/b.ts': broken };
    const dir = committed({
      ...files,
      ...config({
        rules: { 'finish-auth-params': 'warning', 'callback-state': 'off' },
        ignore: ['packages/*/gen/**'],
      }),
    });
    const ran = cli(join(dir, 'packages/a'), ['--lint', '--format', 'json']);
    expect(ran.code).toBe(0);
    const { findings } = json(ran);
    expect(findings.map(({ file, severity }) => [file, severity])).toEqual([['src/a.ts', 'warning']]);
  });

  it('may be a key of package.json', () => {
    const manifest = JSON.stringify({ 'mcp-auth-codemod': { rules: { 'finish-auth-params': 'off' } } });
    const dir = committed({ 'a.ts': broken, 'package.json': manifest });
    expect(json(cli(dir, ['--lint', '--format', 'json'])).findings).toEqual([]);
    expect(json(cli(dir, [...lint, '--format', 'json'])).findings).toHaveLength(1);
  });

  it.each([
    [{ rulez: {} }, "unknown setting 'rulez'. Did you mean 'rules'?"],
    [{ rules: { 'auth-is': 'off' } }, "unknown rule 'auth-is'. Did you mean 'auth-iss'?"],
    [{ rules: { 'auth-iss': 'loud' } }, 'takes one of error, warning, info, off'],
    [{ ignore: 'x' }, "'ignore' takes a list of strings"],
    [{ maxWarnings: -1 }, "'maxWarnings' takes a whole number"],
  ])('%j is refused', (value, message) => {
    const ran = cli(committed({ 'a.ts': broken, ...config(value) }), ['--lint']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
  });

  it('a named file that is missing or broken is an error', () => {
    const dir = committed({ 'a.ts': broken, 'x.json': '{' });
    expect(cli(dir, ['--lint', '--config', 'none.json']).stderr).toContain('none.json does not exist');
    expect(cli(dir, ['--lint', '--config', 'x.json']).stderr).toContain('x.json is not valid JSON');
  });
});

describe('--interactive', () => {
  it('needs a terminal', () => {
    expect(cli(committed({ 'a.ts': broken }), ['--interactive']).stderr).toContain('needs a terminal');
  });

  it('shows each fix with its flow and diff, and writes what is chosen', async () => {
    const dir = committed({ 'a.ts': broken, 'b.ts': other });
    const shown = await onTerminal(dir, ['n', 'y']);
    expect(shown).toContain('Fix 1 of 2');
    expect(shown).toContain('how it gets here:');
    expect(shown).toContain('finishAuth(url.searchParams);');
    expect(sh(dir, 'diff', '--name-only')).toBe('b.ts\n');
  });

  it('q writes what was chosen so far, and a takes the rest', async () => {
    const three = { 'a.ts': broken, 'b.ts': other, 'c.ts': broken };
    const quit = committed(three);
    await onTerminal(quit, ['y', 'q']);
    expect(sh(quit, 'diff', '--name-only')).toBe('a.ts\n');
    const all = committed(three);
    await onTerminal(all, ['n', 'a']);
    expect(sh(all, 'diff', '--name-only')).toBe('b.ts\nc.ts\n');
  });
});

/** Runs the tool on a pseudo terminal and answers its questions. */
function onTerminal(cwd: string, answers: readonly string[]): Promise<string> {
  const command = `${process.execPath} ${binary} . --no-verify ${rule.join(' ')} --interactive`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd });
  const left = [...answers];
  let shown = '';
  let asked = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk;
    const questions = shown.split('quit: write what').length - 1;
    if (questions <= asked) return;
    asked = questions;
    // The prompt reads keys only after it is drawn.
    setTimeout(() => child.stdin.write(left.shift() ?? 'q'), 300);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(shown));
  });
}

describe('--rule', () => {
  const source = readFileSync('fixtures/http-status-on-code/code-asked-before/input/connect.js', 'utf8');
  const found = (...rules: string[]) => {
    const dir = committed({ 'connect.js': source });
    const { findings } = JSON.parse(cli(dir, ['--lint', '--format', 'json', '--rule', ...rules]).stdout);
    return findings.map((each: { rule: string; fix: string; reason: { code: string } | null }) => [
      each.rule,
      each.fix,
      each.reason?.code,
    ]);
  };

  it('does not drop a finding for the fix of a rule that is not asked', () => {
    expect(found('insufficient-scope-catch')).toEqual([
      ['insufficient-scope-catch', 'none', 'insufficient-scope-later'],
    ]);
    expect(found('insufficient-scope-catch', 'http-status-on-code')).toEqual([
      ['http-status-on-code', 'safe', undefined],
    ]);
  });
});
