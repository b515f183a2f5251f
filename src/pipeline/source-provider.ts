import type { SourceProvider } from '../analysis/program/project.ts';
import { generationOfPackage } from '../sdk/modules.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What the analysis may ask of a workspace, with the texts of `changed` in place of those on the disk. */
export function sourceProvider(workspace: Workspace, changed: ReadonlyMap<string, string>): SourceProvider {
  const { owners } = workspace;
  return {
    ...workspace,
    readText: (file) => changed.get(file) ?? workspace.readText(file),
    packageDir: (file) => owners.packageOf(file)?.dir,
    packageGeneration: (file) => generationOfPackage(owners.packageOf(file)?.dependencies ?? {}),
    dependency: owners.dependency,
    typesOf: owners.typesOf,
  };
}
