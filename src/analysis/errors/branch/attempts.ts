import { ts } from '../../../compiler.cjs';
import {
  descendants,
  enclosingFunction,
  type FunctionLike,
  isFunctionLike,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { calledAt } from '../../program/callees.ts';
import { memberTaken } from '../../program/declaration-at.ts';
import { argumentsSeen, askForCalls } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs, declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { isRejectionCallback } from '../guards/guard-tests.ts';
import type { Handler } from '../guards/handlers.ts';
import { isRequest } from '../guards/requests.ts';
import { nameOf } from './function-name.ts';

export type Call = ts.CallExpression | ts.NewExpression;

/** What the handler handles the error of: the calls that may have raised it. */
export interface Attempts {
  readonly project: Project;
  readonly handler: Handler;
  readonly calls: readonly Call[];
  /** They are requests of the SDK. Otherwise each of them may have raised the error, or none: a function only got it. */
  readonly certain: boolean;
  /** The functions around the handler: calling one of them makes the same attempt again. */
  readonly homes: readonly FunctionLike[];
  /** Calls that are known to run one of them, by what their answer is made of. */
  readonly runs: Set<ts.Node>;
  /** What conditions are while a value is followed. */
  readonly truth?: ((condition: ts.Expression) => boolean | undefined) | undefined;
}

export function attemptsOf(project: Project, handler: Handler): Attempts {
  const source = sourceOf(handler.scope);
  const calls = source
    ? [...descendants(source)].filter(
        (node): node is Call => ts.isCallExpression(node) || ts.isNewExpression(node),
      )
    : [];
  const bare: Attempts = { project, handler, calls: [], certain: true, homes: [], runs: new Set() };
  const sent = calls.filter((call) => callReaches(call, bare) === true);
  const asked = calls.filter((call) => !isOfPlatform(project, call));
  const own = handler.scope;
  const homes = source ? functionsAround(own) : isFunctionLike(own) ? [own] : [];
  return {
    project,
    handler,
    calls: sent.length > 0 ? sent : asked,
    certain: sent.length > 0,
    homes: source ? homes : [],
    runs: new Set(),
  };
}

const around = new WeakMap<ts.Node, Attempts>();

/** The same, with what is attempted around a place: the answer of one handler may be read in another one. */
export function withAttemptsAround(attempts: Attempts, place: ts.Node): Attempts {
  const own = attemptsAround(attempts, place);
  if (!own || own.handler.scope === attempts.handler.scope) return attempts;
  return {
    ...attempts,
    calls: [...attempts.calls, ...own.calls],
    homes: [...attempts.homes, ...own.homes],
    certain: attempts.certain && own.certain,
  };
}

/** What is attempted around a place, by itself. */
export function attemptsAround({ project, handler }: Attempts, place: ts.Node): Attempts | undefined {
  const scope = handlerAround(place);
  const known = scope && around.get(scope);
  if (!scope || known) return known;
  const own = attemptsOf(project, { ...handler, scope });
  around.set(scope, own);
  return own;
}

function handlerAround(place: ts.Node): ts.Node | undefined {
  for (let current = place.parent; current; current = current.parent)
    if (ts.isCatchClause(current) || isRejectionCallback(current)) return current;
  return undefined;
}

/** The code whose errors come to the handler. */
function sourceOf(scope: ts.Node): ts.Node | undefined {
  if (ts.isCatchClause(scope)) return scope.parent.tryBlock;
  if (!isRejectionCallback(scope)) return undefined;
  return ((scope.parent as ts.CallExpression).expression as ts.PropertyAccessExpression).expression;
}

function functionsAround(node: ts.Node): FunctionLike[] {
  const found: FunctionLike[] = [];
  for (let owner = enclosingFunction(node); owner; owner = enclosingFunction(owner)) found.push(owner);
  return found;
}

export function calleeName({ expression }: Call): ts.Expression {
  const callee = unwrap(expression);
  return ts.isPropertyAccessExpression(callee) ? (callee.name as ts.Identifier) : callee;
}

export function isOfPlatform(project: Project, call: Call): boolean {
  return declaredAs(symbolOf(project, calleeName(call)))?.area.startsWith('platform/') ?? false;
}

export function isOfSdk(project: Project, call: Call): boolean {
  const declared = declaredAs(symbolOf(project, calleeName(call)));
  return declared ? isSdkArea(declared) : isMemberOfSdk(project, unwrap(call.expression));
}

/** The classes of the SDK have more members than our declarations name. */
function isMemberOfSdk(project: Project, callee: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return declaredTypes(project, project.checker.getTypeAtLocation(callee.expression)).some(isSdkArea);
}

const isSdkArea = ({ area }: Declared): boolean => area.startsWith('v');

/** The functions of the project that a call may run, those that callers pass as a parameter included. */
export function calleesOf(project: Project, call: Call): readonly FunctionLike[] {
  const direct = calledAt(project, call).filter(({ body }) => body !== undefined);
  if (direct.length > 0) return direct;
  return functionsIn(project, call.expression);
}

/** The functions of the project that an expression may stand for. */
export function functionsIn(project: Project, expression: ts.Expression, depth = 0): readonly FunctionLike[] {
  const node = unwrap(expression);
  if (isFunctionLike(node)) return [node];
  if (depth > 6 || isUnknown(project, expression)) return [];
  if (ts.isCallExpression(node)) return functionsGiven(project, node, depth);
  const name = nameIn(node);
  const declaration = name && declarationOf(project, name);
  if (!declaration) return [];
  if (isFunctionLike(declaration)) return declaration.body ? [declaration] : [];
  if (ts.isParameter(declaration) && isFunctionLike(declaration.parent)) {
    if (!mayBeFunction(project, declaration)) return [];
    const owner = declaration.parent;
    // A helper of half the program may run anything.
    if (!askForCalls(project, owner, 'askFew')) return [];
    const given = argumentsSeen(project, owner, owner.parameters.indexOf(declaration));
    const values = [
      ...given.map(({ node: value }) => value),
      ...(declaration.initializer ? [declaration.initializer] : []),
    ];
    return values.flatMap((value) => functionsIn(project, value, depth + 1));
  }
  const initializer = (declaration as Partial<ts.VariableDeclaration>).initializer;
  return initializer ? functionsIn(project, initializer, depth + 1) : [];
}

/** `error: unknown`: nothing takes it for a function without a test or a cast, after which it has another type. */
const isUnknown = ({ checker }: Project, expression: ts.Expression): boolean =>
  (checker.getTypeAtLocation(expression).flags & ts.TypeFlags.Unknown) !== 0;

/** `useCallback(load, [])`, `debounce(load)`, `load.bind(this)`: what a call gives may run the functions that it is given. */
function functionsGiven(project: Project, call: ts.CallExpression, depth: number): readonly FunctionLike[] {
  const type = project.checker.getTypeAtLocation(call);
  if (!(type.flags & ts.TypeFlags.Any) && type.getCallSignatures().length === 0) return [];
  const callee = unwrap(call.expression);
  const bound =
    ts.isPropertyAccessExpression(callee) && callee.name.text === 'bind' ? [callee.expression] : [];
  return [...bound, ...call.arguments].flatMap((each) => functionsIn(project, each, depth + 1));
}

/** What declares a name: of a name that a pattern takes out of a record, the member. */
function declarationOf(project: Project, name: ts.Node): ts.Declaration | undefined {
  let declaration = symbolOf(project, name)?.valueDeclaration;
  if (declaration && ts.isBindingElement(declaration))
    declaration = memberTaken(project, declaration) ?? declaration;
  if (!declaration || !ts.isShorthandPropertyAssignment(declaration)) return declaration;
  return project.checker.getShorthandAssignmentValueSymbol(declaration)?.valueDeclaration;
}

/** `run`, `link.run`, `link['run']`: what names the function. */
function nameIn(node: ts.Expression): ts.Node | undefined {
  if (ts.isIdentifier(node)) return node;
  if (ts.isPropertyAccessExpression(node)) return node.name;
  const key = ts.isElementAccessExpression(node) ? unwrap(node.argumentExpression) : undefined;
  return key && ts.isStringLiteralLike(key) ? key : undefined;
}

/** False for a parameter whose type has no call: its callers need not be looked for. */
function mayBeFunction({ checker }: Project, parameter: ts.ParameterDeclaration): boolean {
  const type = checker.getTypeAtLocation(parameter);
  const parts = type.isUnion() ? type.types : [type];
  const vague =
    ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Instantiable | ts.TypeFlags.NonPrimitive;
  return parts.some((part) => part.flags & vague || part.getCallSignatures().length > 0);
}

/** Whether a call leads to another attempt; undefined where it cannot be looked into. */
export function callReaches(call: Call, attempts: Attempts, seen = new Set<ts.Node>()): boolean | undefined {
  const { project } = attempts;
  if (isRequest(project, call) || attempts.runs.has(call)) return true;
  const targets = calleesOf(project, call);
  if (targets.length === 0) {
    if (isOfPlatform(project, call) || isOfSdk(project, call)) return false;
    return isCalledAlike(call, attempts) ? true : undefined;
  }
  // `explain(error.cause)` looks deeper into the error. It repeats no request.
  if (targets.some((target) => attempts.homes.includes(target))) return true;
  return targets.some((target) => target.body && codeReaches(target.body, attempts, seen));
}

/** `state.call(…)`, where `state` has no type: a function around the handler has that name. */
function isCalledAlike({ expression }: Call, { project, homes }: Attempts): boolean {
  const callee = unwrap(expression);
  if (!ts.isPropertyAccessExpression(callee) || !homes.some((each) => nameOf(each) === callee.name.text))
    return false;
  return Boolean(project.checker.getTypeAtLocation(callee.expression).flags & ts.TypeFlags.Any);
}

/** Whether code leads to another attempt, as far as it can be looked into. */
export function codeReaches(code: ts.Node, attempts: Attempts, seen = new Set<ts.Node>()): boolean {
  if (seen.has(code)) return false;
  seen.add(code);
  const { project } = attempts;
  for (const node of descendants(code)) {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      if (callReaches(node, attempts, seen) || isSameCall(node, attempts)) return true;
    } else if (ts.isIdentifier(node) && isPassed(node)) {
      // `setTimeout(poll, 1000)`
      const targets = functionsIn(project, node);
      if (targets.some((each) => attempts.homes.includes(each))) return true;
    }
  }
  return false;
}

