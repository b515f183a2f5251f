import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { broken, clean, cli, committed, json, manual, put } from './cli-helpers.ts';

const lint = ['--lint', '--rule', 'finish-auth-params'];
const read = (dir: string, file: string) => readFileSync(join(dir, file), 'utf8');

describe('several reports in one run', () => {
  it('go to their files; the summary and the names go to stderr', () => {
    const dir = committed({ 'src/a.ts': broken });
    const ran = cli(dir, [
      ...lint,
      '--format',
      'sarif',
      '-o',
      'out/a.sarif',
      '--format',
      'markdown',
      '-o',
      'out/a.md',
    ]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain('1 with a safe fix');
    expect(ran.stderr).toContain('report: out/a.sarif (sarif)');
    expect(JSON.parse(read(dir, 'out/a.sarif')).runs[0].results).toHaveLength(1);
    expect(read(dir, 'out/a.md')).toContain('# mcp-auth-codemod');
  });

  it('one may go to stdout, and an -o may stand before its format', () => {
    const dir = committed({ 'a.ts': broken });
    const ran = cli(dir, [...lint, '-o', 'a.xml', '--format', 'junit', '--format', 'concise']);
    expect(ran.stdout).toMatch(/^a\.ts:7:9: error finish-auth-params: .* \[safe fix\]\n$/);
    expect(read(dir, 'a.xml')).toContain('<testsuites');
  });

  it.each([
    [['--format', 'json', '--format', 'sarif'], 'Only one report can go to stdout'],
    [['--format', 'json', '-o', 'a', '-o', 'b'], '-o b has no --format of its own'],
    [['--format', 'json', '-o', 'a', '--format', 'html', '-o', 'a'], 'Two reports cannot both go to a'],
    [['--format', 'jsn'], 'Did you mean json?'],
    [['-o', 'a.ts'], '-o a.ts would overwrite source code'],
    [['--format', 'sarif', '-o', '.'], '-o . is a folder'],
  ])('refuses %j', (args, message) => {
    const ran = cli(committed({ 'a.ts': clean }), args as string[]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
  });

  it('counts by rule on request', () => {
    const { stderr } = cli(committed({ 'a.ts': broken }), [...lint, '--statistics', '--format', 'json']);
    expect(stderr).toMatch(/^finish-auth-params +1 +0 +1 /m);
  });
});

describe('paths for code hosts', () => {
  it.each([
    [
      'sarif',
      (text: string) =>
        JSON.parse(text).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri,
    ],
    ['gitlab', (text: string) => JSON.parse(text)[0].location.path],
    ['junit', (text: string) => /<testsuite name="([^"]+)"/.exec(text)?.[1]],
    ['github', (text: string) => /file=([^,]+)/.exec(text)?.[1]],
  ])('are relative to the root of the work tree in %s, others to the working directory', (format, pathIn) => {
    const dir = committed({ 'packages/app/src/a.ts': broken });
    const from = join(dir, 'packages/app');
    expect(pathIn(cli(from, [...lint, '--format', format]).stdout)).toBe('packages/app/src/a.ts');
    expect(json(cli(from, [...lint, '--format', 'json'])).findings[0]?.file).toBe('src/a.ts');
  });
});

describe('what people mistype', () => {
  it('gets a suggestion', () => {
    const dir = committed({ 'a.ts': clean });
    expect(cli(dir, ['explian', 'auth-iss']).stderr).toContain('Did you mean mcp-auth-codemod explain?');
    expect(cli(dir, ['--rule', 'auth-is']).stderr).toContain('Did you mean auth-iss?');
    expect(cli(dir, ['--dryrun']).stderr).toContain('Did you mean --dry-run?');
  });

  it('a path that is missing is told before the analysis', () => {
    const { code, stderr } = cli(committed({ 'a.ts': clean }), ['no/such/path', '--lint']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^problem: no\/such\/path: does not exist/);
    expect(stderr.match(/does not exist/g)).toHaveLength(1);
  });

  it('rules may be listed with commas', () => {
    const ran = cli(committed({ 'a.ts': broken }), [
      '--lint',
      '--rule',
      'auth-iss,finish-auth-params',
      '--format',
      'json',
    ]);
    expect(json(ran).findings.map(({ rule }) => rule)).toEqual(['finish-auth-params']);
  });
});

describe('--show-files', () => {
  it('says what was read, what was left out, and why', () => {
    const generated = `// @generated\n${broken}`;
    const dir = committed({ 'src/a.ts': broken, 'src/gen.ts': generated, 'src/other.ts': 'export {};\n' });
    const { stderr } = cli(dir, [...lint, '--show-files']);
    expect(stderr).toContain('analyzed  src/a.ts  (names the SDK)');
    expect(stderr).toContain('left out  src/gen.ts  (is generated)');
    expect(stderr).toContain('1 other source file neither');
  });
});

describe('explain --json', () => {
  it('gives the rule as data', () => {
    const rule = JSON.parse(cli(committed({ 'a.ts': clean }), ['explain', 'auth-iss', '--json']).stdout);
    expect(rule).toMatchObject({ id: 'auth-iss', severity: 'error', cwe: 346 });
    expect(rule.page).toContain('# ');
    expect(rule.obligations.length).toBeGreaterThan(3);
  });
});

describe('merge-reports', () => {
  it('joins JSON reports into one table', () => {
    const dir = committed({ 'one/a.ts': broken, 'two/b.ts': manual });
    for (const name of ['one', 'two'])
      cli(join(dir, name), [...lint, '--format', 'json', '-o', `../${name}.json`]);
    const ran = cli(dir, ['merge-reports', 'one.json', 'two.json', '--format', 'html', '-o', 'all.html']);
    expect(ran.stderr).toContain('report: all.html (html)');
    expect(read(dir, 'all.html')).toContain('<code>two</code>');
    const text = cli(dir, ['merge-reports', 'one.json', 'two.json']).stdout;
    expect(text).toContain('## Package `one`');
    expect(text).toContain('| total | 2 |');
  });

  it('refuses what is no report', () => {
    const dir = committed({ 'x.json': '{}' });
    put(dir, { 'y.json': '{' });
    expect(cli(dir, ['merge-reports', 'x.json']).stderr).toContain('x.json is no report');
    expect(cli(dir, ['merge-reports', 'y.json']).stderr).toContain('is not valid JSON');
    expect(cli(dir, ['merge-reports', 'z.json']).code).toBe(2);
  });
});
