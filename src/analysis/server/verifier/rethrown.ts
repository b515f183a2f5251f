import { ts } from '../../../compiler.cjs';
import {
  descendants,
  enclosingFunction,
  isAbsent,
  isFunctionLike,
  ownDescendants,
  unwrap,
} from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { rejectedBy } from '../../program/rejections.ts';
import { sdkEntityAt, symbolOf } from '../../program/sdk-symbols.ts';
import { isTokenError, tokenCheckAt } from './package-calls.ts';

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
export function caughtBy(project: Project, { name, body }: ErrorHandler, made: ts.Node): Caught {
  if (!name || !ts.isIdentifier(name)) return 'settled';
  const context = { project, name: name.text, made, isRepeated: isRepeated(body) };
  if (!ts.isBlock(body)) return isPassedOn(context, body) ? 'rethrown' : 'settled';
  const caught = run(context, body.statements);
  return caught === 'settled' && isThrownLater(context, body) ? 'rethrown' : caught;
}

/** True for a `catch` in a loop: what does not throw the error tries again. */
function isRepeated({ parent }: ts.Node): boolean {
  for (let node = parent; ts.isCatchClause(parent) && node && !isFunctionLike(node); node = node.parent)
    if (ts.isIterationStatement(node, false)) return true;
  return false;
}

/** `last = error`, and behind the loop `throw last`. */
function isThrownLater({ project, name }: Context, body: ts.Block): boolean {
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
function isPassedOn({ project, name }: Context, value: ts.Expression | undefined): boolean {
  const node = value && unwrap(value);
  const given = node && ts.isCallExpression(node) ? rejectedBy(project, node) : undefined;
  return given !== undefined && ts.isIdentifier(given) && given.text === name;
}

interface Context {
  readonly project: Project;
  readonly name: string;
  readonly made: ts.Node;
  readonly isRepeated: boolean;
}

function run(context: Context, statements: readonly ts.Statement[]): Caught {
  for (const statement of statements) {
    const ended = after(context, statement);
    if (ended) return ended;
  }
  return 'settled';
}

/** What a statement makes of the error; undefined where the next statement runs. */
function after(context: Context, statement: ts.Statement): Caught | undefined {
  if (ts.isThrowStatement(statement)) {
    const thrown = unwrap(statement.expression);
    return ts.isIdentifier(thrown) && thrown.text === context.name ? 'rethrown' : 'settled';
  }
  if (ts.isReturnStatement(statement))
    return isPassedOn(context, statement.expression) ? 'rethrown' : 'settled';
  if (ts.isBlock(statement))
    return run(context, statement.statements) === 'settled' && !ends(statement)
      ? undefined
      : run(context, statement.statements);
  if (context.isRepeated && ts.isContinueStatement(statement)) return undefined;
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

function ends(block: ts.Block): boolean {
  const last = block.statements.at(-1);
  return last !== undefined && (ts.isThrowStatement(last) || ts.isReturnStatement(last));
}

function test(context: Context, condition: ts.Expression): boolean | undefined {
  const node = unwrap(condition);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = test(context, node.operand);
    return inner === undefined ? undefined : !inner;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const { left, right, operatorToken } = node;
  if (operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) {
    const subject = unwrap(left);
    return ts.isIdentifier(subject) && subject.text === context.name ? isInstance(context, right) : undefined;
  }
  const [a, b] = [test(context, left), test(context, right)];
  if (operatorToken.kind === ts.SyntaxKind.BarBarToken)
    return a === true || b === true ? true : a === false && b === false ? false : undefined;
  if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return a === false || b === false ? false : a === true && b === true ? true : undefined;
  return undefined;
}

function isInstance({ project, made }: Context, tested: ts.Expression): boolean | undefined {
  const check = ts.isCallExpression(made) ? tokenCheckAt(project, made) : undefined;
  if (check && isTokenError(project, tested, check.module)) return true;
  const symbol = symbolOf(project, unwrap(tested));
  if (!symbol) return undefined;
  // Errors of packages extend no class of the SDK or of the project, but Error.
  if (!ts.isNewExpression(made))
    return symbol.name === 'Error'
      ? true
      : sdkEntityAt(project, unwrap(tested)) || symbol.valueDeclaration
        ? false
        : undefined;
  const { checker } = project;
  const type = checker.getTypeAtLocation(made);
  const seen = new Set<ts.Type>();
  const reaches = (current: ts.Type): boolean => {
    if (seen.has(current)) return false;
    seen.add(current);
    if (current.symbol === symbol) return true;
    return current.isClassOrInterface() && checker.getBaseTypes(current).some(reaches);
  };
  if (type.flags & ts.TypeFlags.Any) return undefined;
  return reaches(type);
}
