import { ts } from '../../../compiler.cjs';
import type { Generation } from '../../../sdk/modules.ts';
import { mountFunctions } from '../../../sdk/roles.ts';
import { unwrap } from '../../program/ast.ts';
import { lastName } from '../../program/index-by-name.ts';
import { nodesOf } from '../../program/node-index.ts';
import { programFiles } from '../../program/program-files.ts';
import type { Project } from '../../program/project.ts';
import { sdkFunctionAt } from '../../program/sdk-function.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';

/**
 * Where does an application mount the SDK's authorization server, or a part of it, or make its metadata?
 * Asked by every question about the server's options, provider and issuer.
 * Gives the calls with the SDK's name of the function and the options that they get.
 */
export interface Mount {
  readonly call: ts.CallExpression;
  /** The SDK's name of the function, not an alias. */
  readonly name: string;
  readonly generation: Generation;
  readonly options: ts.Expression;
}

const known = new WeakMap<Project, readonly Mount[]>();

/** All mounts of the program, without tests, in the order of the files. */
export function mountsOf(project: Project): readonly Mount[] {
  const found = known.get(project) ?? findMounts(project);
  known.set(project, found);
  return found;
}

function findMounts(project: Project): Mount[] {
  const names = namesOf(project);
  const files = programFiles(project).filter(
    (file) => names.some((name) => file.text.includes(name)) && !isTestFile(file),
  );
  if (files.length === 0) return [];
  const { aliases } = syntaxOf(project);
  const called = new Set(mountFunctions.flatMap((name) => aliases.of(name)));
  return files
    .flatMap((file) => nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression))
    .filter((call) => called.has(lastName(call.expression)))
    .flatMap((call): Mount[] => {
      const [options] = call.arguments;
      if (!options) return [];
      const entity = sdkFunctionAt(project, unwrap(call.expression));
      if (!entity || entity.member || !mountFunctions.includes(entity.name)) return [];
      return [{ call, name: entity.name, generation: entity.generation, options }];
    });
}

/** The SDK's names, and the names under which the project exports them again: `export { mcpAuthRouter as router }`. */
function namesOf(project: Project): readonly string[] {
  const given = programFiles(project)
    .filter((file) => mountFunctions.some((name) => file.text.includes(name)))
    .flatMap((file) => [
      ...nodesOf<ts.ExportSpecifier>(file, ts.SyntaxKind.ExportSpecifier),
      ...nodesOf<ts.VariableDeclaration>(file, ts.SyntaxKind.VariableDeclaration),
    ])
    .flatMap((node) => {
      const [from, to] = ts.isExportSpecifier(node)
        ? [node.propertyName, node.name]
        : [node.initializer, node.name];
      const isGiven = from && mountFunctions.some((name) => from.getText().endsWith(name));
      return isGiven && ts.isIdentifier(to) ? [{ text: to.text, node }] : [];
    });
  for (const { text, node } of given) project.ask(text, node);
  return [...mountFunctions, ...given.map(({ text }) => text)];
}
