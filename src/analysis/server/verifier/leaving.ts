import { ts } from '../../../compiler.cjs';
import {
  type FunctionLike,
  isAbsent,
  isFunctionLike,
  ownDescendants,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { listMethods } from '../../program/list-methods.ts';
import type { Project } from '../../program/project.ts';
import { executorAround, isPromise, isRejection, rejectedBy } from '../../program/rejections.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { CredentialValues } from './credential-values.ts';
import { functionsCalled, functionsPassed, positionsPassed } from './delegates.ts';
import { failureHandler, isOfResult, partsOfResult } from './failed-results.ts';
import { credential, failsByToken, type Guard, type GuardContext, guardAt } from './guards.ts';

import { ownObject } from './own-object.ts';
import { isFailedCheck, tokenCheckAt } from './package-calls.ts';
import { caughtBy, handlerAround, mayReach } from './rethrown.ts';
import { settlesArgument } from './settling-helpers.ts';
import { positionsStored } from './stored-values.ts';
import { isUncheckedLookup } from './unchecked-lookups.ts';
import { functionsBehind } from './verifier-origin.ts';

/** Something that a method does instead of giving its answer. */
export interface Leaving {
  /** `error`: an error of the project; `check`: a package's check that throws its own; `nothing`: a return without a value. */
  readonly kind: 'error' | 'check' | 'nothing';
  /** The `new` expression of an error, the call of a check or the error that it gives, the return statement. */
  readonly made: ts.Node;
  /** Where it leaves the function that it is in. */
  readonly at: ts.Node;
  readonly guard: Guard;
  /** The calls that lead to it, outermost first. */
  readonly calls: readonly ts.CallExpression[];
  readonly within: FunctionLike;
  /** True for what a method of a result throws, which may be that of another question, too: `unwrap() { … throw … }`. */
  readonly isOfResult?: boolean;
}

/** What leaves the functions that a call passes, by the parameter that gets each. */
type Callbacks = ReadonlyMap<ts.Node, readonly Leaving[]>;

const maxDepth = 6;

/**
 * What leaves a function by another way than its result?
 * Asked of each method that a middleware or an endpoint of the SDK calls.
 * Gives thrown and rejected errors, checks of packages and empty returns, through the helpers that it calls; without what is
 * caught on the way.
 *
 * @param parameters the positions of the parameters that hold the token or the code
 */
export function leavingOf(
  project: Project,
  fn: FunctionLike,
  parameters: readonly number[],
): readonly Leaving[] {
  const found = collect(project, fn, parameters, []);
  return [...found, ...emptyReturns(project, fn, parameters)];
}

function collect(
  project: Project,
  fn: FunctionLike,
  parameters: readonly number[],
  path: readonly FunctionLike[],
  given: Callbacks = new Map(),
  stored: readonly number[] = [],
): Leaving[] {
  if (!fn.body || path.includes(fn) || path.length >= maxDepth) return [];
  // What gets the token on the way may stand in files that name nothing of the SDK.
  if (parameters.length > 0) project.askFile(fn.getSourceFile().fileName);
  const values = new CredentialValues(project, fn, parameters, stored);
  const context: GuardContext = {
    project,
    values,
    failsByCredential: (block, place) =>
      inside(project, block).some((node) => failsByToken({ project, values }, node)) ||
      thrownIn(block).some(
        (each) =>
          each.guard.by === 'credential' &&
          mayReach({ project, made: each.made, calls: callsTo(each) }, block, place),
      ),
  };
  const thrownIn = (root: ts.Node): Leaving[] => inside(project, root).flatMap((node) => thrownAt(node));
  const thrownAt = (node: ts.Node): Leaving[] => {
    const thrown = thrownBy(project, node);
    if (thrown && isFailedCheck(project, values, thrown))
      return [{ kind: 'check', made: unwrap(thrown), at: node, guard: credential, calls: [], within: fn }];
    if (thrown)
      return errorsOf(project, thrown).map((made) => ({
        kind: 'error',
        made,
        at: node,
        guard: guardAt(context, node),
        calls: [],
        within: fn,
        isOfResult: parameters.includes(ownObject),
      }));
    if (!ts.isCallExpression(node)) return [];
    const check = values.has(node) && tokenCheckAt(project, node) && !hasCallback(node);
    if (check) return [{ kind: 'check', made: node, at: node, guard: credential, calls: [], within: fn }];
    const failed = values.has(node.expression) ? failureHandler(project, node)?.body : undefined;
    return failed ? decidedBy(credential, thrownIn(failed)) : throughCall(node);
  };
  /** `traced(() => inner.verifyAccessToken(token))`: what leaves the function that is passed leaves where it is called. */
  const callbacksOf = (call: ts.CallExpression, called: FunctionLike): Callbacks =>
    new Map(
      call.arguments.flatMap((each, index) => {
        const passed = unwrap(each);
        const parameter = called.parameters[index];
        const isInline = ts.isArrowFunction(passed) || ts.isFunctionExpression(passed);
        return isInline && parameter ? [[parameter, thrownIn(passed.body)] as const] : [];
      }),
    );
  const throughCall = (call: ts.CallExpression): Leaving[] => {
    const positions = positionsPassed(values, call, parameters);
    const held = isOfResult(project, values, call) ? [...positions, ownObject] : positions;
    const parameter =
      given.size > 0 && ts.isIdentifier(call.expression) && declarationAt(project, call.expression);
    const passed = parameter ? given.get(parameter) : undefined;
    const functions = passed ? [] : functionsCalled(project, call, positions.length > 0);
    const called = functions.map((each) => ({ fn: each, given: held }));
    return [...called, ...functionsPassed(project, values, call)]
      .filter((each) => !isAsync(each.fn) || reachesCaller(call))
      .flatMap((each) => {
        const found = positionsStored({ project, values }, call, each.given);
        return collect(project, each.fn, each.given, [...path, fn], callbacksOf(call, each.fn), found);
      })
      .concat(passed ?? [])
      .flatMap((leaving) => decidedBy(guardAt(context, call), [leaving]))
      .map((leaving) => ({ ...leaving, calls: [call, ...leaving.calls] }));
  };
  return thrownIn(fn.body).filter((leaving) => escapes(project, leaving, fn));
}

/** What leaves without a condition of its own is decided by what is around it. */
const decidedBy = (guard: Guard, all: readonly Leaving[]): Leaving[] =>
  all.map((leaving) => (leaving.guard.by === 'nothing' ? { ...leaving, guard } : leaving));

/** The nodes that run when `root` runs, with the callbacks of promises in it. */
function inside(project: Project, root: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const enter = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, (child) => {
      if (ts.isClassLike(child) || (isFunctionLike(child) && !runsHere(project, child))) return;
      enter(child);
    });
  };
  enter(root);
  return found;
}

