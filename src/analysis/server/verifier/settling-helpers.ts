import { ts } from '../../../compiler.cjs';
import { enclosingFunction, type FunctionLike, references, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionsAt } from '../../program/callees.ts';
import type { Project } from '../../program/project.ts';
import { isPromiseCall, rejectedBy } from '../../program/rejections.ts';
import { caughtBy, handlerAround } from './rethrown.ts';

interface Asked {
  readonly project: Project;
  /** The construction of the error; the call of a check for an error of a package. */
  readonly made: ts.Node;
}

/**
 * Does a promise fail in no other place than where it is passed to?
 * Asked of the argument of a call: `attempt(jwtVerify(token, key))`, where the helper waits for it in a `try`.
 * False where the helper's answer may have the error in it and somebody throws that.
 */
export function settlesArgument(project: Project, argument: ts.Expression, made: ts.Node): boolean {
  const call = takerOf(project, argument);
  return (
    call !== undefined &&
    isSettledBy({ project, made }, call, argument, new Set()) &&
    !isThrown(project, call, new Set())
  );
}

/** The call that gets a promise, also as an element of the list of `Promise.allSettled`. */
function takerOf(project: Project, argument: ts.Expression): ts.CallExpression | undefined {
  const { parent } = argument;
  if (ts.isCallExpression(parent)) return parent.arguments.includes(argument) ? parent : undefined;
  const call = ts.isArrayLiteralExpression(parent) ? wrapped(parent).parent : undefined;
  return call && ts.isCallExpression(call) && settlesAll(project, call) ? call : undefined;
}

const settlesAll = (project: Project, call: ts.CallExpression): boolean =>
  isPromiseCall(project, call, /^allSettled$/);

function isSettledBy(
  asked: Asked,
  call: ts.CallExpression,
  argument: ts.Expression,
  seen: Set<ts.Node>,
): boolean {
  const { project } = asked;
  if (settlesAll(project, call)) return true;
  const at = call.arguments.indexOf(argument);
  const functions = functionsAt(project, call.expression);
  return functions.length > 0 && functions.every((fn) => isSettledIn(asked, fn, at, seen));
}

/** Each use of the parameter ends in a handler that does not throw the error again. */
function isSettledIn(asked: Asked, fn: FunctionLike, at: number, seen: Set<ts.Node>): boolean {
  const parameter = fn.parameters[at];
  const symbol = parameter && asked.project.checker.getSymbolAtLocation(parameter.name);
  if (!symbol || parameter.dotDotDotToken || !fn.body || seen.has(fn)) return false;
  seen.add(fn);
  const uses = references(asked.project.checker, symbol, fn.body);
  return uses.length > 0 && uses.every((use) => isSettled(asked, use, fn, seen));
}

function isSettled(asked: Asked, use: ts.Expression, fn: FunctionLike, seen: Set<ts.Node>): boolean {
  const { project, made } = asked;
  const node = wrapped(use);
  const { parent } = node;
  if (ts.isAwaitExpression(parent)) {
    for (let outer: ts.Node = parent; outer !== fn && outer.parent; outer = outer.parent) {
      const handler = handlerAround(project, outer);
      if (handler) return caughtBy(project, handler, made) === 'settled';
    }
    return false;
  }
  const handler = handlerAround(project, node);
  if (handler) return caughtBy(project, handler, made) === 'settled';
  const call = ts.isPropertyAccessExpression(parent) ? wrapped(parent).parent : takerOf(project, node);
  if (!call || !ts.isCallExpression(call)) return false;
  if (ts.isPropertyAccessExpression(parent))
    return /^(?:then|finally)$/.test(parent.name.text) && isSettled(asked, call, fn, seen);
  return isSettledBy(asked, call, node, seen);
}

/** `throw result.error`, where a value came from a helper: also behind names, returns and arguments, and by its own method. */
function isThrown(project: Project, value: ts.Expression, seen: Set<ts.Node>): boolean {
  const node = wrapped(value);
  if (seen.has(node)) return false;
  seen.add(node);
  const { parent } = node;
  const again = (each: ts.Expression): boolean => isThrown(project, each, seen);
  if (ts.isThrowStatement(parent)) return true;
  if (ts.isVariableDeclaration(parent)) return isNameThrown(project, parent.name, seen);
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) {
    const fn = enclosingFunction(node);
    return [...((fn && bindingsOf(project).calls.get(fn)) ?? [])].some(again);
  }
  if (ts.isCallExpression(parent)) {
    if (parent.expression === node) return functionsAt(project, node).length > 0;
    const at = parent.arguments.indexOf(node);
    return (
      rejectedBy(project, parent) !== undefined ||
      functionsAt(project, parent.expression).some((fn) => {
        const parameter = fn.parameters[at];
        return parameter !== undefined && isNameThrown(project, parameter.name, seen);
      })
    );
  }
  const goesOn =
    ts.isAwaitExpression(parent) ||
    ts.isPropertyAccessExpression(parent) ||
    ts.isElementAccessExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node);
  return goesOn && again(parent);
}

function isNameThrown(project: Project, name: ts.BindingName, seen: Set<ts.Node>): boolean {
  if (!ts.isIdentifier(name))
    return name.elements.some((each) => ts.isBindingElement(each) && isNameThrown(project, each.name, seen));
  const symbol = project.checker.getSymbolAtLocation(name);
  const scope = enclosingFunction(name.parent) ?? name.getSourceFile();
  if (!symbol) return true;
  return references(project.checker, symbol, scope).some(
    (use) => use !== name && isThrown(project, use, seen),
  );
}
