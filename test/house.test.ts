import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix, sep } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from './harness.ts';

const wing = ['src/analysis/program', 'src/compiler.cjs', 'src/edit', 'src/model', 'src/sdk'];
const rule = [...wing, 'transforms/contract.ts', 'transforms/infos.ts'];

/** Which part of the house may import which; biome.json says the same for the linter. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'src/model': ['src/tool.ts'],
  'src/sdk': [],
  'src/tool.ts': [],
  'src/edit': ['src/model'],
  'src/workspace': ['src/model'],
  'src/report': ['src/edit', 'src/model'],
  'src/analysis/program': ['src/compiler.cjs', 'src/model', 'src/sdk'],
  'src/analysis/client': wing,
  'src/analysis/server': wing,
  'src/analysis/errors': wing,
  'src/verify': [...wing, 'src/workspace'],
  'transforms/contract.ts': ['src/analysis/program', 'src/model', 'src/sdk'],
  'transforms/auth-iss': [...rule, 'src/analysis/client'],
  'transforms/callback-error-display': [...rule, 'src/analysis/client'],
  'transforms/callback-state': [...rule, 'src/analysis/client'],
  'transforms/finish-auth-params': [...rule, 'src/analysis/client'],
  'transforms/oauth-provider-contract': [...rule, 'src/analysis/client'],
  'transforms/authorization-handler-issuer': [...rule, 'src/analysis/server'],
  'transforms/authorize-issuer': [...rule, 'src/analysis/server'],
  'transforms/issuer-flag-placement': [...rule, 'src/analysis/server'],
  'transforms/issuer-metadata-overclaim': [...rule, 'src/analysis/server'],
  'transforms/context-auth-info': [...rule, 'src/analysis/server'],
  'transforms/token-verifier-error': [...rule, 'src/analysis/server'],
  'transforms/insufficient-scope-catch': [...rule, 'src/analysis/errors'],
  'transforms/step-up-retries-zero': [...rule, 'src/analysis/errors'],
  'transforms/oauth-error-class': [...rule, 'src/analysis/errors'],
  'transforms/http-status-on-code': [...rule, 'src/analysis/errors'],
  'transforms/infos.ts': ['src/model', 'src/analysis/*-obligations.ts'],
  'transforms/wings': ['transforms/*', 'transforms/contract.ts'],
  'transforms/index.ts': ['src/sdk', 'transforms/contract.ts', 'transforms/infos.ts', 'transforms/wings'],
  'src/pipeline': [
    ...[...wing, 'src/tool.ts', 'src/verify', 'src/workspace'],
    ...['transforms/contract.ts', 'transforms/index.ts'],
  ],
  'src/run.ts': ['src/analysis/program', 'src/model', 'src/pipeline', 'src/sdk', 'src/workspace'],
  'src/jscodeshift': [
    ...['src/analysis/program', 'src/model', 'src/pipeline'],
    ...['src/sdk', 'src/verify', 'src/workspace'],
  ],
  'src/cli': ['src/model', 'src/pipeline', 'src/report', 'src/run.ts', 'src/tool.ts', 'src/workspace'],
  'src/index.ts': ['src/model', 'src/report', 'src/run.ts'],
};
const opensFiles = ['src/cli', 'src/sdk', 'src/tool.ts', 'src/verify', 'src/workspace'];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('the linter holds the house', () => {
  // One file in each folder that has sources, and in each part that is a file itself.
  const probes = places().map((place) => (place.endsWith('.ts') ? place : `${place}/probe.ts`));

  it('knows every folder with sources', () => {
    expect(probes.filter((probe) => partOf(probe) === undefined)).toEqual([]);
    expect(Object.keys(arrows).filter((part) => !probes.some((probe) => partOf(probe) === part))).toEqual([]);
  });

  it('reports each import against the arrows, and no other', () => {
    const targets = [...probes, 'src/compiler.cjs'];
    const specifiers = [...targets, 'node:fs', 'node:fs/promises'];
    const planted = probes.map((from) => {
      const lines = specifiers.map((to) =>
        to === from ? '' : `import type {} from '${specifier(from, to)}';`,
      );
      return [from, lines.join('\n')] as const;
    });
    const { status, found } = lint(Object.fromEntries(planted));
    expect(status).toBe(1);
    const reported = found
      .filter(({ rule }) => rule === 'lint/style/noRestrictedImports')
      .map(({ file, line }) => `${file} -> ${specifiers[line - 1]}`);
    const forbidden = probes.flatMap((from) =>
      specifiers.filter((to) => to !== from && !mayImport(from, to)).map((to) => `${from} -> ${to}`),
    );
    expect(reported.sort()).toEqual(forbidden.sort());
  });

  it('reports a wing that imports another, and a stage that the analysis imports', () => {
    const { status, found } = lint({
      'src/analysis/client/query/one.ts': "export { two } from '../../server/mount/two.ts';\n",
      'src/analysis/server/mount/two.ts': 'export const two = 2;\n',
      'src/analysis/program/three.ts': "export { four } from '../../pipeline/four.ts';\n",
      'src/pipeline/four.ts': 'export const four = 4;\n',
    });
    expect(status).toBe(1);
    expect(found).toEqual([
      { file: 'src/analysis/client/query/one.ts', line: 1, rule: 'lint/style/noRestrictedImports' },
      { file: 'src/analysis/program/three.ts', line: 1, rule: 'lint/style/noRestrictedImports' },
    ]);
  });

  it('reports a circle of two files, also one of types alone', () => {
    const { status, found } = lint({
      'src/edit/chicken.ts': "import { egg } from './egg.ts';\n\nexport const chicken = () => egg;\n",
      'src/edit/egg.ts': "import { chicken } from './chicken.ts';\n\nexport const egg = () => chicken;\n",
      'src/model/hen.ts': "import type { Nest } from './nest.ts';\n\nexport type Hen = { nest?: Nest };\n",
      'src/model/nest.ts': "import type { Hen } from './hen.ts';\n\nexport type Nest = { hen?: Hen };\n",
    });
    expect(status).toBe(1);
    const circle = 'lint/suspicious/noImportCycles';
    expect(found).toEqual([
      { file: 'src/edit/chicken.ts', line: 1, rule: circle },
      { file: 'src/edit/egg.ts', line: 1, rule: circle },
      { file: 'src/model/hen.ts', line: 1, rule: circle },
      { file: 'src/model/nest.ts', line: 1, rule: circle },
    ]);
  });

  it('passes a house without faults', () => {
    const { status, found } = lint({
      'src/analysis/client/query/one.ts': "export { two } from '../../program/two.ts';\n",
      'src/analysis/program/two.ts': "export { three } from '../../model/three.ts';\n",
      'src/model/three.ts': 'export const three = 3;\n',
    });
    expect(found).toEqual([]);
    expect(status).toBe(0);
  });
});

describe('npm run house', () => {
  it('counts places, imports, layers and circles', () => {
    const dir = write({
      'src/main.ts': "import './low/a.ts';\nimport type {} from './high/b.ts';\n",
      'src/low/a.ts': "import type { B } from './c.ts';\n",
      'src/low/c.ts': "import './a.ts';\n",
      'src/high/b.ts': "export * from '../low/a.ts';\n",
    });
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts/house.mjs'), dir], {
      encoding: 'utf8',
    });
    expect(stdout.split('\n')).toEqual([
      'files                   4',
      'places                  3 (folders 2, loose files 1)',
      'imports between places  3',
      'layers                  3',
      'circles of files        1 (the largest ties 2 files)',
      'circles of places       0',
      'files over 300 lines    0 (the longest is src/main.ts, 2 lines)',
      'file names used twice   0',
      '',
      'circle:',
      '  src/low/a.ts',
      '  src/low/c.ts',
      '',
    ]);
    expect(status).toBe(1);
  });
});

/** The folders of the sources that hold TypeScript, and the files that lie beside them in `src` and `transforms`. */
function places(): string[] {
  const files = ['src', 'transforms'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .map((file) => [top, ...file.split(sep)].join('/'))
      .filter((file) => file.endsWith('.ts') && !file.startsWith('src/sdk/declarations/')),
  );
  return [...new Set(files.map((file) => (file.split('/').length === 2 ? file : posix.dirname(file))))];
}

