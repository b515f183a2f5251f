// Compiles to dist/, with the declaration texts next to the code that reads them.
// Builds in another folder and swaps: nobody who runs the tool meanwhile meets half a dist/.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const aside = join(root, `.tmp/dist-${process.pid}`);
const { status } = spawnSync(
  process.execPath,
  [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', aside],
  {
    stdio: 'inherit',
  },
);
for (const file of ['compiler.cjs', 'compiler.d.cts'])
  cpSync(join(root, 'src', file), join(aside, 'src', file));
cpSync(join(root, 'src/sdk/declarations'), join(aside, 'src/sdk/declarations'), { recursive: true });
if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), `${aside}-old`);
renameSync(aside, join(root, 'dist'));
rmSync(`${aside}-old`, { recursive: true, force: true });
process.exitCode = status ?? 1;
await import('./jscodeshift.mjs');
