import path from 'node:path';
import { closest } from '../model/closest.ts';
import type { Severity } from '../model/finding.ts';
import type { IgnoreBelow } from '../model/run-options.ts';
import { UsageError } from '../model/usage-error.ts';
import { type ConfigFile, findConfig } from '../workspace/config-file.ts';

/** The settings of a project. schema/config.schema.json describes them for editors. */
export interface Config {
  /** Rules that are off. */
  readonly off: readonly string[];
  readonly severities: Readonly<Record<string, Severity>>;
  readonly ignoreBelow?: IgnoreBelow;
  /** Absolute. */
  readonly tsconfig?: string;
  /** Absolute. */
  readonly baseline?: string;
  readonly sdk?: 'auto' | '1' | '2';
  readonly maxWarnings?: number;
}

const severities: readonly string[] = ['error', 'warning', 'info', 'off'];

/** Each key of the file, and how its value is read. */
const keys: Readonly<Record<string, (read: Reader) => Partial<Config>>> = {
  $schema: () => ({}),
  rules: (read) => rulesOf(read),
  ignore: (read) => ({ ignoreBelow: { dir: read.dir, globs: read.list() } }),
  tsconfig: (read) => ({ tsconfig: read.path() }),
  baseline: (read) => ({ baseline: read.path() }),
  sdk: (read) => ({ sdk: read.oneOf(['auto', '1', '2']) as 'auto' | '1' | '2' }),
  maxWarnings: (read) => ({ maxWarnings: read.wholeNumber() }),
};

/**
 * @param ruleIds the ids that `rules` may name
 * @throws {UsageError} for a file that cannot be read, an unknown key or rule, and a value of the wrong kind
 */
export function loadConfig(cwd: string, named: string | undefined, ruleIds: readonly string[]): Config {
  const file = findConfig(cwd, named);
  const settings = Object.entries(file?.json ?? {}).map(([key, value]) => {
    const read = file && keys[key];
    if (!file || !read || !Object.hasOwn(keys, key))
      throw unknown(file?.name ?? '', 'setting', key, Object.keys(keys));
    return read(new Reader(file, key, value, ruleIds));
  });
  return Object.assign({ off: [], severities: {} }, ...settings);
}

function rulesOf(read: Reader): Partial<Config> {
  const entries = Object.entries(read.object());
  for (const [rule, level] of entries) {
    if (!read.ruleIds.includes(rule)) throw unknown(read.name, 'rule', rule, read.ruleIds);
    if (typeof level !== 'string' || !severities.includes(level))
      throw new UsageError(`${read.name}: the rule ${rule} takes one of ${severities.join(', ')}.`);
  }
  const levels = entries as [string, string][];
  return {
    off: levels.filter(([, level]) => level === 'off').map(([rule]) => rule),
    severities: Object.fromEntries(levels.filter(([, level]) => level !== 'off')) as Config['severities'],
  };
}

function unknown(file: string, kind: string, name: string, all: readonly string[]): UsageError {
  const close = closest(name, all);
  const hint = close ? ` Did you mean '${close}'?` : ` There are: ${all.join(', ')}.`;
  return new UsageError(`${file} has an unknown ${kind} '${name}'.${hint}`);
}

/** One value of the file, read as what its key takes. */
class Reader {
  private readonly file: ConfigFile;
  private readonly key: string;
  private readonly value: unknown;
  readonly ruleIds: readonly string[];

  constructor(file: ConfigFile, key: string, value: unknown, ruleIds: readonly string[]) {
    this.file = file;
    this.key = key;
    this.value = value;
    this.ruleIds = ruleIds;
  }

  get name(): string {
    return this.file.name;
  }

  get dir(): string {
    return path.dirname(this.file.file);
  }

  object(): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>;
    throw this.wrong('an object');
  }

  list(): readonly string[] {
    if (Array.isArray(this.value) && this.value.every((each) => typeof each === 'string')) return this.value;
    throw this.wrong('a list of strings');
  }

  /** A path, relative to the file. */
  path(): string {
    if (typeof this.value === 'string' && this.value !== '') return path.resolve(this.dir, this.value);
    throw this.wrong('a path');
  }

  oneOf(all: readonly string[]): string {
    const found = all.find((each) => each === this.value);
    if (found !== undefined) return found;
    throw this.wrong(`one of ${all.join(', ')}`);
  }

  wholeNumber(): number {
    if (Number.isInteger(this.value) && Number(this.value) >= 0) return Number(this.value);
    throw this.wrong('a whole number of at least 0');
  }

  private wrong(what: string): UsageError {
    return new UsageError(`${this.name}: '${this.key}' takes ${what}.`);
  }
}
