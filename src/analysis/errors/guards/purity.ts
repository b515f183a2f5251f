import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isAssignment, unwrap } from '../../program/ast.ts';
import { calledSymbol } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isDeferred, onlyFunctionAt } from './own-functions.ts';

/** Whether a node has no effects. Only then may it be left out, or be evaluated twice. */
export function isPure(node: ts.Node, { project }: { readonly project: Project }): boolean {
  const root = ts.isExpression(node) ? unwrap(node) : node;
  for (const current of descendants(root)) {
    if (isEffect(current)) return false;
    if (ts.isNewExpression(current) && !makesValue(project, current)) return false;
    if (ts.isCallExpression(current) && !isKnownCall(current, project)) return false;
  }
  return true;
}

/**
 * Like {@link isPure} where only answers are compared: a call that cannot be looked into, and whose boolean is tested, counts
 * as a question. Nothing tells what else it does, for either error.
 */
export function onlyAsks(node: ts.Node, { project }: { readonly project: Project }): boolean {
  for (const current of descendants(node)) {
    if (isEffect(current)) return false;
    if (ts.isNewExpression(current) && !makesValue(project, current)) return false;
    if (ts.isCallExpression(current) && !isKnownCall(current, project) && !isQuestion(current, project))
      return false;
  }
  return true;
}

function isQuestion(node: ts.CallExpression, project: Project): boolean {
  if (onlyFunctionAt(project, node.expression)) return false;
  return Boolean(project.checker.getTypeAtLocation(node).flags & ts.TypeFlags.BooleanLike);
}

function isEffect(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true;
  if (ts.isTaggedTemplateExpression(node) || ts.isDeleteExpression(node)) return true;
  if (ts.isPostfixUnaryExpression(node) || ts.isThrowStatement(node)) return true;
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
  return ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind);
}

const values: ReadonlySet<string> = new Set(['Set', 'Map', 'URL', 'Date', 'RegExp']);

function makesValue(project: Project, node: ts.NewExpression): boolean {
  const declared = declaredAs(symbolOf(project, node.expression));
  return values.has(declared?.name ?? '') && declared!.area.startsWith('platform/');
}

const pureFunctions: ReadonlySet<string> = new Set(['String', 'Number', 'Boolean', 'parseInt']);
/** Methods of the language and of the SDK's classes. */
const pureMethods: ReadonlySet<string> = new Set([
  ...['isInstance', 'includes', 'has', 'get', 'some', 'every', 'find', 'filter', 'map', 'indexOf', 'isArray'],
  ...['startsWith', 'endsWith', 'toString', 'toLowerCase', 'toUpperCase', 'trim', 'match', 'test', 'search'],
  ...['slice', 'split', 'join', 'replace', 'isInteger', 'isFinite', 'isError', 'floor', 'trunc', 'freeze'],
  ...['hasOwn', 'hasOwnProperty'],
]);

function isKnownCall(node: ts.CallExpression, project: Project): boolean {
  const callee = unwrap(node.expression);
  const own = onlyFunctionAt(project, callee);
  if (own) return isPureFunction(own, project);
  // What another declaration calls so may do anything.
  const symbol = calledSymbol(project, node);
  if (symbol ? !declaredAs(symbol) : !isOfUntypedText(callee)) return false;
  if (ts.isIdentifier(callee)) return pureFunctions.has(callee.text);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  // `Object.prototype.hasOwnProperty.call(…)`
  const method = callee.name.text === 'call' ? unwrap(callee.expression) : callee;
  return ts.isPropertyAccessExpression(method) && pureMethods.has(method.name.text);
}

/** `error.message.includes(…)` where the error has no type: the texts of an error are texts. */
function isOfUntypedText(callee: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const owner = unwrap(callee.expression);
  if (ts.isCallExpression(owner)) return isOfUntypedText(unwrap(owner.expression));
  return ts.isPropertyAccessExpression(owner) && textsOfErrors.has(owner.name.text);
}

const textsOfErrors: ReadonlySet<string> = new Set(['message', 'name', 'stack']);

const cache = new WeakMap<FunctionLike, boolean>();

function isPureFunction(node: FunctionLike, project: Project): boolean {
  const known = cache.get(node);
  if (known !== undefined) return known;
  // A function that calls itself counts as one with effects.
  cache.set(node, false);
  const pure = node.body !== undefined && !isDeferred(node) && isPure(node.body, { project });
  cache.set(node, pure);
  return pure;
}
