import { codeOf } from '../analysis/program/component-modules.ts';
import { ts } from '../compiler.cjs';
import { officialCodemod } from '../model/official-codemod.ts';
import { isSdkSpecifier, packages } from '../sdk/modules.ts';
import type { Workspace } from '../workspace/workspace.ts';

type Asked = Pick<Workspace, 'readText' | 'nameOf' | 'owners'>;

/**
 * What the official codemod has left to do, and what comes next. Only a person or a package manager can do it, so these are
 * notes, neither findings nor problems.
 */
export function upgradeNotes(files: readonly string[], workspace: Asked): readonly string[] {
  const read = files.map((file): Source => ({ file, text: workspace.readText(file) ?? '' }));
  return [
    marked(read, workspace),
    unlisted(read, workspace),
    legacyErrors(read, workspace),
    stale(read, workspace),
  ].flat();
}

interface Source {
  readonly file: string;
  readonly text: string;
}

/** Places that the official codemod marks. They rarely compile, so they come first. */
function marked(sources: readonly Source[], { nameOf }: Asked): string[] {
  const { marker } = officialCodemod;
  const found = sources.flatMap(({ file, text }) =>
    [...text.matchAll(new RegExp(`/[*/]\\s*${marker}`, 'g'))].map(({ index }) => ({
      file,
      line: lineAt(text, index),
    })),
  );
  const [first] = found;
  if (!first) return [];
  return [
    `${counted(found.length, 'place is', 'places are')} marked ${marker}, the first at ${nameOf(first.file)}:${first.line}. ` +
      'The official codemod leaves these to you. Finish them, compile, then run mcp-auth-codemod again.',
  ];
}

/** The official codemod moves imports, takes v1 out of package.json, and leaves `require()` as it is. */
function unlisted(sources: readonly Source[], { nameOf, owners }: Asked): string[] {
  const found = sources.filter(
    ({ file, text }) =>
      text.includes(packages.v1) &&
      owners.named(file, packages.v1) === false &&
      requires(file, text, packages.v1),
  );
  const [first] = found;
  if (!first) return [];
  return [
    `${nameOf(first.file)}${others(found.length)} requires ${packages.v1}, which package.json does not list. ` +
      'The official codemod leaves require() as it is: change it by hand to the packages of v2.',
  ];
}

/** `instanceof` with a class of server-legacy is false for every error of the client (measured: client 2.4.0, server-legacy 2.3.1). */
function legacyErrors(sources: readonly Source[], { nameOf }: Asked): string[] {
  const found = sources.filter(({ file, text }) => {
    if (!text.includes(packages.serverLegacy) || !text.includes(packages.client)) return false;
    const modules = importsOf(file, text);
    const isFrom = (name: string) => (each: Imported) =>
      each.module === name || each.module.startsWith(`${name}/`);
    return (
      modules.some((each) => isFrom(packages.client)(each) && !each.isType) &&
      modules.some(
        (each) => isFrom(packages.serverLegacy)(each) && each.names.some((name) => isOnlyTested(name, text)),
      )
    );
  });
  const [first] = found;
  if (!first) return [];
  return [
    `${nameOf(first.file)}${others(found.length)} imports error classes from ${packages.serverLegacy} beside ${packages.client}. ` +
      `The official codemod puts them there, and no error of the client is an instance of them. Import what the client throws from ${packages.client}.`,
  ];
}

/** An error class, perhaps under another name. A file that makes such errors itself is a server's. */
function isOnlyTested(name: string, text: string): boolean {
  const [imported = '', local = imported] = name.split(/\s+as\s+/);
  return imported.endsWith('Error') && !text.includes(`new ${local}(`);
}

/** package.json is ahead of node_modules: the fixes could not be type-checked. */
function stale(sources: readonly Source[], { nameOf, owners }: Asked): string[] {
  const wanted = [packages.client, packages.server, packages.serverLegacy];
  const found = new Map<string, string>();
  for (const { file } of sources) {
    const owner = owners.packageOf(file);
    if (!owner || found.has(owner.dir)) continue;
    const missing = wanted.find(
      (name) => name in owner.dependencies && owner.installedVersion(name) === undefined,
    );
    const old = owner.installedVersion(packages.v1);
    if (missing && old !== undefined && owners.named(file, packages.v1) === false)
      found.set(
        owner.dir,
        `${nameOf(`${owner.dir}/package.json`)} names ${missing}, and node_modules still has ${packages.v1} ${old} instead. ` +
          'Install the dependencies, so that the fixes can be type-checked.',
      );
  }
  return [...found.values()];
}

interface Imported {
  readonly module: string;
  /** Named imports; empty for every other form. */
  readonly names: readonly string[];
  readonly isType: boolean;
}

function importsOf(file: string, text: string): Imported[] {
  const code = codeOf(file, text);
  return ts.preProcessFile(code, true, true).importedFiles.flatMap(({ fileName, pos }) => {
    if (!isSdkSpecifier(fileName)) return [];
    const clause = /\bimport\s+(type\s+)?\{([^{}]*)\}\s*from\s*['"]?$/.exec(code.slice(0, pos));
    const names = (clause?.[2] ?? '').split(',').map((name) => name.trim());
    const isType = clause?.[1] !== undefined;
    return [{ module: fileName, names: isType ? [] : names.filter((name) => !/^type\s/.test(name)), isType }];
  });
}

function requires(file: string, text: string, name: string): boolean {
  const code = codeOf(file, text);
  return ts
    .preProcessFile(code, true, true)
    .importedFiles.some(
      ({ fileName, pos }) =>
        fileName.startsWith(`${name}/`) && /\brequire\s*\(\s*['"`]?$/.test(code.slice(0, pos)),
    );
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

const counted = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;

const others = (number: number): string =>
  number === 1 ? '' : ` (and ${counted(number - 1, 'other file', 'other files')})`;
