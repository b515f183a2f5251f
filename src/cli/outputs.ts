import { resolve } from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import { isSourceName } from '../workspace/file-names.ts';
import { isFolder } from '../workspace/report-file.ts';
import type { Format } from './options.ts';

/** One report: its format, and the file it goes to; without one, stdout. */
export interface Output {
  readonly format: Format;
  readonly file?: string;
}

interface Draft {
  format?: Format;
  file?: string;
}

/** Gathers `--format` and `-o` in the order of the command line: an `-o` belongs to the format before it, else after it. */
export class Outputs {
  private readonly drafts: Draft[] = [];

  addFormat(format: Format): void {
    const last = this.drafts.at(-1);
    if (last && last.format === undefined) last.format = format;
    else this.drafts.push({ format });
  }

  addFile(file: string): void {
    const last = this.drafts.at(-1);
    if (last && last.file === undefined) last.file = file;
    else this.drafts.push({ file });
  }

  /** Whether a format was named. */
  get isFormatGiven(): boolean {
    return this.drafts.some(({ format }) => format !== undefined);
  }

  /** @throws {UsageError} when it is not clear which format goes where */
  read(): readonly Output[] {
    const { drafts } = this;
    if (drafts.length === 0) return [{ format: 'pretty' }];
    const nameless = drafts.find(({ format }) => format === undefined);
    if (nameless && drafts.length > 1)
      throw new UsageError(`-o ${nameless.file} has no --format of its own. Name one before it.`);
    const [, second] = drafts.filter(({ file }) => file === undefined);
    if (second)
      throw new UsageError(
        `Only one report can go to stdout. Give --format ${second.format} a file with -o, or leave it out.`,
      );
    const files = drafts.flatMap(({ file }) => file ?? []);
    const twice = files.find((file, index) => files.indexOf(file) !== index);
    if (twice !== undefined) throw new UsageError(`Two reports cannot both go to ${twice}.`);
    // Before the run: afterwards the fixes are written and their report is lost.
    for (const file of files) refusePlace(file);
    return drafts.map(({ format = 'pretty', file }) => ({ format, ...(file === undefined ? {} : { file }) }));
  }
}

/** @throws {UsageError} for a folder, and for source code, which was rather meant as a path to look at */
function refusePlace(file: string): void {
  if (isFolder(resolve(file))) throw new UsageError(`-o ${file} is a folder. Name a file in it.`);
  if (isSourceName(file))
    throw new UsageError(
      `-o ${file} would overwrite source code. Name another file; paths to look at stand alone.`,
    );
}
