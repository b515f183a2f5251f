import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { broken, bytesOf, cli, fixed, manual, tree } from './cli-helpers.ts';
import { type Fixture, fixtures, root, tree as textsOf } from './harness.ts';
import { wanted } from './properties/check.ts';

const executable = createRequire(import.meta.url).resolve('jscodeshift/bin/jscodeshift.js');
const rules = cli(root, ['rules'])
  .stdout.split('\n')
  .flatMap((line) => line.split(' ')[0] || []);
const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

/** The real runner, as `npx jscodeshift -t … <paths>` starts it. */
function jscodeshift(cwd: string, transform: string, args: readonly string[] = []) {
  const extensions = '--extensions=ts,tsx,mts,cts,js,jsx,mjs,cjs';
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [executable, '.', '-t', transform, extensions, ...args],
    // Some of what it is made of colors its output wherever CI is set.
    { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  expect(status).toBe(0);
  return stdout + stderr;
}

function temporary(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'jscodeshift-')));
  made.push(dir);
  return dir;
}

/** Runs over the cases of every rule are long, and the machine may be busy. */
const long = { timeout: 600_000 };

const transformOf = (rule: string): string => join(root, 'jscodeshift', `${rule}.cjs`);

/** Hands each file to the transform of the rule that its first folder names: most of a run's time is jscodeshift's start. */
function everyTransform(): string {
  const file = join(temporary(), 'every.cjs');
  const folder = JSON.stringify(join(root, 'jscodeshift'));
  writeFileSync(
    file,
    `const { join, relative, sep } = require('node:path');
module.exports = (file, ...rest) =>
  require(join(${folder}, relative(process.cwd(), file.path).split(sep)[0] + '.cjs'))(file, ...rest);
`,
  );
  return file;
}

/** All inputs of these cases side by side, each a project. */
function inputs(cases: readonly Fixture[]): string {
  const dir = temporary();
  for (const { name, dir: from } of cases) {
    const project = join(dir, name);
    cpSync(join(from, 'input'), project, { recursive: true });
    // A work tree of its own: the names of one case are looked for in that case.
    expect(spawnSync('git', ['init', '--quiet', '--template='], { cwd: project }).status).toBe(0);
  }
  return dir;
}

function expected(cases: readonly Fixture[]): Record<string, string> {
  return Object.assign(
    {},
    ...cases.map(({ name, dir }) => {
      const texts = { ...textsOf(join(dir, 'input')), ...textsOf(join(dir, 'expected')) };
      return Object.fromEntries(Object.entries(texts).map(([file, text]) => [join(name, file), text]));
    }),
  );
}

/** What jscodeshift counts when these cases come out as expected. */
function counts(cases: readonly Fixture[]): string[] {
  const before = cases.map(({ dir }) => Object.values(textsOf(join(dir, 'input'))));
  const ok = cases.filter(({ dir }) => Object.keys(textsOf(join(dir, 'expected'))).length > 0).length;
  return ['0 errors', '0 unmodified', `${before.flat().length - ok} skipped`, `${ok} ok`];
}

const optionSets = [
  { label: 'without options', args: [], unsafe: undefined, sdk: undefined },
  { label: 'with --unsafe', args: ['--unsafe=true'], unsafe: true, sdk: undefined },
  { label: 'with --sdk=2', args: ['--sdk=2'], unsafe: undefined, sdk: '2' },
] as const;

it('every rule ships as a transform, and nothing else does', () => {
  expect(rules).toContain('finish-auth-params');
  expect(readdirSync(join(root, 'jscodeshift')).sort()).toEqual(
    ['bridge.cjs', ...rules.map((rule) => `${rule}.cjs`)].sort(),
  );
});

// jscodeshift is for JavaScript and TypeScript.
const all = fixtures().filter(({ name, dir }) => rules.includes(ruleOf(name)) && !holdsComponents(dir));
const oneFile = all.filter(({ dir }) => Object.keys(textsOf(join(dir, 'input'))).length === 1);
const plain = oneFile.filter(({ expectation: { options } }) => options === undefined);

function holdsComponents(dir: string): boolean {
  return Object.keys(textsOf(join(dir, 'input'))).some((file) => /\.(?:vue|svelte|astro)$/.test(file));
}

/** CI takes a spread of the cases of a rule; who asks for more programs gets all. The rules themselves are held to every case. */
const most = wanted > 2_000 ? Number.POSITIVE_INFINITY : 12;

