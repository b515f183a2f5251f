import path from 'node:path';
import { compiler } from './late-compiler.ts';
import { isObject, upwards } from './package-json.ts';
import { readBytes } from './read.ts';

/** What JSR publishes: the nearest `jsr.json` or `deno.json` with a name and exports. Its targets are sources, not built files. */
export interface JsrPackage {
  readonly dir: string;
  readonly exports: unknown;
}

const names = ['jsr.json', 'jsr.jsonc', 'deno.json', 'deno.jsonc'];

/** Answers which package of JSR owns a file. Each configuration is read once. */
export function createJsrPackages(): (file: string) => JsrPackage | undefined {
  const known = new Map<string, JsrPackage | undefined>();
  return (file) => {
    for (const dir of upwards(path.dirname(file))) {
      if (!known.has(dir)) known.set(dir, packageIn(dir));
      const found = known.get(dir);
      if (found) return found;
    }
    return undefined;
  };
}

function packageIn(dir: string): JsrPackage | undefined {
  for (const name of names) {
    const json = read(path.join(dir, name));
    if (isObject(json) && typeof json.name === 'string' && json.exports !== undefined)
      return { dir, exports: json.exports };
  }
  return undefined;
}

/** Comments and trailing commas are allowed in each of them. */
function read(file: string): unknown {
  try {
    const text = readBytes(file).toString('utf8');
    return compiler().parseConfigFileTextToJson(file, text).config;
  } catch {
    // There is none, or it cannot be read.
    return undefined;
  }
}
