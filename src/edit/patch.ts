import { createHash } from 'node:crypto';
import { structuredPatch } from 'diff';

/** A file to show in a patch. */
export interface PatchedFile {
  /**
   * With `/`; from the top of the git work tree, or from the working directory outside of one. Paths from a
   * subdirectory would be wrong: there `git apply` silently skips what does not begin with its prefix.
   */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** git's mode, e.g. `100755`; left out of the patch when not given, which keeps the mode of the file. */
  readonly mode?: string;
}

/** Some changes, and the lines that say what they are for. */
export interface PatchSection {
  readonly title: readonly string[];
  readonly changes: readonly PatchedFile[];
}

/** A patch in sections. git ignores what stands before `diff --git`; the sign keeps a title from looking like a diff. */
export function sectionedPatch(sections: readonly PatchSection[]): string {
  return sections
    .map(({ title, changes }) => ({ title, patch: gitPatch(changes) }))
    .filter(({ patch }) => patch !== '')
    .map(({ title, patch }) => `${title.map((line) => `# ${line}\n`).join('')}${patch}`)
    .join('');
}

/**
 * One patch that `git apply` takes, with three lines of context, sorted by path; empty when nothing changes.
 * Each byte of a line is that of the file: line endings and BOM survive. The `index` line names the blobs,
 * which lets `git apply --3way` work after the file has changed.
 */
export function gitPatch(changes: Iterable<PatchedFile>): string {
  return [...changes]
    .filter((change) => change.before !== change.after)
    .sort((a, b) => Number(a.path > b.path) - Number(a.path < b.path))
    .map(filePatch)
    .join('');
}

function filePatch({ path, before, after, mode }: PatchedFile): string {
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 3 });
  const [from, to] = [quotePath(`a/${path}`), quotePath(`b/${path}`)];
  // As git does. Without the tab, GNU patch reads a name with a space as a name and a date.
  const tab = path.includes(' ') && !from.startsWith('"') ? '\t' : '';
  const lines = [
    `diff --git ${from} ${to}`,
    `index ${blobId(before)}..${blobId(after)}${mode ? ` ${mode}` : ''}`,
    `--- ${from}${tab}`,
    `+++ ${to}${tab}`,
    ...hunks.flatMap((hunk) => [
      `@@ -${extent(hunk.oldStart, hunk.oldLines)} +${extent(hunk.newStart, hunk.newLines)} @@`,
      ...hunk.lines,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** git's form: a lone line needs no count, and an empty side starts at the line before it. */
function extent(start: number, count: number): string {
  if (count === 1) return String(start);
  return `${count === 0 ? start - 1 : start},${count}`;
}

function blobId(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

const escapes: ReadonlyMap<number, string> = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0b, '\\v'],
  [0x0c, '\\f'],
  [0x0d, '\\r'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
]);

/**
 * A path as git writes it with `core.quotePath` on (its default): C-quoted when it holds a quote, a backslash, a
 * control character or a byte beyond ASCII, else as it is. See quote.c of git.
 */
export function quotePath(path: string): string {
  let quoted = '';
  for (const byte of Buffer.from(path, 'utf8')) {
    const plain = byte >= 0x20 && byte < 0x7f;
    quoted +=
      escapes.get(byte) ?? (plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`);
  }
  return quoted === path ? path : `"${quoted}"`;
}