/** `watch(problem, () => run())`: a call gets a function that makes another attempt. */
export const isGivenAttempt = (call: Call, attempts: Attempts): boolean =>
  calleesOf(attempts.project, call).length === 0 &&
  (call.arguments ?? []).some((argument) =>
    functionsIn(attempts.project, argument).some(
      (each) => attempts.homes.includes(each) || (each.body && codeReaches(each.body, attempts)),
    ),
  );

const isPassed = (node: ts.Identifier): boolean =>
  ts.isCallExpression(node.parent) && node.parent.expression !== node;

/** The function that failed, called again: under its own name, whatever object it is called on. */
export function isSameCall(node: Call, { project, calls, certain }: Attempts): boolean {
  // Where the requests are known, another call that failed was none.
  if (certain || calls.includes(node)) return false;
  const target = symbolOf(project, calleeName(node));
  if (!target) return false;
  return calls.some(
    (call) => symbolOf(project, calleeName(call)) === target && isWaitedFor(call) && isWaitedFor(node),
  );
}

/** `await call()`, `return call()`. */
export function isWaitedFor(node: ts.Expression): boolean {
  const { parent } = wrapped(node);
  return (
    ts.isAwaitExpression(parent) ||
    ts.isReturnStatement(parent) ||
    (ts.isArrowFunction(parent) && parent.body === wrapped(node)) ||
    (ts.isPropertyAccessExpression(parent) && parent.expression === wrapped(node))
  );
}
