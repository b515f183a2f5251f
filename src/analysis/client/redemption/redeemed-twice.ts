import { ts } from '../../../compiler.cjs';
import { enclosingFunction, references, unwrap, wrapped } from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import type { Redemption } from './finish-auth-calls.ts';

/**
 * True when the code of this call may be redeemed again: by another call in the same run of the function, or by the next
 * round of a loop. `finishAuth` is not idempotent, an authorization code works once (RFC 6749 §4.1.2).
 */
export function redeemedTwice(project: Project, redemption: Redemption, all: readonly Redemption[]): boolean {
  const { call } = redemption;
  const code = codeSymbol(project, redemption);
  if (!code) return false;
  if (loopsAround(project, call, code)) return true;
  const scope = enclosingFunction(call);
  return all.some(
    (other) =>
      other.call !== call &&
      enclosingFunction(other.call) === scope &&
      codeSymbol(project, other) === code &&
      !excludeEachOther(call, other.call),
  );
}

function codeSymbol(project: Project, { code }: Redemption): ts.Symbol | undefined {
  const value = unwrap(code);
  return ts.isIdentifier(value) ? symbolOf(project, value) : undefined;
}

/** A loop that holds the call but not the declaration of the code, or a function that is called several times for one code. */
function loopsAround(
  project: Project,
  call: ts.Node,
  code: ts.Symbol,
  seen: ReadonlySet<ts.Node> = new Set(),
): boolean {
  const declaration = code.valueDeclaration;
  if (!declaration) return false;
  for (let node = call.parent; node && !isWithin(declaration, node); node = node.parent) {
    if (ts.isIterationStatement(node, false)) return true;
    if (ts.isFunctionLike(node) && !isFunctionArgument(node) && !isCalledHere(node)) return false;
    if (isFunctionArgument(node) && runsSeveralTimes(project, node, seen)) return true;
  }
  return false;
}

/** `(async () => { … })()` */
const isCalledHere = (node: ts.Node): boolean => {
  const { parent } = wrapped(node as ts.Expression);
  return ts.isCallExpression(parent) && parent.expression === wrapped(node as ts.Expression);
};

type FunctionArgument = ts.ArrowFunction | ts.FunctionExpression;

function isFunctionArgument(node: ts.Node): node is FunctionArgument {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  const { parent } = wrapped(node);
  return ts.isCallExpression(parent) && parent.expression !== wrapped(node);
}

/** `transports.map((each) => …)`, and a function of the project that calls what it is given in a loop: `withRetry(() => …)`. */
function runsSeveralTimes(project: Project, fn: FunctionArgument, seen: ReadonlySet<ts.Node>): boolean {
  // A helper that passes on to itself what it is given: a retry.
  if (seen.has(fn)) return true;
  const next = new Set([...seen, fn]);
  const given = wrapped(fn);
  const call = given.parent as ts.CallExpression;
  const callee = unwrap(call.expression);
  const declared = ts.isPropertyAccessExpression(callee)
    ? declaredAs(symbolOf(project, callee.name))
    : undefined;
  if (declared?.area === 'platform/es' && collections.has(declared.name)) return true;
  const parameter = functionAt(project, callee)?.parameters[call.arguments.indexOf(given)];
  const symbol = parameter && ts.isIdentifier(parameter.name) && symbolOf(project, parameter.name);
  if (!parameter || !symbol) return false;
  return references(project.checker, symbol, parameter.parent).some(
    (use) =>
      ts.isCallExpression(use.parent) &&
      use.parent.expression === use &&
      loopsAround(project, use.parent, symbol, next),
  );
}

const collections: ReadonlySet<string> = new Set([
  'Array',
  'ReadonlyArray',
  'Map',
  'ReadonlyMap',
  'Set',
  'ReadonlySet',
]);

/** True for calls in branches of which only one can run. */
export function excludeEachOther(a: ts.Node, b: ts.Node): boolean {
  const path = new Set<ts.Node>();
  for (let node = a; node; node = node.parent) path.add(node);
  let below = b;
  while (below.parent && !path.has(below.parent)) below = below.parent;
  const common = below.parent;
  if (!common) return false;
  const [first, second] = a.pos < b.pos ? [a, b] : [b, a];
  if (ts.isIfStatement(common) || ts.isConditionalExpression(common))
    return !isWithin(a, conditionOf(common)) && !isWithin(b, conditionOf(common));
  if (ts.isCaseBlock(common)) return true;
  return leavesBefore(first, second, common);
}

function conditionOf(node: ts.IfStatement | ts.ConditionalExpression): ts.Node {
  return ts.isIfStatement(node) ? node.expression : node.condition;
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}

/** True when the branch of the first call returns or throws before the second is reached: `if (x) { …; return; }`. */
function leavesBefore(first: ts.Node, second: ts.Node, common: ts.Node): boolean {
  for (let node = first; node && node !== common; node = node.parent) {
    if (isWithin(second, node)) return false;
    // What is returned from a `try` may still throw: then the `catch` runs.
    if (ts.isTryStatement(common)) return false;
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
    if (!ts.isBlock(node) || node.parent === common.parent) continue;
    const last = node.statements.at(-1);
    if (last && (ts.isReturnStatement(last) || ts.isThrowStatement(last)) && ts.isIfStatement(node.parent))
      return true;
  }
  return false;
}
