/** Edits are values: nothing here touches the disk. */

/** Replace `[start, end)` (UTF-16 offsets into the original text, BOM included) of `file` (absolute path) by `text`. */
export interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** Uses `\n`. Applying turns it into the line ending of the file. */
  readonly text: string;
}

/** Edits that are applied together or not at all, across files. */
export interface ChangeSet {
  readonly id: string;
  readonly edits: readonly Edit[];
}

/** A file before and after all accepted change sets. */
export interface FileChange {
  /** Absolute path. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** Ids of the change sets that have an edit in this file. */
  readonly changeSets: readonly string[];
}
