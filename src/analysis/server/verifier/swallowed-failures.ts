import { ts } from '../../../compiler.cjs';
import {
  descendants,
  enclosingFunction,
  type FunctionLike,
  isAbsent,
  ownDescendants,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { madeBy } from './failed-results.ts';
import type { Leaving } from './leaving.ts';
import { isOfTokenPackage } from './package-calls.ts';

const maxDepth = 3;

/** What a condition may ask about: failures that are caught on the way, and the other answers. */
interface Failures {
  /** What a `catch` returns for a failure that is not the token's, where the condition may hold for it. */
  readonly swallowed: ts.Node | undefined;
  /** False where it holds for no other answer. */
  readonly others: boolean;
}

/**
 * Does a condition also hold after a failure that is not the token's: `if (!info)`, where a `catch` around a request gives null?
 * Asked of the condition that guards a plain error, before the token is taken for what is at fault.
 * Each answer is put into the condition and into those before it that end; what cannot be told counts as holding.
 */
export function failuresBehind(project: Project, condition: ts.Expression): Failures {
  const scope = enclosingFunction(condition);
  const found: Failures[] = [];
  for (const name of descendants(condition)) {
    const declaration = ts.isIdentifier(name) ? declarationAt(project, name) : undefined;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) continue;
    const values = [declaration.initializer, ...bindingsOf(project).assigned.get(declaration)].filter(
      (value) => enclosingFunction(value) === scope,
    );
    const asked = [condition, ...before(condition)];
    const reaches = ({ value }: Given): boolean =>
      asked.every((each, at) => {
        const answer = holdsFor(project, each, name as ts.Identifier, value);
        return at === 0 ? answer !== false : answer !== true;
      });
    const swallowed = values.flatMap((value) => givenByCatches(project, value, 0)).find(reaches)?.at;
    found.push({ swallowed, others: values.some((value) => otherAnswers(project, value, 0).some(reaches)) });
  }
  return {
    swallowed: found.find((each) => each.swallowed)?.swallowed,
    others: found.length === 0 || found.some(({ others }) => others),
  };
}

/** What a `catch` gives into the result that a method is called on: `(await verify(token)).unwrap()`, `verify(token).match(…)`. */
export function swallowedIn(project: Project, { at, calls }: Leaving): ts.Node | undefined {
  return [...calls, ...callsAround(at)]
    .flatMap((call) => madeBy(project, call.expression) ?? [])
    .flatMap((made) => givenByCatches(project, made, 0))[0]?.at;
}

/** The calls that get the function around a place. */
function callsAround(at: ts.Node): readonly ts.CallExpression[] {
  const fn = enclosingFunction(at);
  const call = fn && ts.isExpression(fn) ? wrapped(fn).parent : undefined;
  return call && ts.isCallExpression(call) ? [call] : [];
}

/** The conditions of statements before one in its block that end: `if (r.down) throw …`. */
function before(condition: ts.Expression): readonly ts.Expression[] {
  const { parent: statement } = condition;
  const block = statement.parent;
  if (!ts.isIfStatement(statement) || !ts.isBlock(block)) return [];
  return block.statements.slice(0, block.statements.indexOf(statement)).flatMap((each) => {
    if (!ts.isIfStatement(each) || each.elseStatement) return [];
    const last = ts.isBlock(each.thenStatement) ? each.thenStatement.statements.at(-1) : each.thenStatement;
    return last && (ts.isThrowStatement(last) || ts.isReturnStatement(last)) ? [each.expression] : [];
  });
}

/** What a call gives where nothing is caught; an answer that nobody sees into may be anything. */
function otherAnswers(project: Project, value: ts.Expression, depth: number): readonly Given[] {
  const node = unwrap(value);
  if (ts.isAwaitExpression(node)) return otherAnswers(project, node.expression, depth);
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].flatMap((each) => otherAnswers(project, each, depth));
  const functions =
    ts.isCallExpression(node) && depth < maxDepth ? functionsAt(project, node.expression) : [];
  if (functions.length === 0) return [{ at: node, value: node }];
  return functions.flatMap((fn) =>
    (bindingsOf(project).returns.get(fn) ?? [])
      .filter((each) => !isCaught(each, fn))
      .flatMap((each) => otherAnswers(project, each, depth + 1)),
  );
}

function isCaught(value: ts.Node, fn: FunctionLike): boolean {
  for (let node = value; node !== fn && node.parent; node = node.parent)
    if (ts.isCatchClause(node)) return true;
  return false;
}

/** What is given instead of a failure; undefined for nothing. */
interface Given {
  readonly at: ts.Node;
  readonly value: ts.Expression | undefined;
}

