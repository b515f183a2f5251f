import type { ts } from '../../compiler.cjs';

/** A file for a message: its name, and the folder that it lies in. */
export const shortPath = (file: string): string => file.split('/').slice(-2).join('/');

/** A place for a message: `src/login.ts:12`. */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${shortPath(file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** A place for a sentence: `on line 12 of login.ts`. */
export function lineOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  return `on line ${line} of ${file.fileName.split('/').at(-1)}`;
}
