import path from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import { exists } from './exists.ts';
import { dotGitAbove } from './git.ts';
import { readJsonFile } from './json-file.ts';
import { isObject, upwards } from './package-json.ts';
import { readBytes } from './read.ts';

/** The settings of a project, as they stand in a file. */
export interface ConfigFile {
  /** Absolute. */
  readonly file: string;
  /** What a message calls it. */
  readonly name: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export const configName = 'mcp-auth-codemod.config.json';
/** The key of package.json that holds settings. */
export const configKey = 'mcp-auth-codemod';

/**
 * The settings that apply in a directory: those of a named file, or of the nearest directory upwards, within the git work tree.
 * @throws {UsageError} when the file cannot be read, or two files of one directory hold settings
 */
export function findConfig(cwd: string, named: string | undefined): ConfigFile | undefined {
  if (named !== undefined) return readConfig(path.resolve(cwd, named), named);
  const top = dotGitAbove(cwd);
  for (const dir of upwards(cwd)) {
    const own = path.join(dir, configName);
    const inPackage = ofPackage(path.join(dir, 'package.json'));
    const isThere = exists(own);
    if (isThere && inPackage)
      throw new UsageError(
        `${configName} and the key '${configKey}' of package.json in ${dir} both hold settings. Keep one.`,
      );
    if (isThere) return readConfig(own, path.relative(cwd, own));
    if (inPackage) return inPackage;
    if (dir === top) return undefined;
  }
  return undefined;
}

function readConfig(file: string, name: string): ConfigFile {
  const json = readJsonFile(file, name);
  if (!isObject(json)) throw new UsageError(`${name} must hold a JSON object with settings.`);
  return { file, name, json };
}

/** Settings in a package.json. One that cannot be read is told elsewhere. */
function ofPackage(file: string): ConfigFile | undefined {
  if (!exists(file)) return undefined;
  try {
    const json: unknown = JSON.parse(
      readBytes(file)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
    const own = isObject(json) ? json[configKey] : undefined;
    if (own === undefined) return undefined;
    if (isObject(own)) return { file, name: `${configKey} in package.json`, json: own };
  } catch {
    return undefined;
  }
  throw new UsageError(`The key '${configKey}' of ${file} must hold a JSON object with settings.`);
}
