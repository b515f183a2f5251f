import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isObject, type Packages, upwards } from './package-json.ts';
import { readSource } from './read.ts';

/** The packages of a monorepo. */
export interface Workspaces {
  /** Name → directory of the packages of the workspace with this root. */
  workspacePackages(root: string): ReadonlyMap<string, string>;
  /** The workspace root above a file, if there is one. */
  rootOf(file: string): string | undefined;
}

/** Reads npm/yarn `workspaces` and pnpm-workspace.yaml, on demand and each once. */
export function createWorkspaces(packages: Packages): Workspaces {
  const cache = new Map<string, ReadonlyMap<string, string>>();
  const patterns = new Map<string, readonly string[]>();
  const patternsOf = (dir: string): readonly string[] => {
    if (!patterns.has(dir)) patterns.set(dir, [...fromPackageJson(packages.at(dir)?.json), ...fromPnpm(dir)]);
    return patterns.get(dir) ?? [];
  };
  return {
    rootOf(file) {
      for (const dir of upwards(path.dirname(file))) if (patternsOf(dir).length > 0) return dir;
      return undefined;
    },
    workspacePackages(root) {
      const found = cache.get(root) ?? findPackages(root, patternsOf(root), packages);
      cache.set(root, found);
      return found;
    },
  };
}

function findPackages(root: string, patterns: readonly string[], packages: Packages): Map<string, string> {
  const found = new Map<string, string>();
  const dropped = new Set(
    patterns.filter((item) => item.startsWith('!')).flatMap((item) => expand(root, item.slice(1))),
  );
  for (const dir of patterns.filter((item) => !item.startsWith('!')).flatMap((item) => expand(root, item))) {
    const name = dropped.has(dir) ? undefined : packages.at(dir)?.name;
    if (name !== undefined && !found.has(name)) found.set(name, dir);
  }
  return found;
}

/** The directories that match a pattern such as `packages/*` or `apps/**`. */
function expand(root: string, pattern: string): string[] {
  let dirs = [root];
  for (const segment of pattern.split('/').filter((part) => part !== '' && part !== '.')) {
    if (segment === '..') return [];
    if (segment === '**') dirs = dirs.flatMap((dir) => [dir, ...below(dir)]);
    else if (segment.includes('*')) {
      const match = new RegExp(`^${segment.replace(/[.+?^$()[\]{}|\\]/g, '\\$&').replaceAll('*', '.*')}$`);
      dirs = dirs.flatMap((dir) => children(dir).filter((child) => match.test(path.basename(child))));
    } else dirs = dirs.map((dir) => path.join(dir, segment));
  }
  return dirs;
}

const below = (dir: string): string[] => children(dir).flatMap((child) => [child, ...below(child)]);

/** Directories, not links: a workspace package is found in its real place. */
function children(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
      .map((entry) => path.join(dir, entry.name))
      .sort();
  } catch {
    return [];
  }
}

function fromPackageJson(json: Readonly<Record<string, unknown>> | undefined): string[] {
  const value = isObject(json?.workspaces) ? json.workspaces.packages : json?.workspaces;
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The `packages` list of pnpm-workspace.yaml: block or flow style, with or without quotes. */
function fromPnpm(dir: string): string[] {
  const source = readSource(path.join(dir, 'pnpm-workspace.yaml'));
  if ('problem' in source) return [];
  const body =
    /^packages:[ \t]*(\[[^\]]*\]|(?:#.*)?(?:\r?\n(?:[ \t]*-.*|[ \t]*#.*|[ \t]*))*)/m.exec(source.text)?.[1] ??
    '';
  const items = body.startsWith('[')
    ? body.slice(1, -1).split(',')
    : body.split(/\r?\n/).flatMap((line) => /^[ \t]*-[ \t]+(.*)$/.exec(line)?.[1] ?? []);
  return items.map(unquote).filter((item) => item !== '');
}

function unquote(item: string): string {
  const text = item.trim();
  const quoted = /^(['"])(.*?)\1/.exec(text);
  return quoted ? (quoted[2] ?? '') : text.replace(/\s+#.*$/, '');
}
