import { ts } from '../../../compiler.cjs';
import { type FunctionLike, references, unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { usesOf } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { lastKey } from '../../program/rest-parameters.ts';
import { isTestFile } from '../../program/test-files.ts';
import { handlersBehind } from '../verifier/handler-functions.ts';
import { nameOf } from './closed-functions.ts';
import { isServer } from './registrations.ts';

/**
 * Is a function used as a value that leads to no call which is seen?
 * Asked of each function that gets contexts.
 * Gives the use: an argument of a package, of `on` or `apply`, of `bind` with values of its own. What `call` passes is asked.
 *
 * @param index of the argument; negative for the last one
 * @param isContext of a value that `call` passes to the parameter, and of a list that a call spreads
 */
export function unknownUse(
  project: Project,
  fn: FunctionLike,
  index: number,
  isContext: (value: ts.Expression, keys: readonly string[]) => boolean,
): ts.Node | undefined {
  const declaration = nameOf(fn);
  const seen = new Set<ts.Node>();
  if (!declaration) return isKnownArgument(fn) ? undefined : fn;
  try {
    return usesOf({ project }, [declaration.parent], declaration).find(
      (use) => !isTestFile(use.getSourceFile()) && !isKnown(use),
    );
  } catch (error) {
    if (error instanceof CannotFollow) return error.node;
    throw error;
  }

  function isKnown(use: ts.Node): boolean {
    const access = ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use;
    const node = ts.isExpression(access) ? wrapped(access) : access;
    const { parent } = node;
    // A type, a call, a member of a table: calls of those are seen as calls.
    if (!ts.isExpression(node) || ts.isTypeQueryNode(parent)) return true;
    if (ts.isPropertyAccessExpression(parent)) return isKnownMethod(parent);
    if (!ts.isCallExpression(parent)) return true;
    return parent.expression === node ? isKnownCall(parent) : isTaken(parent, node);
  }

  /** A function that is written as an argument of a call which is not known may be called with anything. */
  function isKnownArgument(value: FunctionLike): boolean {
    if (!ts.isExpression(value)) return true;
    const node = wrapped(value);
    const { parent } = node;
    return !ts.isCallExpression(parent) || parent.expression === node || isTaken(parent, node);
  }

  /** `withLog(run)`, where `withLog = (next) => (args, ctx) => next(args, ctx)`: what calls the parameter passes contexts, too. */
  function isTaken(call: ts.CallExpression, node: ts.Expression): boolean {
    const callee = unwrap(call.expression);
    if (ts.isPropertyAccessExpression(callee) && isServer(project, callee.expression)) return true;
    const takers = handlersBehind(project, callee);
    const at = call.arguments.indexOf(node);
    return takers.length > 0 && takers.every((taker) => isCalledWell(taker, taker.parameters[at]));
  }

  function isCalledWell(taker: FunctionLike, parameter: ts.ParameterDeclaration | undefined): boolean {
    const name = parameter?.name;
    if (!parameter || !name || !ts.isIdentifier(name) || parameter.dotDotDotToken || seen.has(parameter))
      return true;
    seen.add(parameter);
    const symbol = project.checker.getSymbolAtLocation(name);
    const uses = symbol ? references(project.checker, symbol, taker).filter((use) => use !== name) : [];
    return uses.every((use) => {
      const { parent } = wrapped(use);
      const isCalled = ts.isCallExpression(parent) && unwrap(parent.expression) === use;
      const given = isCalled ? (index < 0 ? parent.arguments.at(-1) : parent.arguments[index]) : undefined;
      const isSpread = isCalled && parent.arguments.some(ts.isSpreadElement);
      return isKnown(use) && (!given || isSpread || isContext(given, []));
    });
  }

  /** `run(...args)` */
  function isKnownCall(call: ts.CallExpression): boolean {
    const at = call.arguments.findIndex(ts.isSpreadElement);
    const list = call.arguments[at];
    if (!list || !ts.isSpreadElement(list) || (index >= 0 && at > index)) return true;
    return isContext(list.expression, [index < 0 ? lastKey : String(index - at)]);
  }

  /** `run.call(tool, args, ctx)`, `run.bind(tool)` that is registered. */
  function isKnownMethod(access: ts.PropertyAccessExpression): boolean {
    const node = wrapped(access);
    const call = node.parent;
    if (!indirect.has(access.name.text) || !ts.isCallExpression(call) || call.expression !== node)
      return true;
    const given = index < 0 ? call.arguments.at(-1) : call.arguments[index + 1];
    const [, list] = call.arguments;
    if (access.name.text === 'call')
      return !call.arguments.some(ts.isSpreadElement) && (given === undefined || isContext(given, []));
    if (access.name.text === 'apply')
      return list === undefined || isContext(list, [index < 0 ? lastKey : String(index)]);
    if (call.arguments.length > 1) return false;
    const { parent } = wrapped(call);
    return ts.isCallExpression(parent) && isTaken(parent, wrapped(call));
  }
}

const indirect: ReadonlySet<string> = new Set(['bind', 'call', 'apply']);
