import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Imports a module of the sources, which no bundle exports. */
export async function sourceModule(path) {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: [path],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
