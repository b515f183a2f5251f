import { recordReplacements } from './journal.ts';
import { hashOf } from './read.ts';
import {
  checkWritable,
  commit,
  discard,
  prepare,
  type Replacement,
  replacement,
  writeFileAtomically,
} from './write.ts';

export interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly expectedHash: string;
}

export interface WriteResult {
  readonly written: readonly string[];
  readonly failed: readonly { readonly file: string; readonly message: string }[];
}

const hashOfText = (text: string): string => hashOf(Buffer.from(text, 'utf8'));

/**
 * Writes a group of files together or not at all. All are checked, and all new texts are in temporary files, before the first file
 * is replaced. If one still fails, the replaced files are restored. If the process is killed, the next run finishes.
 */
export function writeAll(changes: readonly Change[]): WriteResult {
  const { failed: refused } = checkAll(changes);
  if (refused.length > 0) return { written: [], failed: refused };
  const planned: Replacement[] = [];
  for (const change of changes) {
    const failed = failureOf(change.file, () => planned.push(replacement({ ...change, text: change.after })));
    if (failed.length > 0) return { written: [], failed };
  }
  const forget = recordReplacements(planned);
  const failed = replaceAll(planned, changes);
  forget();
  return { written: failed.length === 0 ? changes.map(({ file }) => file) : [], failed };
}

/** What {@link writeAll} would say before it replaces the first file. */
export function checkAll(changes: readonly Change[]): WriteResult {
  const failed = changes.flatMap((change) => failureOf(change.file, () => checkWritable(change)));
  return { written: failed.length === 0 ? changes.map(({ file }) => file) : [], failed };
}

function replaceAll(planned: readonly Replacement[], changes: readonly Change[]): WriteResult['failed'] {
  for (const [index, each] of planned.entries()) {
    const failed = failureOf(each.file, () => prepare(each));
    if (failed.length === 0) continue;
    for (const other of planned.slice(0, index)) discard(other);
    return failed;
  }
  for (const [index, each] of planned.entries()) {
    const failed = failureOf(each.file, () => commit(each));
    if (failed.length === 0) continue;
    for (const other of planned.slice(index)) discard(other);
    return [...failed, ...restore(changes.slice(0, index))];
  }
  return [];
}

/** Restores the old texts, last file first. Returns those that could not be restored. */
export function restore(written: readonly Change[]): WriteResult['failed'] {
  return [...written]
    .reverse()
    .flatMap(({ file, before, after }) =>
      failureOf(file, () => writeFileAtomically({ file, text: before, expectedHash: hashOfText(after) })).map(
        ({ message }) => ({ file, message: `was changed and could not be restored: ${message}` }),
      ),
    );
}

function failureOf(file: string, work: () => unknown): { file: string; message: string }[] {
  try {
    work();
    return [];
  } catch (error) {
    return [{ file, message: error instanceof Error ? error.message : String(error) }];
  }
}

/** Writes each group of files that share a change set. A failed group does not stop the others. */
export function writeGroups(
  changes: readonly (Change & { readonly changeSets: readonly string[] })[],
  write: typeof writeAll = writeAll,
): WriteResult {
  const written: string[] = [];
  const failed: { file: string; message: string }[] = [];
  for (const group of groupBySets(changes)) {
    const result = write(group);
    written.push(...result.written);
    failed.push(...result.failed);
    if (result.failed.length === 0) continue;
    const named = new Set(result.failed.map(({ file }) => file));
    for (const { file } of group)
      if (!named.has(file))
        failed.push({ file, message: 'was not written, because another file of the same fix could not be.' });
  }
  return { written, failed };
}

/** Files that share a change set, directly or through other files. */
function groupBySets<T extends { readonly changeSets: readonly string[] }>(changes: readonly T[]): T[][] {
  let groups: { sets: Set<string>; items: T[] }[] = [];
  for (const change of changes) {
    const own = { sets: new Set(change.changeSets), items: [change] };
    const joined = groups.filter((group) => change.changeSets.some((id) => group.sets.has(id)));
    const merged = {
      sets: new Set([...joined, own].flatMap((group) => [...group.sets])),
      items: [...joined, own].flatMap((group) => group.items),
    };
    groups = [...groups.filter((group) => !joined.includes(group)), merged];
  }
  return groups.map((group) => group.items);
}
