import { statSync } from 'node:fs';
import path from 'node:path';
import type { ts } from 'ts-morph';
import type { Problem } from '../model/finding.ts';
import { UsageError } from '../model/usage-error.ts';
import { configHost } from './config-host.ts';
import { compiler } from './late-compiler.ts';
import { upwards } from './package-json.ts';

/** `compilerOptions.paths` of the tsconfig that owns a file, ready to use. */
export interface PathAliases {
  /** The directory to which the targets are relative. */
  readonly base: string;
  readonly paths: Readonly<Record<string, readonly string[]>>;
  /** Set when bare specifiers may also be relative to it. */
  readonly baseUrl: string | undefined;
}

export interface TsConfigs {
  /** The tsconfig.json or jsconfig.json that owns the file. */
  tsconfigFor(file: string): string | undefined;
  pathAliases(file: string): PathAliases | undefined;
  /** Configurations that could not be read. */
  readonly problems: readonly Problem[];
}

interface Config {
  readonly file: string;
  readonly parsed: ts.ParsedCommandLine;
}

/** Reads tsconfig files, each once. It never lists the tree, as a default `include` would. */
export function createTsConfigs(): TsConfigs {
  const configs = new Map<string, Config | undefined>();
  const owners = new Map<string, Config | undefined>();
  const problems: Problem[] = [];
  const load = (file: string): Config | undefined => {
    if (!configs.has(file)) configs.set(file, read(file, problems));
    return configs.get(file);
  };
  const ownerOf = (file: string): Config | undefined => {
    if (!owners.has(file)) owners.set(file, findOwner(file, load));
    return owners.get(file);
  };
  return {
    tsconfigFor: (file) => ownerOf(file)?.file,
    pathAliases(file) {
      const config = ownerOf(file);
      const { paths, baseUrl, pathsBasePath } = config?.parsed.options ?? {};
      if (!config || (!paths && !baseUrl)) return undefined;
      const base = baseUrl ?? (typeof pathsBasePath === 'string' ? pathsBasePath : path.dirname(config.file));
      return { base, paths: paths ?? {}, baseUrl };
    },
    problems,
  };
}

/** The nearest configuration that includes the file, itself or through its references; else the nearest one. */
function findOwner(file: string, load: (file: string) => Config | undefined): Config | undefined {
  let nearest: Config | undefined;
  for (const dir of upwards(path.dirname(file))) {
    const config = ['tsconfig.json', 'jsconfig.json']
      .map((name) => path.join(dir, name))
      .filter(isFile)
      .slice(0, 1)
      .map(load)[0];
    if (!config) continue;
    const owner = ownerAmong(config, file, load, new Set());
    if (owner) return owner;
    nearest ??= config;
  }
  return nearest;
}

function ownerAmong(
  config: Config,
  file: string,
  load: (file: string) => Config | undefined,
  seen: Set<string>,
): Config | undefined {
  if (seen.has(config.file)) return undefined;
  seen.add(config.file);
  if (holds(config, file)) return config;
  for (const reference of config.parsed.projectReferences ?? []) {
    const target = isFile(reference.path) ? reference.path : path.join(reference.path, 'tsconfig.json');
    const next = isFile(target) ? load(target) : undefined;
    const found = next && ownerAmong(next, file, load, seen);
    if (found) return found;
  }
  return undefined;
}

/** TypeScript's own matcher of `include` and `exclude`. Every version has it, but the typings do not show it. */
type MatchFiles = (
  dir: string,
  extensions: readonly string[],
  exclude: readonly string[] | undefined,
  include: readonly string[] | undefined,
  caseSensitive: boolean,
  cwd: string,
  depth: number | undefined,
  entries: (dir: string) => { files: string[]; directories: string[] },
  realpath: (file: string) => string,
) => string[];

function holds({ file: configFile, parsed }: Config, file: string): boolean {
  const dir = path.dirname(configFile);
  const wanted = file.split(path.sep).join('/');
  if (parsed.fileNames.includes(wanted)) return true;
  const { include, exclude, files } = (parsed.raw ?? {}) as Record<string, readonly string[] | undefined>;
  if (files && !include) return false;
  const script = ['.js', '.jsx', '.mjs', '.cjs'].includes(path.extname(file));
  if (script && !parsed.options.allowJs && path.basename(configFile) !== 'jsconfig.json') return false;
  const ts = compiler();
  const { matchFiles } = ts as unknown as { matchFiles: MatchFiles };
  const outDir = [parsed.options.outDir, parsed.options.declarationDir].filter(
    (value) => value !== undefined,
  );
  // A file system that holds only this file.
  const entries = (at: string): { files: string[]; directories: string[] } => {
    const here = path.resolve(at);
    const [next, ...deeper] = path.relative(here, file).split(path.sep);
    if (next === undefined || next === '..' || next === '') return { files: [], directories: [] };
    return deeper.length === 0 ? { files: [next], directories: [] } : { files: [], directories: [next] };
  };
  const matched = matchFiles(
    dir,
    [path.extname(file)],
    specs(exclude) ?? ['node_modules', 'bower_components', 'jspm_packages', ...outDir],
    specs(include) ?? ['**/*'],
    ts.sys.useCaseSensitiveFileNames,
    dir,
    undefined,
    entries,
    (at) => at,
  );
  return matched.length > 0;
}

const specs = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((spec): spec is string => typeof spec === 'string') : undefined;

/** @throws {UsageError} unless the file that --tsconfig names is a configuration. */
export function checkTsconfig(file: string): void {
  if (!isFile(file)) throw new UsageError(`--tsconfig: there is no file ${file}.`);
  const problems: Problem[] = [];
  read(file, problems);
  for (const { message } of problems) throw new UsageError(`--tsconfig: ${file} ${message}`);
}

function read(file: string, problems: Problem[]): Config | undefined {
  const ts = compiler();
  const host = configHost(ts);
  const { config, error } = ts.readConfigFile(file, host.readFile);
  if (error || config === undefined) {
    problems.push({ file, message: broken(error) });
    return undefined;
  }
  const parsed = ts.parseJsonConfigFileContent(config, host, path.dirname(file), undefined, file);
  // 18002 and 18003, "no inputs were found", come from our empty file system.
  const [real] = parsed.errors.filter(
    (item) => item.code !== 18002 && item.code !== 18003 && !isMissing(item, path.dirname(file)),
  );
  if (real) problems.push({ file, message: broken(real) });
  return { file, parsed };
}

/**
 * Whether `extends` names a package that is not installed, by name or by path, or what a framework generates next to it, as
 * `.svelte-kit/tsconfig.json`. The analysis works without both.
 */
function isMissing(error: ts.Diagnostic, dir: string): boolean {
  const text = compiler().flattenDiagnosticMessageText(error.messageText, ' ');
  const [, file = ''] = /'([^']*)'/.exec(text) ?? [];
  const isMade = path.relative(dir, file).split(path.sep).some(isMadeFolder);
  return (error.code === 5083 && isMade) || (error.code === 6053 && !/'(\.|\/|[A-Za-z]:)/.test(text));
}

const isMadeFolder = (name: string): boolean => name === 'node_modules' || /^\.(?!\.?$)/.test(name);

function broken(error: ts.Diagnostic | undefined): string {
  const reason = error ? compiler().flattenDiagnosticMessageText(error.messageText, ' ') : 'it is empty';
  return `is not a valid configuration: ${reason} Fix it, or name another with --tsconfig.`;
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