/** What catches of failures give that have nothing to do with the token. */
function givenByCatches(project: Project, value: ts.Expression, depth: number): readonly Given[] {
  const node = unwrap(value);
  if (ts.isAwaitExpression(node)) return givenByCatches(project, node.expression, depth);
  if (!ts.isCallExpression(node) || depth > maxDepth) return [];
  const callee = unwrap(node.expression);
  const handler =
    ts.isPropertyAccessExpression(callee) && callee.name.text === 'catch' ? node.arguments[0] : undefined;
  if (handler && ts.isPropertyAccessExpression(callee))
    return mayFailItself(project, callee.expression)
      ? functionsAt(project, handler).flatMap((fn) => settled(project, fn.body, fn))
      : givenByCatches(project, callee.expression, depth);
  return functionsAt(project, node.expression).flatMap((fn) => [
    ...catchesOf(fn)
      .filter((clause) => mayFailItself(project, clause.parent.tryBlock))
      .flatMap((clause) => settled(project, clause.block, fn)),
    ...(bindingsOf(project).returns.get(fn) ?? []).flatMap((each) =>
      givenByCatches(project, each, depth + 1),
    ),
  ]);
}

const catchesOf = (fn: FunctionLike): readonly ts.CatchClause[] =>
  fn.body ? [...ownDescendants(fn.body)].filter(ts.isCatchClause) : [];

/** What a handler gives for every error; nothing where it throws, or decides by the error. */
function settled(project: Project, body: ts.Node | undefined, fn: FunctionLike): readonly Given[] {
  if (!body) return [];
  if (!ts.isBlock(body)) return ts.isExpression(body) ? made(project, body, body) : [];
  const nodes = [...ownDescendants(body)];
  const returns = nodes.filter(ts.isReturnStatement);
  if (nodes.some(ts.isThrowStatement) || returns.some(({ parent }) => parent !== body)) return [];
  const last = fn.body && ts.isBlock(fn.body) ? fn.body.statements.at(-1) : undefined;
  const [found = last && ts.isReturnStatement(last) ? last : undefined] = returns;
  return found?.expression
    ? made(project, found.expression, found)
    : [{ at: found ?? body, value: undefined }];
}

/** `err('down')`: what a function of the project makes. */
function made(project: Project, value: ts.Expression, at: ts.Node): readonly Given[] {
  const node = unwrap(value);
  const results = ts.isCallExpression(node)
    ? functionsAt(project, node.expression).flatMap((fn) => bindingsOf(project).returns.get(fn) ?? [])
    : [];
  return (results.length > 0 ? results : [node]).map((each) => ({ at, value: each }));
}

/** True where something is waited for that is no check of the token. */
function mayFailItself(project: Project, tried: ts.Node): boolean {
  const nodes = [...descendants(tried)];
  const calls = nodes.filter(ts.isCallExpression);
  return (
    (nodes.some(ts.isAwaitExpression) || ts.isExpression(tried)) &&
    !calls.some((call) => checks(project, call, 0))
  );
}

/** A check of a token package, also in functions of the project. */
function checks(project: Project, call: ts.CallExpression, depth: number): boolean {
  if (isOfTokenPackage(project, call)) return true;
  if (depth > maxDepth) return false;
  return functionsAt(project, call.expression).some(
    ({ body }) =>
      body &&
      [...descendants(body)].some((node) => ts.isCallExpression(node) && checks(project, node, depth + 1)),
  );
}

/** Whether a condition about a value holds for another one: `!r.ok && !r.down` for `{ ok: false, down: true }`. */
function holdsFor(
  project: Project,
  condition: ts.Expression,
  name: ts.Identifier,
  value: ts.Expression | undefined,
): boolean | undefined {
  return holds(unwrap(condition));

  function holds(node: ts.Expression): boolean | undefined {
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      const inner = holds(unwrap(node.operand));
      return inner === undefined ? undefined : !inner;
    }
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      const [a, b] = [holds(unwrap(node.left)), holds(unwrap(node.right))];
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return a === false || b === false ? false : a && b;
      if (kind === ts.SyntaxKind.BarBarToken)
        return a || b ? true : a === false && b === false ? false : undefined;
      return undefined;
    }
    if (ts.isIdentifier(node) && node.text === name.text) return isTrue(value);
    const isMember = ts.isPropertyAccessExpression(node) && ts.isIdentifier(unwrap(node.expression));
    if (!isMember || unwrap(node.expression).getText() !== name.text) return undefined;
    if (!value || isAbsent(unwrap(value))) return false;
    const { entries, complete } = memberOf(project, value, node.name.text);
    const [entry] = entries;
    return entry ? (entry.value ? isTrue(entry.value) : true) : complete ? false : undefined;
  }
}

/** Whether a value is truthy, where it is written out. */
function isTrue(value: ts.Expression | undefined): boolean | undefined {
  const node = value && unwrap(value);
  if (!node || isAbsent(node) || node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isStringLiteralLike(node)) return node.text !== '';
  return node.kind === ts.SyntaxKind.TrueKeyword ||
    ts.isObjectLiteralExpression(node) ||
    ts.isTemplateExpression(node)
    ? true
    : undefined;
}
