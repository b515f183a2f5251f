import { basename, dirname } from 'node:path';
import { ts } from './compiler.cjs';
import type { Workspace } from './workspace/workspace.ts';

/** How many files that only export again lie between a file and who uses it. */
const maxDistance = 5;

/**
 * The files of the work tree that import a file, by `import`, `import()`, `require` or through files that export it again,
 * whether the analysis has met them or not.
 */
export function importersInTree(workspace: Workspace, file: string): string[] {
  const found = new Set<string>();
  let level = [file];
  for (let distance = 0; level.length > 0 && distance < maxDistance; distance++) {
    const direct = level
      .flatMap((target) => directImporters(workspace, target))
      .filter((each) => !found.has(each));
    for (const each of direct) found.add(each);
    level = direct.filter((each) => exportsAgain(workspace.readText(each) ?? ''));
  }
  found.delete(file);
  return [...found];
}

function directImporters(workspace: Workspace, file: string): string[] {
  const base = basename(file).replace(/\.[cm]?[jt]sx?$/, '');
  const mentioned = base === 'index' ? basename(dirname(file)) : base;
  return workspace.filesMentioning([mentioned]).files.filter((candidate) => {
    const text = workspace.readText(candidate);
    if (candidate === file || text === undefined) return false;
    return ts
      .preProcessFile(text, true, true)
      .importedFiles.some(({ fileName }) => workspace.resolveImport(fileName, candidate) === file);
  });
}

function exportsAgain(text: string): boolean {
  return /\bexport\b[^;]*\bfrom\b/.test(text);
}
