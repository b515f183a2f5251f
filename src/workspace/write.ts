import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { codeOf, explain } from './io-errors.ts';
import { hashOf, readBytes } from './read.ts';
import { forgetTemporary, rememberTemporary } from './temporary.ts';

export type WriteErrorCode = 'changed-under-us' | 'read-only' | 'not-a-file' | 'missing' | 'failed';

/** Why a file was not written. The file still has its old content, and the message says what to do. */
export class WriteError extends Error {
  readonly code: WriteErrorCode;
  constructor(code: WriteErrorCode, message: string) {
    super(message);
    this.name = 'WriteError';
    this.code = code;
  }
}

export interface Write {
  readonly file: string;
  /** Of the bytes that were read (see `SourceFile.hash`). */
  readonly expectedHash: string;
  readonly text: string;
}

/** Throws a {@link WriteError} unless the file is still what was read and may be replaced. */
export function checkWritable({ file, expectedHash }: Omit<Write, 'text'>): fs.Stats {
  const stat = statOf(file);
  const dir = path.dirname(file);
  // The mode bits, too: for root every file looks writable, although its owner made it read-only.
  if ((stat.mode & 0o200) === 0 || !allows(file, fs.constants.W_OK))
    throw new WriteError('read-only', 'is read-only. Make it writable and run again.');
  if ((fs.statSync(dir).mode & 0o222) === 0 || !allows(dir, fs.constants.W_OK | fs.constants.X_OK))
    throw new WriteError(
      'read-only',
      'is in a read-only directory. Make the directory writable and run again.',
    );
  if (currentHash(file) !== expectedHash)
    throw new WriteError('changed-under-us', 'changed while the tool ran, so it was not written. Run again.');
  return stat;
}

/** A file, and the temporary file next to it that gets the new text. */
export interface Replacement extends Omit<Write, 'text'> {
  readonly temporary: string;
  readonly bytes: Buffer;
}

/** Names the temporary file. Nothing is written yet. */
export function replacement({ file, expectedHash, text }: Write): Replacement {
  const name = `.${path.basename(file).slice(0, 100)}.${randomUUID()}.tmp`;
  const temporary = path.join(path.dirname(file), name);
  return { file, expectedHash, temporary, bytes: Buffer.from(text, 'utf8') };
}

/**
 * Writes the new text to the temporary file.
 *
 * @throws WriteError after removing the temporary file
 */
export function prepare(each: Replacement): void {
  const stat = checkWritable(each);
  rememberTemporary(each.temporary);
  try {
    fill(each.temporary, each.bytes, stat);
  } catch (error) {
    discard(each);
    throw asWriteError(error);
  }
}

export function discard({ temporary }: Pick<Replacement, 'temporary'>): void {
  fs.rmSync(temporary, { force: true });
  forgetTemporary(temporary);
}

/**
 * Replaces the old text in one step: a reader sees the old bytes or the new ones. Mode and owner stay.
 *
 * @throws WriteError after removing the temporary file; the old file is unchanged
 */
export function commit({ file, expectedHash, temporary }: Replacement): void {
  try {
    // Once more: writing the temporary files took a while.
    checkWritable({ file, expectedHash });
    fs.renameSync(temporary, file);
  } catch (error) {
    throw asWriteError(error);
  } finally {
    discard({ temporary });
  }
  syncDirectory(path.dirname(file));
}

/** Replaces the text of one file. @throws WriteError as {@link prepare} and {@link commit} do */
export function writeFileAtomically(write: Write): void {
  const each = replacement(write);
  prepare(each);
  commit(each);
}

const asWriteError = (error: unknown): WriteError =>
  error instanceof WriteError ? error : new WriteError('failed', explain('cannot be written', error));

function fill(temporary: string, bytes: Buffer, { mode, uid, gid }: fs.Stats): void {
  const fd = fs.openSync(temporary, 'wx', 0o600);
  try {
    fs.writeFileSync(fd, bytes);
    keepOwner(fd, uid, gid);
    fs.fchmodSync(fd, mode & 0o7777);
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

function keepOwner(fd: number, uid: number, gid: number): void {
  const own = fs.fstatSync(fd);
  if (own.uid === uid && own.gid === gid) return;
  try {
    fs.fchownSync(fd, uid, gid);
  } catch {
    // Only root may change the owner. The content matters more.
  }
}

function syncDirectory(dir: string): void {
  try {
    const fd = fs.openSync(dir, 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  } catch {
    // Windows and some network file systems cannot; the rename itself has happened.
  }
}

function statOf(file: string): fs.Stats {
  try {
    const stat = fs.lstatSync(file);
    if (stat.isFile()) return stat;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR')
      throw new WriteError('missing', 'was removed while the tool ran, so it was not written.');
    throw new WriteError('failed', explain('cannot be written', error));
  }
  throw new WriteError(
    'not-a-file',
    'is a link or not a regular file, and the tool does not write through links. Name the real file.',
  );
}

function currentHash(file: string): string {
  try {
    return hashOf(readBytes(file));
  } catch (error) {
    throw new WriteError('failed', explain('cannot be read again before writing', error));
  }
}

function allows(file: string, mode: number): boolean {
  try {
    fs.accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
