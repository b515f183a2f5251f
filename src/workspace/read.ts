import { createHash } from 'node:crypto';
import { closeSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isUtf16, openRegular } from './content.ts';
import { maxBytes } from './file-names.ts';
import { explain } from './io-errors.ts';

/** A file as it was read. `hash` tells the writer whether it is still the same. */
export interface SourceFile {
  readonly file: string;
  /** Includes the byte order mark, if any, as `\uFEFF` at the start. */
  readonly text: string;
  readonly hash: string;
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The bytes of a regular file. Links are not followed. Throws what the file system throws. */
export function readBytes(file: string): Buffer {
  const { fd } = openRegular(file);
  try {
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Why a file cannot be read as text, and what to do. */
export interface Unreadable {
  readonly problem: string;
  /** No search of bytes sees which names it holds. */
  readonly isOpaque?: boolean;
}

/** Reads a source file as UTF-8, whatever characters it holds, or says why not. */
export function readSource(file: string): SourceFile | Unreadable {
  if (path.sep === '/' && file.includes('\\'))
    return {
      problem:
        'has a backslash in its path, which TypeScript reads as a slash. Rename it, or leave it out with --ignore.',
    };
  let bytes: Buffer;
  try {
    bytes = readBytes(file);
  } catch (error) {
    return { problem: explain('cannot be read', error), isOpaque: true };
  }
  if (bytes.length > maxBytes)
    return { problem: 'is larger than 5 MB. Split it, or leave it out with --ignore.' };
  if (isUtf16(bytes))
    return { problem: 'is UTF-16. Save it as UTF-8, or leave it out with --ignore.', isOpaque: true };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { file, text, hash: hashOf(bytes) };
  } catch {
    return { problem: 'is not valid UTF-8. Save it as UTF-8, or leave it out with --ignore.' };
  }
}
