import type { ts } from '../../compiler.cjs';
import { specifierOf } from './import-bindings.ts';
import type { Project } from './project.ts';

/**
 * Asks for the declaration of a name that the program does not have: for the file that it is imported from, and where nothing
 * imports it, for whoever mentions it. What a package declares is in no file of the project.
 */
export function askForDeclaration(project: Project, name: ts.Identifier): void {
  const specifier = specifierOf(project.checker, name);
  if (specifier === undefined) {
    project.ask(name.text);
    return;
  }
  const file = project.beyond.resolveImport(specifier, name.getSourceFile().fileName);
  if (file !== undefined) project.askFile(file);
}
