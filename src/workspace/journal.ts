import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { Problem } from '../model/finding.ts';
import { isObject } from './package-json.ts';
import { hashOf, readBytes } from './read.ts';
import type { Replacement } from './write.ts';

/** One file of a group that is about to be replaced, and the temporary file with its new text. */
interface Noted {
  readonly file: string;
  readonly temporary: string;
  readonly expectedHash: string;
  readonly newHash: string;
}

/**
 * Records which files are replaced together, before anything is written. When the process is killed in between, the next
 * run finds the note, finishes the rest and removes the temporary files.
 *
 * @returns a function that deletes the note, for when everything is written or restored
 */
export function recordReplacements(planned: readonly Replacement[]): () => void {
  const dir = ownFolder();
  if (dir === undefined) return () => undefined;
  const note = path.join(dir, `${randomUUID()}.json`);
  const replacements = planned.map(({ file, temporary, expectedHash, bytes }): Noted => {
    return { file, temporary, expectedHash, newHash: hashOf(bytes) };
  });
  try {
    fs.writeFileSync(note, JSON.stringify({ pid: process.pid, replacements }), { flag: 'wx', mode: 0o600 });
  } catch {
    // Without space for a note the files are still replaced, each in one step.
  }
  return () => fs.rmSync(note, { force: true });
}

export interface Recovered {
  readonly problems: readonly Problem[];
  /** Files that this run finished. */
  readonly finished: readonly string[];
}

/**
 * Finishes what killed runs left half done.
 *
 * @param isGiven whether this run may write a file; a group with other files is left for another run
 * @param mayWrite when false, problems are reported and nothing is written
 */
export function recover(isGiven: (file: string) => boolean, mayWrite: boolean): Recovered {
  const all = notes()
    .filter(({ replacements }) => replacements.every(({ file }) => isGiven(file)))
    .map((note) => recoverOne(note, mayWrite));
  return {
    problems: all.flatMap(({ problems }) => problems),
    finished: all.flatMap(({ finished }) => finished),
  };
}

function recoverOne({ file: noted, replacements }: Note, mayWrite: boolean): Recovered {
  const states = replacements.map((each) => ({ ...each, now: hashAt(each.file) }));
  const done = states.filter(({ now, newHash }) => now === newHash);
  const open = states.filter(({ now, newHash }) => now !== newHash);
  const half = done.length > 0 && open.length > 0;
  const ready = open.every(
    (each) => each.now === each.expectedHash && hashAt(each.temporary) === each.newHash,
  );
  if (half && !mayWrite)
    return { problems: open.map(({ file }) => ({ file, message: waiting })), finished: [] };
  if (half && ready) for (const { temporary, file } of open) fs.renameSync(temporary, file);
  if (mayWrite) {
    for (const { temporary } of open) fs.rmSync(temporary, { force: true });
    fs.rmSync(noted, { force: true });
  }
  if (!half) return { problems: [], finished: [] };
  const files = open.map(({ file }) => file);
  return ready
    ? { problems: [], finished: files }
    : { problems: files.map((file) => ({ file, message: lost })), finished: [] };
}

const waiting =
  'belongs to a fix that a killed run left half written. Run again without --lint or --dry-run to finish it.';
const lost =
  'belongs to a fix that a killed run left half written, and it has changed since. Restore all files of that fix (git checkout), then run again.';

interface Note {
  readonly file: string;
  readonly replacements: readonly Noted[];
}

/** The notes of processes that are gone. */
function notes(): Note[] {
  const dir = ownFolder(false);
  if (dir === undefined) return [];
  return fs.readdirSync(dir).flatMap((name) => {
    const file = path.join(dir, name);
    try {
      const note: unknown = JSON.parse(readBytes(file).toString());
      if (!isObject(note) || !Array.isArray(note.replacements) || isAlive(Number(note.pid))) return [];
      return [{ file, replacements: note.replacements as Noted[] }];
    } catch {
      return [];
    }
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function hashAt(file: string): string | undefined {
  try {
    return hashOf(readBytes(file));
  } catch {
    return undefined;
  }
}

/** A folder for the notes to which nobody else can write; undefined when there is none. */
function ownFolder(make = true): string | undefined {
  try {
    const { uid, username } = userInfo();
    const dir = path.join(tmpdir(), `mcp-auth-codemod-${uid >= 0 ? uid : username}`);
    if (make) fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
    const stat = fs.lstatSync(dir);
    const own = process.platform === 'win32' || (stat.uid === uid && (stat.mode & 0o077) === 0);
    return stat.isDirectory() && own ? dir : undefined;
  } catch {
    return undefined;
  }
}
