/**
 * The reporters answer how a finished run reads in a format. The CLI and users of the API ask. They give
 * back one text, computed from the report alone.
 */
import type { Reporter } from '../model/report.ts';
import { concise } from './concise.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { pretty } from './pretty.ts';
import { sarif } from './sarif.ts';

/** One reporter for each format; the keys are the values of `--format`. */
export const reporters = {
  pretty,
  concise,
  json,
  sarif,
  github,
  gitlab,
  junit,
  markdown,
  html,
} as const satisfies Record<string, Reporter>;

export type Format = keyof typeof reporters;
