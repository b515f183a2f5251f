import { symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { ReportedFinding, RunOptions } from '../../src/index.ts';
import { put } from '../cli-helpers.ts';
import { root } from '../harness.ts';
import { tree } from '../workspace-helpers.ts';

/** Programs by the name of their folder: file → text. */
export type Batch = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The files of a batch, below one folder each. */
export const filesOf = (batch: Batch): Record<string, string> =>
  Object.fromEntries(
    Object.entries(batch).flatMap(([folder, files]) =>
      Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]),
    ),
  );

/** A folder with these files, in whose reach the real packages are. */
export function project(files: Record<string, string>, installed: boolean): string {
  const base = tree();
  if (installed) symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
  put(join(base, 'project'), files);
  return join(base, 'project');
}

/** The options of a dry run that checks no types, and what differs. */
export const options = (cwd: string, more: Partial<RunOptions>): RunOptions => ({
  cwd,
  paths: ['.'],
  mode: 'dry-run',
  verify: false,
  ...more,
});

/** A finding with its files named from `dir`. */
export function from(dir: string, cwd: string, finding: ReportedFinding): ReportedFinding {
  const name = (file: string): string => relative(dir, resolve(cwd, file));
  const { edits, flow } = finding;
  return {
    ...finding,
    file: name(finding.file),
    flow: flow.map((step) => ({ ...step, file: name(step.file) })),
    edits: edits.map((edit) => ({ ...edit, file: name(edit.file) })),
  };
}
