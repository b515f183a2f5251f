import type { ts } from 'ts-morph';

/** A string literal as the file writes them. */
export function quoted(file: ts.SourceFile, text: string): string {
  const double = file.text.split('"').length;
  const single = file.text.split("'").length;
  return double > single ? `"${text}"` : `'${text}'`;
}
