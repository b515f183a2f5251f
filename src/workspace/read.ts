import { createHash } from 'node:crypto';
import { closeSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openRegular } from './content.ts';
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

/** Reads a source file as UTF-8, or says why not and what to do. */
export function readSource(file: string): SourceFile | { readonly problem: string } {
  if (path.sep === '/' && file.includes('\\'))
    return {
      problem:
        'has a backslash in its path, which TypeScript reads as a slash. Rename it, or leave it out with --ignore.',
    };
  let bytes: Buffer;
  try {
    bytes = readBytes(file);
  } catch (error) {
    return { problem: explain('cannot be read', error) };
  }
  if (bytes.length > maxBytes)
    return { problem: 'is larger than 5 MB. Split it, or leave it out with --ignore.' };
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return { problem: 'is UTF-16. Save it as UTF-8, or leave it out with --ignore.' };
  if (bytes.includes(0))
    return {
      problem: 'has NUL bytes: it is binary, or UTF-16. Save it as UTF-8, or leave it out with --ignore.',
    };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { file, text, hash: hashOf(bytes) };
  } catch {
    return { problem: 'is not valid UTF-8. Save it as UTF-8, or leave it out with --ignore.' };
  }
}