/** The part of the house that a file belongs to. */
function partOf(file: string): string | undefined {
  return Object.keys(arrows).find((part) => file === part || file.startsWith(`${part}/`));
}

function mayImport(from: string, to: string): boolean {
  const part = partOf(from) as string;
  if (to.startsWith('node:fs')) return opensFiles.includes(part);
  const target = partOf(to) ?? to;
  const allowed = arrows[part] as readonly string[];
  return part === target || allowed.includes(target) || (allowed.includes('transforms/*') && isRule(target));
}

function isRule(part: string): boolean {
  return part.startsWith('transforms/') && part !== 'transforms/wings' && !part.endsWith('.ts');
}

function specifier(from: string, to: string): string {
  if (to.startsWith('node:')) return to;
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

interface Found {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

/** What the linter says of a project of these files under this project's own configuration. */
function lint(files: Readonly<Record<string, string>>): { status: number | null; found: Found[] } {
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  const dir = write({ ...files, 'biome.json': JSON.stringify({ ...config, $schema: '', vcs: {} }) });
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const only = ['--only=suspicious/noImportCycles', '--only=style/noRestrictedImports'];
  const { status, stdout } = spawnSync(
    process.execPath,
    [biome, 'lint', '--error-on-warnings', '--reporter=json', '--max-diagnostics=none', ...only, '.'],
    { cwd: dir, encoding: 'utf8', maxBuffer: 1e9 },
  );
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; location: { path: string; start: { line: number } } }[];
  };
  const found = diagnostics.map(({ category, location }) => ({
    file: location.path.split(sep).join('/'),
    line: location.start.line,
    rule: category,
  }));
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return { status, found: found.sort((a, b) => order(a.file, b.file) || a.line - b.line) };
}

function write(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'mcp-auth-codemod-house-'));
  folders.push(dir);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  return dir;
}
