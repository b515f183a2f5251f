import { applyEdits, groupByFile } from '../edit/apply.ts';
import type { ChangeSet, Edit } from '../model/edit.ts';

/** What one change set makes of its files, after those before it. */
export interface Section {
  /** The id of the change set. */
  readonly id: string;
  readonly changes: readonly { readonly file: string; readonly before: string; readonly after: string }[];
}

/**
 * The change sets of one round, one after the other. An edit that two of them share, such as an import, belongs to the first.
 *
 * @param textOf the texts that all of them were made for
 */
export function sectionsOf(sets: readonly ChangeSet[], textOf: (file: string) => string): Section[] {
  const made = new Map<string, Edit[]>();
  const current = new Map<string, string>();
  return sets.map(({ id, edits }) => ({
    id,
    changes: [...groupByFile(edits)].flatMap(([file, own]) => {
      const before = current.get(file) ?? textOf(file);
      const all = [...(made.get(file) ?? []), ...own];
      const after = applyEdits(textOf(file), all);
      made.set(file, all);
      current.set(file, after);
      return before === after ? [] : [{ file, before, after }];
    }),
  }));
}