/** `new Promise((resolve, reject) => …)`, `find(token).then((row) => …)`, and callbacks inside of an executor. */
function runsHere(project: Project, fn: ts.Node): boolean {
  const { parent } = fn;
  if (ts.isNewExpression(parent)) return isPromise(project, parent.expression);
  if (!ts.isCallExpression(parent) || !parent.arguments.includes(fn as ts.Expression)) return false;
  const callee = unwrap(parent.expression);
  if (ts.isPropertyAccessExpression(callee) && parent.arguments[0] === fn && isChained(callee)) return true;
  if (ts.isPropertyAccessExpression(callee) && parent.arguments[0] === fn && isWalk(project, callee))
    return !isAsync(fn as FunctionLike) || callee.name.text === 'map';
  return executorAround(project, parent) !== undefined;
}

const isChained = ({ name }: ts.PropertyAccessExpression): boolean =>
  name.text === 'then' || name.text === 'catch';

/** `checks.forEach((check) => …)` of a list, and of no class of the project. */
const isWalk = (project: Project, callee: ts.PropertyAccessExpression): boolean =>
  listMethods.get(callee.name.text)?.takes !== undefined && functionsAt(project, callee).length === 0;

/** What a node throws: `throw x`, `Promise.reject(x)`, `reject(x)` of an executor. */
function thrownBy(project: Project, node: ts.Node): ts.Expression | undefined {
  if (ts.isThrowStatement(node)) return node.expression;
  return ts.isCallExpression(node) ? rejectedBy(project, node) : undefined;
}

/** The constructions of an error: `new C()`, what a function or a constant gives, `Error()`. */
function errorsOf(project: Project, thrown: ts.Expression, depth = 0): ts.Expression[] {
  const node = unwrap(thrown);
  if (ts.isNewExpression(node)) return [node];
  if (ts.isCallExpression(node)) {
    const called = declaredAs(symbolOf(project, unwrap(node.expression)));
    if (called?.area === 'platform/es' && !called.member && ts.isIdentifier(node.expression)) return [node];
    if (called?.name === 'ObjectConstructor' && called.member === 'assign' && node.arguments[0])
      return errorsOf(project, node.arguments[0], depth + 1);
  }
  if (depth > 4) return [];
  return errorValues(project, node).flatMap((value) => errorsOf(project, value, depth + 1));
}

/** One step back: what a function gives, also that of a subclass or one that was passed, and else what a name stands for. */
function errorValues(project: Project, node: ts.Expression): readonly ts.Expression[] {
  if (!ts.isCallExpression(node)) {
    const values = valuesBehind(project, node);
    return values.length > 0 ? values : partsOfResult(project, node);
  }
  const found = functionsAt(project, node.expression);
  const called = found.length > 0 ? found : functionsBehind(project, node.expression).functions;
  return called.flatMap((fn) => bindingsOf(project).returns.get(fn) ?? []);
}

