import { ts } from '../../../compiler.cjs';
import { askForDeclaration } from '../../program/ask-for-declaration.ts';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import { loadedModule, specifierOf } from '../../program/import-bindings.ts';
import { oncePerProject } from '../../program/memo.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isSender } from '../guards/requests.ts';
import { type Requests, requestIn } from './client-errors.ts';

/**
 * `withBackoff(() => client.connect(transport))`, `run(client, task)`: the function that tries it may stand in a file that names
 * no SDK, with a test of the error. Asks for that file.
 */
export function seekCallbackTakers(project: Project, requests?: Requests): void {
  for (const { call, missing } of callsWithFunctions(project)) {
    if (isRejected(call)) project.askImports(call);
    if (missing && call.arguments.some((each) => sends(project, each, requests)))
      askForDeclaration(project, missing);
  }
}

interface CallWithFunction {
  readonly call: ts.CallExpression;
  /** The imported name behind what is called, if its file is not in the program. */
  readonly missing: ts.Identifier | undefined;
}

/** Two rules ask for these calls, each for requests of its own. */
const callsWithFunctions = oncePerProject((project: Project): readonly CallWithFunction[] =>
  project.files
    .filter((file) => !isTestFile(file))
    .flatMap((file) => nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression))
    .filter((call) => call.arguments.some(mayBeFunction))
    .map((call) => {
      const name = importedRoot(project, call.expression);
      return { call, missing: name && isMissing(project, name) ? name : undefined };
    }),
);

/** A package is none of the files that could be asked for, and most files are there already. */
function isMissing(project: Project, name: ts.Identifier): boolean {
  const specifier = specifierOf(project.checker, name);
  if (specifier === undefined) return true;
  const file = project.beyond.resolveImport(specifier, name.getSourceFile().fileName);
  return file !== undefined && project.program.getSourceFile(file) === undefined;
}

/** `promise.then(done, (error) => explain(error))`: the helper may stand in such a file, too. */
const isRejected = ({ expression, arguments: given }: ts.CallExpression): boolean =>
  ts.isPropertyAccessExpression(expression) && expression.name.text === 'then' && given.length === 2;

function mayBeFunction(argument: ts.Expression): boolean {
  const node = unwrap(argument);
  return isFunctionLike(node) || ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
}

/** A function that sends, by itself or by its name, or a client. Who passes something for a parameter is a call of its own. */
function sends(project: Project, argument: ts.Expression, requests: Requests | undefined): boolean {
  const fn = mayBeFunction(argument) ? functionAt(project, argument) : undefined;
  if (fn?.body) return requestIn(project, fn.body, requests) !== undefined;
  return isSender(project, project.checker.getTypeAtLocation(argument));
}

/** The imported name behind what is called: `retry`, `policy.execute`, `new Retrier().run`, also through a variable or a field. */
function importedRoot(project: Project, callee: ts.Expression, depth = 0): ts.Identifier | undefined {
  const node = unwrap(callee);
  if (depth > maxDepth) return undefined;
  if (ts.isCallExpression(node) || ts.isNewExpression(node))
    return importedRoot(project, node.expression, depth + 1);
  if (ts.isPropertyAccessExpression(node)) {
    const isOfThis = unwrap(node.expression).kind === ts.SyntaxKind.ThisKeyword;
    return isOfThis ? ofValue(project, node.name, depth) : importedRoot(project, node.expression, depth + 1);
  }
  if (!ts.isIdentifier(node)) return undefined;
  return specifierOf(project.checker, node) === undefined ? ofValue(project, node, depth) : node;
}

const maxDepth = 6;

function ofValue(project: Project, name: ts.Node, depth: number): ts.Identifier | undefined {
  const declared = project.checker.getSymbolAtLocation(name)?.valueDeclaration;
  const declaration = declared && ts.isBindingElement(declared) ? declared.parent.parent : declared;
  if (!declaration) return undefined;
  const isNamed =
    ts.isVariableDeclaration(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isParameter(declaration);
  if (!isNamed) return undefined;
  const { type, initializer } = declaration;
  // `const { retry } = require('./retry')`
  if (initializer && loadedModule(initializer)) return ts.isIdentifier(name) ? name : undefined;
  if (initializer) return importedRoot(project, initializer, depth + 1);
  if (!type || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  return specifierOf(project.checker, type.typeName) === undefined ? undefined : type.typeName;
}
