/** Which files can be source code, by their names alone. */

export const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const;

/** Larger files are not source code that a person maintains. */
export const maxBytes = 5 * 1024 * 1024;

const source = /\.[cm]?[jt]sx?$/;
// `x.d.ts`, and `x.d.css.ts` as of TypeScript 5's allowArbitraryExtensions.
const declaration = /\.d\.(?:[^./\\]+\.)?[cm]?ts$/;
const minified = /\.min\.[^./\\]+$/;
const vendored = /(?:^|[/\\])node_modules(?:[/\\]|$)/;

/** Why a file cannot be the user's source code, by its name; undefined when it can. */
export function refusedName(file: string): string | undefined {
  if (!source.test(file) || /\.[cm][jt]sx$/.test(file))
    return `is not a JavaScript or TypeScript file (${extensions.join(' ')})`;
  if (declaration.test(file)) return 'is a declaration file';
  if (minified.test(file)) return 'is a minified file';
  if (vendored.test(file)) return 'is in node_modules';
  return undefined;
}

export function isSourceName(file: string): boolean {
  return refusedName(file) === undefined;
}

const prose = /\.(?:md|markdown|txt|rst|adoc|log|csv|tsv|svg|map|snap|lock|lockb|patch|diff|po|pem|ipynb)$/i;
const lockFile = /(?:^|[/\\])(?:package-lock|npm-shrinkwrap|pnpm-lock|deno\.lock)[^/\\]*$/;
const data = /\.(?:jsonc?|json5|ya?ml|toml|ini|xml|properties|webmanifest|env)$/i;

/** What a file that is not source code may be by its name: code of another kind (.vue, .html, .d.ts), or data. */
export type OtherKind = 'code' | 'data';

/** undefined for text that only people read, for lock files, and for what is vendored. */
export function otherKind(file: string): OtherKind | undefined {
  if (vendored.test(file) || prose.test(file) || lockFile.test(file)) return undefined;
  return data.test(file) ? 'data' : 'code';
}

/** Order by code unit: the same on every machine, in every locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
