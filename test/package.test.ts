import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docsUrl, repositoryUrl } from '../src/model/docs-url.ts';
import { broken, fixed } from './cli-helpers.ts';
import { root } from './harness.ts';
import { put } from './workspace-helpers.ts';

const require = createRequire(import.meta.url);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let dir = '';
let packed: { filename: string; size: number; unpackedSize: number; files: { path: string }[] };

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

/** npm writes its own warnings to stderr; stdout is what counts. */
const npm = (cwd: string, ...args: string[]): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const npx = (...args: string[]) => {
  const { FORCE_COLOR: _, ...env } = process.env;
  return spawnSync('npx', ['--no-install', 'mcp-auth-codemod', ...args], { cwd: dir, encoding: 'utf8', env });
};

beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'packed-')));
  put(dir, { 'package.json': '{ "name": "user", "private": true, "type": "module" }' });
  [packed] = JSON.parse(npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', dir));
  npm(dir, 'install', '--prefer-offline', '--no-audit', '--no-fund', join(dir, packed.filename));
}, 300_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('what is in the package', () => {
  it('holds what runs and what people read, and nothing of the workshop', () => {
    const names = packed.files.map(({ path }) => path);
    for (const name of [
      'bin/mcp-auth-codemod.js',
      'dist/types/src/index.d.ts',
      'schema/report.schema.json',
      'LICENSE',
      'README.md',
    ])
      expect(names).toContain(name);
    expect(
      names.filter((name) => /^(src|test|fixtures|scripts|bench|\.ci|node_modules)\//.test(name)),
    ).toEqual([]);
    expect(names.filter((name) => /\.(tgz|log)$|\.test\./.test(name))).toEqual([]);
  });

  it('everything that package.json points at is there', () => {
    const targets = (value: unknown): string[] =>
      typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(targets);
    for (const target of targets([manifest.exports, manifest.bin]).filter((name) => !name.includes('*')))
      expect(existsSync(join(dir, 'node_modules/mcp-auth-codemod', target)), target).toBe(true);
  });

  it('runs nothing at install time and asks for jscodeshift only where it is wanted', () => {
    for (const script of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(manifest.scripts).not.toHaveProperty(script);
    expect(manifest.peerDependenciesMeta).toEqual({ jscodeshift: { optional: true } });
    expect(existsSync(join(dir, 'node_modules/jscodeshift'))).toBe(false);
    expect(manifest.engines.node).toBe('>=20.19.0');
  });

  it('names one repository, and the pages of its own version', () => {
    const { repository, bugs, homepage, author, version } = manifest;
    expect(repository).toEqual({ type: 'git', url: `git+${repositoryUrl}.git` });
    expect([bugs.url, homepage]).toEqual([`${repositoryUrl}/issues`, `${repositoryUrl}#readme`]);
    expect(author).toBe('mcp-auth-codemod contributors');
    expect(docsUrl('auth-iss')).toBe(`${repositoryUrl}/blob/v${version}/transforms/auth-iss/README.md`);
  });

  it('declares the packages that it loads, and no others', () => {
    const installed = join(dir, 'node_modules/mcp-auth-codemod');
    const code = packed.files.filter(({ path }) => /\.[cm]?js$/.test(path));
    const loaded = code.flatMap(({ path }) => {
      const text = readFileSync(join(installed, path), 'utf8');
      const late = [...text.matchAll(/createRequire\w*\(import\.meta\.url\)\(["']([^"']+)["']\)/g)];
      return [...importsOf(path, text), ...late.map(([, name]) => name ?? '')];
    });
    const outside = loaded.filter((name) => !name.startsWith('.') && !isBuiltin(name)).map(packageOf);
    expect([...new Set(outside)].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  it('stays small: what npx downloads', () => {
    const kilobytes = Math.round(packed.size / 1024);
    console.log(
      `the package: ${kilobytes} kB packed, ${Math.round(packed.unpackedSize / 1024)} kB unpacked, ${packed.files.length} files`,
    );
    expect(kilobytes).toBeLessThan(1_000);
  });

  it('publint finds nothing', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/publint/src/cli.js'),
        'run',
        '--strict',
        join(dir, 'node_modules/mcp-auth-codemod'),
        '--pack',
        'false',
      ],
      { encoding: 'utf8' },
    );
    expect(stdout + stderr).toContain('All good');
    expect(status).toBe(0);
  });
});

describe('installed in an empty project', () => {
  it('--version, rules and explain', () => {
    expect(npx('--version').stdout).toBe(`${manifest.version}\n`);
    const rules = npx('rules')
      .stdout.trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '');
    expect(rules).toContain('finish-auth-params');
    for (const rule of rules) expect(npx('explain', rule).stdout).toMatch(/^# /);
  });

  it('lints and fixes', () => {
    put(dir, { 'src/login.ts': broken });
    const lint = npx('--lint', 'src');
    expect(lint.status).toBe(1);
    expect(lint.stdout).toContain('error[finish-auth-params]');
    expect(npx('src').status).toBe(0);
    expect(readFileSync(join(dir, 'src/login.ts'), 'utf8')).toBe(fixed);
  });

  it('needs no package but its own dependencies', () => {
    const listed = JSON.parse(npm(dir, 'ls', '--all', '--json')) as { problems?: string[] };
    expect(listed.problems ?? []).toEqual([]);
  });

  it('the programmatic API is typed and works', () => {
    put(dir, {
      'api/input.ts': broken,
      'api/use.ts': `import { type Finding, type Report, refusals, reporters, run, type RunOptions } from 'mcp-auth-codemod';

const options: RunOptions = { cwd: process.cwd(), paths: ['input.ts'], mode: 'lint' };
const { report, warnings } = await run(options);
const first: Finding | undefined = report.findings[0];
const text: string = reporters.json(report satisfies Report);
console.log(JSON.stringify({ rule: first?.rule, text: text.length > 0, warnings, refusals: Object.keys(refusals).length > 0 }));
// @ts-expect-error there is no such mode
void ({ ...options, mode: 'nope' } satisfies RunOptions);
`,
      'api/tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          module: 'nodenext',
          target: 'es2022',
          types: ['node'],
          skipLibCheck: false,
          outDir: 'out',
        },
        files: ['use.ts'],
      }),
    });
    symlinkSync(join(root, 'node_modules/@types'), join(dir, 'node_modules/@types'));
    const tsc = join(require.resolve('typescript/package.json'), '../bin/tsc');
    const compiled = spawnSync(process.execPath, [tsc, '-p', join(dir, 'api')], { encoding: 'utf8' });
    expect(compiled.stdout).toBe('');
    const ran = spawnSync(process.execPath, [join(dir, 'api/out/use.js')], {
      cwd: join(dir, 'api'),
      encoding: 'utf8',
    });
    expect(JSON.parse(ran.stdout)).toEqual({
      rule: 'finish-auth-params',
      text: true,
      warnings: [],
      refusals: true,
    });
  });

  it('its transforms run in jscodeshift', () => {
    writeFileSync(join(dir, 'src/login.ts'), broken);
    const executable = require.resolve('jscodeshift/bin/jscodeshift.js');
    const transform = 'node_modules/mcp-auth-codemod/jscodeshift/finish-auth-params.cjs';
    const { stdout } = spawnSync(process.execPath, [executable, 'src', '-t', transform, '--extensions=ts'], {
      cwd: dir,
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/1 ok/);
    expect(readFileSync(join(dir, 'src/login.ts'), 'utf8')).toBe(fixed);
  });
});

/** What `import`, `export … from` and `import()` name. The code is written without white space. */
function importsOf(path: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const from =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && isLoad(node.expression)
          ? node.arguments[0]
          : undefined;
    if (from && ts.isStringLiteral(from)) found.push(from.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

const isLoad = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
