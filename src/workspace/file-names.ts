/** Which files can be source code, by their names alone. */

/** Of files that are code from the first byte to the last. */
export const codeExtensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const;

/** Of files with scripts and a template: the scripts are source code, the template is text. */
const componentExtensions = ['.vue', '.svelte', '.astro'] as const;

export const extensions = [...codeExtensions, ...componentExtensions] as const;

/** Larger files are not source code that a person maintains. */
export const maxBytes = 5 * 1024 * 1024;

const source = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const component = /\.(?:vue|svelte|astro)$/;
// `x.d.ts`, and `x.d.css.ts` as of TypeScript 5's allowArbitraryExtensions.
const declaration = /\.d\.(?:[^./\\]+\.)?[cm]?ts$/;
const minified = /\.min\.[^./\\]+$/;
const vendored = /(?:^|[/\\])node_modules(?:[/\\]|$)/;

/** The package map of Yarn Plug'n'Play, which Yarn writes. It names every package and may be huge. */
const packageMap = /(?:^|[/\\])\.pnp(?:\.c?js|\.loader\.mjs|\.data\.json)$/;

/** Why a file cannot be the user's source code, by its name; undefined when it can. */
export function refusedName(file: string): string | undefined {
  if (!source.test(file) || /\.[cm][jt]sx$/.test(file))
    return `is not a JavaScript, TypeScript or component file (${extensions.join(' ')})`;
  if (declaration.test(file)) return 'is a declaration file';
  if (minified.test(file)) return 'is a minified file';
  if (vendored.test(file)) return 'is in node_modules';
  if (packageMap.test(file)) return 'is the package map of Yarn, which writes it';
  return undefined;
}

export function isSourceName(file: string): boolean {
  return refusedName(file) === undefined;
}

/** Whether a file holds scripts and a template. */
export const isComponentName = (file: string): boolean => component.test(file);

const prose = /\.(?:md|markdown|txt|rst|adoc|log|csv|tsv|svg|map|snap|lock|lockb|patch|diff|po|pem|ipynb)$/i;
const lockFile = /(?:^|[/\\])(?:package-lock|npm-shrinkwrap|pnpm-lock|deno\.lock)[^/\\]*$/;
const data = /\.(?:jsonc?|json5|ya?ml|toml|ini|xml|properties|webmanifest|env)$/i;

/** What a file that is not source code may be by its name: code of another kind (.html, .d.ts, a template), or data. */
export type OtherKind = 'code' | 'data';

/** undefined for text that only people read, for lock files, and for what is vendored. */
export function otherKind(file: string): OtherKind | undefined {
  if (vendored.test(file) || packageMap.test(file) || prose.test(file) || lockFile.test(file))
    return undefined;
  return data.test(file) ? 'data' : 'code';
}

/** Order by code unit: the same on every machine, in every locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
