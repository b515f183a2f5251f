import { ts } from '../../../compiler.cjs';
import {
  descendants,
  enclosingFunction,
  isAbsent,
  isFunctionLike,
  isWithin,
  ownDescendants,
  unwrap,
} from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { rejectedBy } from '../../program/rejections.ts';
import { type CaughtError, clausesFor, test } from './caught-tests.ts';
import type { Made } from './error-tags.ts';

/** What a `catch` does with an error: it gets out again, it does not, or that cannot be told. */
export type Caught = 'rethrown' | 'settled' | 'unknown';

/** What gets an error: the block of a `catch`, the function of `.catch(…)`. */
export interface ErrorHandler {
  readonly name: ts.BindingName | undefined;
  readonly body: ts.Block | ts.Expression;
}

/** The `catch` of a `try`, or what follows a promise, where `node` is what is tried. */
export function handlerAround(project: Project, node: ts.Node): ErrorHandler | undefined {
  const { parent } = node;
  if (ts.isTryStatement(parent) && parent.tryBlock === node && parent.catchClause)
    return { name: parent.catchClause.variableDeclaration?.name, body: parent.catchClause.block };
  const call = parent.parent as ts.Node | undefined;
  if (!ts.isPropertyAccessExpression(parent) || !call || !ts.isCallExpression(call)) return undefined;
  if (parent.expression !== node || call.expression !== parent) return undefined;
  const { text } = parent.name;
  const at = text === 'catch' ? 0 : text === 'then' ? 1 : undefined;
  const given = at === undefined ? undefined : call.arguments[at];
  if (!given) return undefined;
  const [fn] = functionsAt(project, given);
  // What is not seen settles the error.
  return { name: fn?.parameters[0]?.name, body: fn?.body ?? given };
}

/**
 * Does an error leave what gets it?
 * Asked of each throw inside of a `try`, and of each promise that is followed by `.catch(…)`.
 * Gives what the statements do, where conditions ask nothing but the class of the error.
 *
 * @param made the construction of the error; the call of a check for an error of a package
 */
export function caughtBy(
  project: Project,
  { name, body }: ErrorHandler,
  made: ts.Node,
  calls: readonly ts.CallExpression[] = [],
): Caught {
  if (!name || !ts.isIdentifier(name)) return 'settled';
  const context = { project, name: name.text, made, calls, isRepeated: isRepeated(body) };
  if (!ts.isBlock(body)) return isPassedOn(context, body) ? 'rethrown' : 'settled';
  const caught = run(context, body.statements);
  return caught === 'settled' && isThrownLater(context, body) ? 'rethrown' : caught;
}

/**
 * Does an error get to a place in what catches it?
 * Asked of each throw in a `catch`. False where the tests before and around it ask for the class or a member, and it has another.
 */
export function mayReach({ project, made, calls }: Made, tried: ts.Node, place: ts.Node): boolean {
  const { parent } = tried;
  const clause = ts.isTryStatement(parent) ? parent.catchClause : undefined;
  const handler = clause
    ? { name: clause.variableDeclaration?.name, body: clause.block }
    : handlerAround(project, tried);
  if (!handler?.name || !ts.isIdentifier(handler.name) || !isWithin(place, handler.body)) return true;
  const context = { project, name: handler.name.text, made, calls, isRepeated: false };
  for (let node = place; node !== handler.body && node.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isIfStatement(parent) && node !== parent.expression) {
      const answer = test(context, parent.expression);
      if (answer !== undefined && answer !== (node === parent.thenStatement)) return false;
    }
    if (ts.isCaseBlock(parent)) {
      const clauses = clausesFor(context, parent.parent);
      if (clauses && !clauses.includes(node as ts.CaseOrDefaultClause)) return false;
    }
    if (!ts.isBlock(parent)) continue;
    const before = parent.statements.slice(0, Math.max(0, parent.statements.indexOf(node as ts.Statement)));
    if (before.some((each) => /^(?:rethrown|settled)$/.test(after(context, each) ?? ''))) return false;
  }
  return true;
}

/** True for a `catch` in a loop: what does not throw the error tries again. */
function isRepeated({ parent }: ts.Node): boolean {
  for (let node = parent; ts.isCatchClause(parent) && node && !isFunctionLike(node); node = node.parent)
    if (ts.isIterationStatement(node, false)) return true;
  return false;
}

