import type { Reporter } from '../model/report.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { pretty } from './pretty.ts';
import { sarif } from './sarif.ts';

/** One pure function per format; the CLI takes the values of `--format` from the keys. */
export const reporters = { pretty, json, sarif, github } as const satisfies Record<string, Reporter>;

export type Format = keyof typeof reporters;
