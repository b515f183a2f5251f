import { ts } from '../../../compiler.cjs';
import { authInfoMember, schemaPackages } from '../../../sdk/context-roles.ts';
import { enclosingFunction, type FunctionLike, references, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { oncePerProject } from '../../program/memo.ts';
import { filesMentioning, mentionsIn } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';
import { isBundledDeclaration } from '../../program/sdk-root.ts';
import { isTestFile } from '../../program/test-files.ts';
import { handlersBehind } from '../verifier/handler-functions.ts';
import { isOfPackage } from '../verifier/package-calls.ts';

/** An object of the project with a member `authInfo`. */
export interface Maker {
  readonly node: ts.Node;
  /** The parameters that get it; undefined where it goes somewhere else. */
  readonly parameters: readonly ts.ParameterDeclaration[] | undefined;
}

/**
 * Which objects with a member `authInfo` does the project make, and who gets them?
 * Asked before a function is taken for one that gets contexts alone: what no call shows may get them, too.
 * Gives those of the code, without those that the SDK gets and those of tests.
 */
export const makersOf = oncePerProject((project: Project): readonly Maker[] =>
  filesMentioning(project, authInfoMember)
    .filter((file) => !isTestFile(file) && !file.isDeclarationFile)
    .flatMap((file) => mentionsIn(file, authInfoMember))
    .flatMap((mention): Maker[] => {
      const member = mention.parent;
      const isMember =
        (ts.isPropertyAssignment(member) || ts.isShorthandPropertyAssignment(member)) &&
        member.name === mention;
      return isMember ? [{ node: member, parameters: parametersFor(project, member.parent, 0) }] : [];
    }),
);

const maxDepth = 4;

/** The parameters that get a value; undefined where it cannot be followed. */
function parametersFor(
  project: Project,
  value: ts.Expression,
  depth: number,
): readonly ts.ParameterDeclaration[] | undefined {
  if (depth > maxDepth) return undefined;
  const node = wrapped(value);
  const { parent } = node;
  const all = (values: readonly ts.Expression[]): readonly ts.ParameterDeclaration[] | undefined => {
    const found = values.map((each) => parametersFor(project, each, depth + 1));
    return found.every((each) => each !== undefined) ? found.flat() : undefined;
  };
  if (ts.isCallExpression(parent) && parent.expression !== node) return takenBy(project, parent, node);
  if (ts.isNewExpression(parent)) return isOfSdk(project, parent) ? [] : undefined;
  if (ts.isAwaitExpression(parent) || ts.isConditionalExpression(parent)) return all([parent]);
  if (ts.isExpressionStatement(parent) || isRead(parent, node)) return [];
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    const symbol = project.checker.getSymbolAtLocation(parent.name);
    const scope = enclosingFunction(parent) ?? parent.getSourceFile();
    if (!symbol || scope === parent.getSourceFile()) return undefined;
    return all(references(project.checker, symbol, scope).filter((use) => use !== parent.name));
  }
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) {
    const fn = ts.isArrowFunction(parent) ? parent : enclosingFunction(parent);
    return fn && !isCallback(fn) ? all(bindingsOf(project).calls.get(fn)) : undefined;
  }
  if (ts.isSpreadAssignment(parent)) return all([parent.parent]);
  return undefined;
}

/** `made.authInfo`, `made?.authInfo`: only looked at. */
function isRead(parent: ts.Node, node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(parent) && parent.expression === node && !ts.isCallExpression(parent.parent)
  );
}

/** A callback: whoever gets it may pass on what it returns. */
function isCallback(fn: FunctionLike): boolean {
  const { parent } = fn;
  return !ts.isVariableDeclaration(parent) && !ts.isFunctionDeclaration(fn) && !ts.isMethodDeclaration(fn);
}

function takenBy(
  project: Project,
  call: ts.CallExpression,
  node: ts.Expression,
): readonly ts.ParameterDeclaration[] | undefined {
  const index = call.arguments.indexOf(node);
  const callee = unwrap(call.expression);
  const isIndirect = ts.isPropertyAccessExpression(callee) && /^(?:apply|bind|call)$/.test(callee.name.text);
  if (index < 0 || isIndirect || call.arguments.slice(0, index).some(ts.isSpreadElement)) return undefined;
  const functions = handlersBehind(project, callee);
  if (functions.length === 0)
    return isOfSdk(project, call) || isOfPackage(project, call, schemaPackages) ? [] : undefined;
  return functions.flatMap((fn) => fn.parameters[index] ?? []);
}

/** The SDK's transports and handlers get an object with `authInfo`, too. */
function isOfSdk({ checker }: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const declaration = checker.getResolvedSignature(call)?.declaration;
  return declaration !== undefined && isBundledDeclaration(declaration);
}