/** `last = error`, and behind the loop `throw last`. */
function isThrownLater({ project, name }: CaughtError, body: ts.Block): boolean {
  const fn = enclosingFunction(body);
  const kept = body.statements.flatMap((each) => {
    const node = ts.isExpressionStatement(each) ? unwrap(each.expression) : each;
    const isPut =
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(node.right) &&
      node.right.text === name;
    return isPut && ts.isIdentifier(node.left) ? (declarationAt(project, node.left) ?? []) : [];
  });
  if (!fn || kept.length === 0) return false;
  const isKept = (node: ts.Expression): boolean => {
    const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
    return declaration !== undefined && kept.includes(declaration);
  };
  const isOut = (node: ts.Node): boolean => {
    if (!ts.isThrowStatement(node) || !isKept(unwrap(node.expression))) return false;
    for (let outer: ts.Node = node; outer !== fn; outer = outer.parent)
      if (ts.isIfStatement(outer) && !isThere(outer.expression, node.expression.getText())) return false;
    return true;
  };
  const nodes = [...ownDescendants(fn)];
  // Code that asks for its class may throw the right one.
  return (
    nodes.some(isOut) &&
    !nodes.some(
      (node) =>
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
        isKept(unwrap(node.left)),
    )
  );
}

/** A condition that asks whether there is an error, or for something else. */
function isThere(condition: ts.Expression, name: string): boolean {
  const node = unwrap(condition);
  const asked = ts.isBinaryExpression(node) && isAbsent(unwrap(node.right)) ? unwrap(node.left) : node;
  return ts.isIdentifier(asked) || !mentions(node, name);
}

const mentions = (node: ts.Node, name: string): boolean =>
  [...descendants(node)].some((each) => ts.isIdentifier(each) && each.text === name);

/** `n >= 3`, `n >= 3 || isFinal(error)`: at last it holds, whatever the error is. */
function holdsAtLast(condition: ts.Expression, name: string): boolean {
  const node = unwrap(condition);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken)
    return holdsAtLast(node.left, name) || holdsAtLast(node.right, name);
  return !mentions(node, name);
}

/** `Promise.reject(error)` */
function isPassedOn({ project, name }: CaughtError, value: ts.Expression | undefined): boolean {
  const node = value && unwrap(value);
  const given = node && ts.isCallExpression(node) ? rejectedBy(project, node) : undefined;
  return given !== undefined && ts.isIdentifier(given) && given.text === name;
}

const run = (context: CaughtError, statements: readonly ts.Statement[]): Caught =>
  endOf(context, statements) ?? 'settled';

function endOf(context: CaughtError, statements: readonly ts.Statement[]): Caught | undefined {
  for (const statement of statements) {
    const ended = after(context, statement);
    if (ended) return ended;
  }
  return undefined;
}

function inClauses(context: CaughtError, clauses: readonly ts.CaseOrDefaultClause[]): Caught | undefined {
  const statements = clauses.flatMap((clause) =>
    clause.statements.flatMap((each) => (ts.isBlock(each) ? [...each.statements] : [each])),
  );
  const end = statements.findIndex(ts.isBreakStatement);
  return endOf(context, end < 0 ? statements : statements.slice(0, end));
}

/** What a statement makes of the error; undefined where the next statement runs. */
function after(context: CaughtError, statement: ts.Statement): Caught | undefined {
  if (ts.isThrowStatement(statement)) {
    const thrown = unwrap(statement.expression);
    return ts.isIdentifier(thrown) && thrown.text === context.name ? 'rethrown' : 'settled';
  }
  if (ts.isReturnStatement(statement))
    return isPassedOn(context, statement.expression) ? 'rethrown' : 'settled';
  if (ts.isBlock(statement)) return endOf(context, statement.statements);
  if (context.isRepeated && ts.isContinueStatement(statement)) return undefined;
  const clauses = ts.isSwitchStatement(statement) ? clausesFor(context, statement) : undefined;
  if (clauses) return inClauses(context, clauses);
  if (!ts.isIfStatement(statement))
    return ts.isExpressionStatement(statement) || ts.isVariableStatement(statement) ? undefined : 'unknown';
  const answer = test(context, statement.expression);
  if (answer === undefined) {
    const both = [statement.thenStatement, statement.elseStatement].map(
      (each) => each && after(context, each),
    );
    if (context.isRepeated && both.includes('rethrown') && holdsAtLast(statement.expression, context.name))
      return 'rethrown';
    // A branch that is not taken goes on below; one that throws the error is enough to be in doubt.
    return both.includes('rethrown') || both.includes('unknown')
      ? 'unknown'
      : both[0] && both[1]
        ? both[0]
        : undefined;
  }
  const taken = answer ? statement.thenStatement : statement.elseStatement;
  return taken && after(context, taken);
}
