// Bundles src/ into dist/, with source maps, types, and the declaration texts of the SDK that the analysis reads.
// Builds in another folder and swaps: nobody who runs the tool meanwhile meets half a dist/.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const aside = join(root, `.tmp/dist-${process.pid}`);

/** The compiler is loaded by `require` from a file of its own: src/compiler.cjs says why. */
const compiler = {
  name: 'compiler',
  setup({ onResolve }) {
    onResolve({ filter: /\/compiler\.cjs$/ }, () => ({ path: './compiler.cjs', external: true }));
  },
};

await build({
  absWorkingDir: root,
  entryPoints: {
    cli: 'src/cli/main.ts',
    index: 'src/index.ts',
    jscodeshift: 'src/jscodeshift/worker.ts',
  },
  outdir: aside,
  bundle: true,
  // What is imported at run time becomes a file of its own: the stages, and each rule with what only it uses.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  chunkNames: '[name]-[hash]',
  sourcemap: true,
  // What npx downloads stays small; the source maps show the code as it is written.
  minifyWhitespace: true,
  minifySyntax: true,
  // The sources are in the repository: with them the package would be twice as large.
  sourcesContent: false,
  logLevel: 'warning',
  plugins: [compiler],
});
cpSync(join(root, 'src/compiler.cjs'), join(aside, 'compiler.cjs'));
cpSync(join(root, 'src/sdk/declarations'), join(aside, 'declarations'), { recursive: true });

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const types = ['--emitDeclarationOnly', '--outDir', join(aside, 'types')];
const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), ...types], {
  stdio: 'inherit',
});
keepReachable(join(aside, 'types'), 'src/index.d.ts');

if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), `${aside}-old`);
renameSync(aside, join(root, 'dist'));
rmSync(`${aside}-old`, { recursive: true, force: true });
process.exitCode = status ?? 1;
await import('./jscodeshift.mjs');

/** Leaves only the declarations that users of the API see: those that `entry` leads to. */
function keepReachable(dir, entry) {
  const wanted = new Set([entry]);
  for (const file of wanted) {
    const text = readFileSync(join(dir, file), 'utf8');
    for (const [, specifier] of text.matchAll(/\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/g))
      wanted.add(join(dirname(file), specifier.replace(/\.[jt]s$/, '.d.ts')));
  }
  for (const entryOf of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const file = join(entryOf.parentPath, entryOf.name);
    if (entryOf.isFile() && !wanted.has(relative(dir, file))) rmSync(file);
  }
}
