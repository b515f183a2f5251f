import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { root } from './harness.ts';

/** The packages of this project do not change while tests run: what the compiler asks the disk about them, it asks once. */
const packages = join(root, 'node_modules');
const linked = new Set([root]);

/** The path below this project's node_modules that is meant, also where a staged folder links to it. */
function inPackages(path: string): string | undefined {
  const at = path.indexOf('/node_modules');
  if (at < 0 || !/^(?:\/|$)/.test(path.slice(at + '/node_modules'.length))) return undefined;
  const owner = path.slice(0, at);
  if (!linked.has(owner)) {
    if (!lstatSync(join(owner, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
      return undefined;
    linked.add(owner);
  }
  return packages + path.slice(at + '/node_modules'.length);
}

function once<T>(ask: (path: string) => T): (path: string) => T {
  const answers = new Map<string, T>();
  return (path) => {
    const file = inPackages(path);
    if (file === undefined) return ask(path);
    if (!answers.has(file)) answers.set(file, ask(file));
    return answers.get(file) as T;
  };
}

const { fileExists, directoryExists, readFile, realpath } = ts.sys;
ts.sys.fileExists = once(fileExists);
ts.sys.directoryExists = once(directoryExists);
const read = once(readFile);
ts.sys.readFile = (path, encoding) => (encoding === undefined ? read(path) : readFile(path, encoding));
if (realpath) ts.sys.realpath = once(realpath);
