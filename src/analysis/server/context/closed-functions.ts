import { ts } from '../../../compiler.cjs';
import { oldRegistrations, registrations } from '../../../sdk/context-roles.ts';
import { enclosingFunction, type FunctionLike, references, unwrap, wrapped } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import { usesOf } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { isServer } from './registrations.ts';

/**
 * Does a function get nothing but what its calls in this file and the SDK pass?
 * Asked before an object that cannot be followed counts as one that may get there.
 * True for a handler in the call that registers it, for a function that its file only calls or registers, for what such a
 * function returns to a registration, and for what it is given and only calls. A method or an export may be reached by others.
 */
export function isClosed(project: Project, fn: FunctionLike, depth = 0): boolean {
  if (depth > maxDepth || ts.isClassElement(fn)) return false;
  const name = nameOf(fn);
  if (name)
    return usesIn(project, name)?.every((use) => isCalled(use) || isRegistered(project, use)) === true;
  if (!ts.isExpression(fn)) return false;
  return isRegistered(project, fn) || isReturned(project, fn) || isGiven(project, fn, depth);
}

const maxDepth = 4;

/** The name of a function: of its declaration, or of the variable that has it. */
export function nameOf(fn: FunctionLike): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(fn)) return fn.name;
  const { parent } = ts.isArrowFunction(fn) || ts.isFunctionExpression(fn) ? wrapped(fn) : fn;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

/** The uses of a name that stays in its file; undefined for one that leaves it. */
function usesIn(project: Project, name: ts.Identifier): readonly ts.Identifier[] | undefined {
  const isExported =
    (ts.getCombinedModifierFlags(name.parent as ts.Declaration) & ts.ModifierFlags.Export) !== 0 ||
    !ts.isExternalModule(name.getSourceFile()) ||
    mentionsIn(name.getSourceFile(), name.text).some(
      ({ parent }) => ts.isExportSpecifier(parent) || ts.isExportAssignment(parent),
    );
  if (isExported) return undefined;
  const uses = usesOf({ project }, [name.parent], name);
  return uses.every(ts.isIdentifier) ? uses : undefined;
}

function isCalled(use: ts.Expression): boolean {
  const { parent } = wrapped(use);
  return ts.isCallExpression(parent) && unwrap(parent.expression) === unwrap(use);
}

/** `server.registerTool('x', config, value)` */
function isRegistered(project: Project, value: ts.Expression): boolean {
  const node = wrapped(value);
  const { parent } = node;
  if (!ts.isCallExpression(parent) || parent.expression === node) return false;
  const callee = unwrap(parent.expression);
  return (
    ts.isPropertyAccessExpression(callee) &&
    [...registrations, ...oldRegistrations].includes(callee.name.text) &&
    isServer(project, callee.expression)
  );
}

/** `const withScope = (handler) => async (args, extra) => …`, each of whose calls stands in a registration. */
function isReturned(project: Project, fn: ts.Expression): boolean {
  const node = wrapped(fn);
  const { parent } = node;
  const isResult = ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node);
  const maker = isResult ? enclosingFunction(fn) : undefined;
  const name = maker && nameOf(maker);
  const uses = name && usesIn(project, name);
  return (
    uses?.every((use) => isCalled(use) && isRegistered(project, wrapped(use).parent as ts.CallExpression)) ===
    true
  );
}

/** `withScope('x', async (args, extra) => …)`, where the parameter of `withScope` is only called. */
function isGiven(project: Project, fn: ts.Expression, depth: number): boolean {
  const node = wrapped(fn);
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.expression === node) return false;
  const callee = unwrap(call.expression);
  const taker = ts.isIdentifier(callee) ? functionOf(declarationAt(project, callee)) : undefined;
  const index = call.arguments.indexOf(node);
  const parameter = taker?.parameters[index];
  if (!taker || !parameter || call.arguments.slice(0, index).some(ts.isSpreadElement)) return false;
  const symbol = ts.isIdentifier(parameter.name) && project.checker.getSymbolAtLocation(parameter.name);
  if (!symbol || parameter.dotDotDotToken) return false;
  const uses = references(project.checker, symbol, taker).filter((use) => use !== parameter.name);
  // What calls the parameter passes what it gets itself.
  const callers = uses.map((use) => enclosingFunction(use));
  return (
    uses.every(isCalled) &&
    callers.every(
      (caller) => caller === taker || (caller !== undefined && isClosed(project, caller, depth + 1)),
    )
  );
}

function functionOf(declaration: ts.Declaration | undefined): FunctionLike | undefined {
  if (!declaration) return undefined;
  if (ts.isFunctionDeclaration(declaration)) return declaration;
  const value = ts.isVariableDeclaration(declaration) && declaration.initializer;
  const fn = value && unwrap(value);
  return fn && (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) ? fn : undefined;
}
