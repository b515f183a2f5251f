import type { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';

/** Asks for the files around a node: what is unknown there may come from a file that its file imports, or from their imports. */
export function askAround(project: Project, node: ts.Node): void {
  const file = node.getSourceFile() as ts.SourceFile & { imports?: readonly ts.StringLiteralLike[] };
  project.askFile(file.fileName);
  for (const specifier of file.imports ?? []) {
    const module = project.checker.getSymbolAtLocation(specifier);
    const target = module?.declarations?.[0]?.getSourceFile().fileName;
    if (target) project.askFile(target);
  }
}
