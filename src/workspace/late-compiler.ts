import { createRequire } from 'node:module';
import type { ts } from 'ts-morph';

let loaded: typeof ts | undefined;

/** The compiler, loaded at the first question: a run starts git before it waits for the compiler. */
export function compiler(): typeof ts {
  loaded ??= (createRequire(import.meta.url)('ts-morph') as { ts: typeof ts }).ts;
  return loaded;
}
