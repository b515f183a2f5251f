import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { maxBytes } from './file-names.ts';

/** One buffer for all files, so memory does not grow with the tree. */
const buffer = Buffer.allocUnsafe(256 * 1024);

/** Opens a regular file, without following a link or waiting for a pipe. Throws for everything else. */
export function openRegular(file: string): { fd: number; size: number; mode: number } {
  const fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  const stat = fstatSync(fd);
  if (stat.isFile()) return { fd, size: stat.size, mode: stat.mode };
  closeSync(fd);
  throw Object.assign(new Error('not a regular file'), { code: 'ENOTREG' });
}

/** Passes the file to `visit` in pieces (latin1, `overlap` bytes of the last piece repeated) until it returns true. */
function eachPiece(file: string, overlap: number, visit: (text: string) => boolean): number {
  const { fd, size } = openRegular(file);
  try {
    let kept = 0;
    for (let total = 0; total < size; ) {
      const read = readSync(fd, buffer, kept, buffer.length - kept, null);
      if (read === 0) break;
      total += read;
      const end = kept + read;
      if (visit(buffer.toString('latin1', 0, end))) break;
      kept = Math.min(overlap, end);
      buffer.copyWithin(0, end - kept, end);
    }
    return size;
  } finally {
    closeSync(fd);
  }
}

export interface NameSearch {
  readonly pattern: RegExp;
  readonly overlap: number;
}

/** One regular expression of all names, over bytes read as latin1. */
export function nameSearch(names: readonly string[]): NameSearch {
  const bytes = names.map((name) => Buffer.from(name, 'utf8').toString('latin1'));
  return {
    pattern: new RegExp(bytes.map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|')),
    overlap: Math.max(...bytes.map((name) => name.length)) - 1,
  };
}

/** Whether the file holds one of the names. Throws what the file system throws. */
export function mentions(file: string, { pattern, overlap }: NameSearch): boolean {
  let found = false;
  eachPiece(file, overlap, (text) => {
    found = pattern.test(text);
    return found;
  });
  return found;
}

/** One regular expression for each name as a whole word. As in `git grep -w`, no byte of `[A-Za-z0-9_]` may touch it. */
export type WordSearch = ReadonlyMap<string, RegExp>;

export function wordSearch(names: readonly string[]): WordSearch {
  const word = (name: string): RegExp =>
    new RegExp(`(?<![A-Za-z0-9_])(?:${nameSearch([name]).pattern.source})(?![A-Za-z0-9_])`);
  return new Map(names.map((name) => [name, word(name)]));
}

/** Which of the names the file holds as whole words. Throws what the file system throws. */
export function wordsIn(file: string, words: WordSearch): ReadonlySet<string> {
  const found = new Set<string>();
  const overlap = Math.max(...[...words.keys()].map((name) => Buffer.byteLength(name))) + 1;
  eachPiece(file, overlap, (text) => {
    for (const [name, pattern] of words) if (!found.has(name) && pattern.test(text)) found.add(name);
    return found.size === words.size;
  });
  return found;
}

/** Whether a search for names cannot see into the file. */
export function isUtf16File(file: string): boolean {
  const { fd } = openRegular(file);
  try {
    const head = Buffer.alloc(1_024);
    return isUtf16(head.subarray(0, readSync(fd, head, 0, head.length, 0)));
  } finally {
    closeSync(fd);
  }
}

/**
 * Whether bytes are UTF-16: by the byte order mark, or by a NUL in every other byte, as source code without the mark has
 * nearly everywhere. A few NULs prove nothing, because UTF-8 may hold them; NULs everywhere mean binary data.
 */
export function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  if (!bytes.includes(0)) return false;
  const nuls = [0, 0];
  for (const [index, byte] of bytes.entries()) if (byte === 0) nuls[index % 2]! += 1;
  return Math.max(...nuls) * 4 > bytes.length && Math.min(...nuls) * 16 < bytes.length;
}

export type Verdict = 'source' | 'generated' | 'minified' | 'too-large';

/** What a file is by its content. Throws what the file system throws. */
export function inspect(file: string): Verdict {
  let generated = false;
  let first = true;
  let bytes = 0;
  let breaks = 0;
  let longest = 0;
  let line = 0;
  const size = eachPiece(file, 0, (text) => {
    if (first) generated = hasGeneratedHeader(text.slice(0, 1_000));
    first = false;
    bytes += text.length;
    for (let at = 0; at < text.length; ) {
      const end = text.indexOf('\n', at);
      line += (end === -1 ? text.length : end) - at;
      longest = Math.max(longest, line);
      if (end === -1) break;
      breaks += 1;
      line = 0;
      at = end + 1;
    }
    return generated || longest > 20_000;
  });
  if (generated) return 'generated';
  if (longest > 20_000 || (longest > 5_000 && breaks * 500 < bytes)) return 'minified';
  return size > maxBytes ? 'too-large' : 'source';
}

/** Comments (and directives such as 'use client') before the first statement. */
const leading = /^(?:ï»¿)?(?:#![^\n]*)?(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'use \w+';?|"use \w+";?)*/;

function hasGeneratedHeader(head: string): boolean {
  const comments = leading.exec(head)?.[0] ?? '';
  // `@generated/x` is a package scope, not the marker.
  return /@generated\b(?![/-])|\bcode generated\b[\s\S]*?\bdo not edit\b/i.test(comments);
}