/** Whether an error gets out of every `try` and every `.catch(…)` around it, up to the function. */
function escapes(project: Project, leaving: Leaving, fn: FunctionLike): boolean {
  const start = leaving.calls[0] ?? leaving.at;
  // What is returned without `await` is rejected after the `try` has ended.
  const isLate = ts.isCallExpression(start) && isReturnedLate(project, start);
  const isPromised = ts.isCallExpression(start) && isRejected(project, start);
  for (let node: ts.Node = start; node !== fn && node.parent; node = node.parent) {
    const handler = isLate && ts.isTryStatement(node.parent) ? undefined : handlerAround(project, node);
    if (handler && caughtBy(project, handler, leaving.made, callsTo(leaving)) !== 'rethrown') return false;
    if (isPromised && settlesArgument(project, node as ts.Expression, leaving.made)) return false;
  }
  return true;
}

/** The calls that lead to the construction of an error, with the one that makes it: `throw fail('expired')`. */
function callsTo({ at, calls }: Leaving): readonly ts.CallExpression[] {
  const thrown = ts.isThrowStatement(at) ? unwrap(at.expression) : at;
  return ts.isCallExpression(thrown) ? [...calls, thrown] : calls;
}

/** A promise that is returned without `await`: it is rejected after the `try` around it. */
function isReturnedLate(project: Project, call: ts.CallExpression): boolean {
  let outer: ts.Node = wrapped(call);
  while (ts.isConditionalExpression(outer.parent) && outer.parent.condition !== outer)
    outer = wrapped(outer.parent);
  return ts.isReturnStatement(outer.parent) && isRejected(project, call);
}

/** True for a call whose errors are in the promise that it gives. */
function isRejected(project: Project, call: ts.CallExpression): boolean {
  if (isRejection(project, call)) return true;
  const called = functionsAt(project, call.expression);
  return called.length > 0 ? called.every(isAsync) : tokenCheckAt(project, call)?.module === 'jose';
}

const isAsync = (fn: FunctionLike): boolean =>
  (ts.getCombinedModifierFlags(fn as ts.Declaration) & ts.ModifierFlags.Async) !== 0;

/** Whether the promise of a call is awaited, returned or kept: an error of a forgotten one goes nowhere. */
function reachesCaller(call: ts.CallExpression): boolean {
  return !ts.isExpressionStatement(wrapped(call).parent);
}

function hasCallback(call: ts.CallExpression): boolean {
  return call.arguments.some((each) => ts.isArrowFunction(each) || ts.isFunctionExpression(each));
}

/** `return null` where the token is not known, also in a helper whose answer is returned. */
function emptyReturns(
  project: Project,
  fn: FunctionLike,
  parameters: readonly number[],
  path: readonly FunctionLike[] = [],
): Leaving[] {
  if (!fn.body || path.includes(fn) || path.length >= maxDepth) return [];
  const values = new CredentialValues(project, fn, parameters);
  const context: GuardContext = {
    project,
    values,
    failsByCredential: (block) =>
      inside(project, block).some((node) => failsByToken({ project, values }, node)),
  };
  const through = (call: ts.CallExpression): Leaving[] => {
    const given = positionsPassed(values, call, parameters);
    return functionsCalled(project, call, given.length > 0)
      .flatMap((called) => emptyReturns(project, called, given, [...path, fn]))
      .flatMap((leaving) => decidedBy(guardAt(context, call), [leaving]))
      .map((leaving) => ({ ...leaving, calls: [call, ...leaving.calls] }));
  };
  const given = (value: ts.Expression): Leaving[] => {
    const node = unwrap(value);
    if (ts.isAwaitExpression(node)) return given(node.expression);
    if (ts.isConditionalExpression(node)) return [...given(node.whenTrue), ...given(node.whenFalse)];
    if (isUncheckedLookup(project, values, node)) return [{ ...emptyAt(context, node), guard: credential }];
    if (ts.isCallExpression(node)) return through(node);
    return isAbsent(node) ? [emptyAt(context, node)] : [];
  };
  if (!ts.isBlock(fn.body)) return given(fn.body);
  return [...ownDescendants(fn.body)].filter(ts.isReturnStatement).flatMap((node): Leaving[] => {
    const value = node.expression;
    return value && !isAbsent(unwrap(value)) ? given(value) : [emptyAt(context, node)];
  });
}

function emptyAt(context: GuardContext, node: ts.Node): Leaving {
  const { fn } = context.values;
  return { kind: 'nothing', made: node, at: node, guard: guardAt(context, node), calls: [], within: fn };
}
