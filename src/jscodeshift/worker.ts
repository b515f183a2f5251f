import { parentPort } from 'node:worker_threads';
import { searchNames } from '../sdk/facts.ts';
import type { TransformOptions } from './transform.ts';

/** One file for one rule. jscodeshift/bridge.cjs sends it. */
interface Request {
  readonly id: number;
  readonly rule: string;
  readonly file: { readonly path: string; readonly source: string };
  readonly options: TransformOptions;
}

parentPort?.on('message', async ({ id, rule, file, options }: Request) => {
  try {
    parentPort?.postMessage({ id, ...(await answer(rule, file, options)) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});

async function answer(rule: string, file: Request['file'], options: TransformOptions) {
  if (!searchNames.some((name) => file.source.includes(name))) return { source: undefined, messages: [] };
  // The compiler loads at the first file that needs it.
  const { transform } = await import('./transform.ts');
  return transform(rule, file, options);
}