/** At most `count` cases of a rule, from all over its list: each costs jscodeshift as many runs as it has files. */
function spread(cases: readonly Fixture[], rule: string, count: number): Fixture[] {
  const ofRule = cases.filter(({ name }) => ruleOf(name) === rule);
  const step = Math.max(1, ofRule.length / count);
  return ofRule.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

function ruleOf(name: string): string {
  return name.split('/')[0] ?? '';
}

describe('every rule in the real jscodeshift', long, () => {
  it.each(optionSets)('gives the expected text of cases of one file $label', (set) => {
    const withIts = oneFile.filter(
      ({ expectation: { options } }) => options?.unsafe === set.unsafe && options?.sdk === set.sdk,
    );
    const cases = rules.flatMap((rule) => spread(withIts, rule, most));
    expect(cases).not.toEqual([]);
    const dir = inputs(cases);
    expect(resultOf(jscodeshift(dir, everyTransform(), set.args))).toEqual(counts(cases));
    expect(bytesOf(dir)).toEqual(expected(cases));
  });

  it('--dry writes nothing and counts what would be written; a second run changes nothing', () => {
    const cases = rules.flatMap((rule) => spread(plain, rule, 3));
    expect(new Set(cases.map(({ name }) => ruleOf(name)))).toEqual(new Set(rules));
    const dir = inputs(cases);
    const before = bytesOf(dir);
    const transform = everyTransform();
    expect(resultOf(jscodeshift(dir, transform, ['--dry']))).toEqual(counts(cases));
    expect(bytesOf(dir)).toEqual(before);
    expect(resultOf(jscodeshift(dir, transform))).toEqual(counts(cases));
    expect(jscodeshift(dir, transform)).toMatch(/\b0 ok/);
    expect(bytesOf(dir)).toEqual(expected(cases));
  });

  it('leaves to the whole tool what reaches into other files', () => {
    const several = all.filter(
      (fixture) => !oneFile.includes(fixture) && fixture.expectation.options === undefined,
    );
    const cases = rules.flatMap((rule) => spread(several, rule, 5));
    const dir = inputs(cases);
    const before = bytesOf(dir);
    expect(jscodeshift(dir, everyTransform())).toMatch(/\b0 errors/);
    const after = expected(cases);
    // A file may hold one place that can be fixed in it alone, and one that cannot: each line is old or new.
    const lines = (text = '') => text.replace(/callbackParams\d+/g, 'callbackParams').split('\n');
    for (const [file, text] of Object.entries(bytesOf(dir))) {
      const known = new Set([...lines(before[file]), ...lines(after[file])]);
      expect(
        lines(text).filter((line) => !known.has(line)),
        file,
      ).toEqual([]);
    }
  });
});

function resultOf(stdout: string): string[] {
  return stdout.match(/^\d+ (?:errors|unmodified|skipped|ok)/gm) ?? [];
}

describe('the bridge', () => {
  const finishAuth = transformOf('finish-auth-params');

  it('reports what is left for a person', () => {
    const ran = jscodeshift(tree({ 'a.ts': manual }), finishAuth);
    expect(ran).toMatch(/REP .*a\.ts 6:7 finish-auth-params: finishAuth\(\) is given only the code/);
    expect(ran).toContain('Ask for the whole redirect URL');
  });

  it('works in one process too, and names what it may not touch', () => {
    const dir = tree({
      'a.ts': broken,
      'b.d.ts': broken,
      'c.ts': `// @generated\n${broken}`,
      'd.ts': `${broken}}`,
    });
    const ran = jscodeshift(dir, finishAuth, ['--run-in-band']);
    expect(ran).toMatch(/b\.d\.ts left alone: is a declaration file/);
    expect(ran).toMatch(/c\.ts left alone: is generated/);
    expect(ran).toMatch(/d\.ts left alone: it does not parse/);
    expect(bytesOf(dir)['a.ts']).toBe(fixed);
    expect(Object.values(bytesOf(dir)).filter((text) => text.includes('finishAuth(code)'))).toHaveLength(3);
  });

  it('a wrong option is an error of the file, not a rewrite', () => {
    const dir = tree({ 'a.ts': broken });
    expect(jscodeshift(dir, finishAuth, ['--sdk=3'])).toMatch(/--sdk takes 1 or 2/);
    expect(bytesOf(dir)['a.ts']).toBe(broken);
  });
});
