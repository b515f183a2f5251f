import { ts } from '../../../compiler.cjs';
import { finishAuthMethod } from '../../../sdk/roles.ts';
import { descendants, memberName, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isUrlSearchParams } from '../query/query-read.ts';

/**
 * `typeof x === 'string' ? t.finishAuth(x) : t.finishAuth(x)`, with `if` as well, or inside of the call. It is how a wrapper of
 * a published package takes both forms. Where no type says that `x` may be the query, as in JavaScript, this test does.
 */
export function isDispatched(project: Project, code: ts.Expression): boolean {
  const value = unwrap(code);
  if (ts.isConditionalExpression(value)) return isConverted(project, value);
  const symbol = symbolIn(project, value);
  if (!symbol) return false;
  for (let node: ts.Node = value; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    const other = otherSide(project, node, symbol);
    if (other) return redeems(project, other, symbol);
  }
  return false;
}

/** `typeof x === 'string' ? new URLSearchParams({ code: x }) : x` */
function isConverted(
  project: Project,
  { condition, whenTrue, whenFalse }: ts.ConditionalExpression,
): boolean {
  const symbol = testedForText(project, condition);
  const [text, query] = isNegated(condition) ? [whenFalse, whenTrue] : [whenTrue, whenFalse];
  return (
    symbol !== undefined &&
    symbolIn(project, unwrap(query)) === symbol &&
    isUrlSearchParams(project, unwrap(text))
  );
}

/** What runs instead of `node`, where a test of the symbol's type decides between the two. */
function otherSide(project: Project, node: ts.Node, symbol: ts.Symbol): readonly ts.Node[] | undefined {
  const { parent } = node;
  if (ts.isConditionalExpression(parent) && node !== parent.condition)
    return testedForText(project, parent.condition) === symbol
      ? [node === parent.whenTrue ? parent.whenFalse : parent.whenTrue]
      : undefined;
  if (ts.isIfStatement(parent) && node !== parent.expression) {
    if (testedForText(project, parent.expression) !== symbol) return undefined;
    if (node === parent.elseStatement) return [parent.thenStatement];
    return parent.elseStatement ? [parent.elseStatement] : statementsAfter(parent);
  }
  const ended = ts.isStatement(node)
    ? statementsBefore(node).find(
        (each) => ts.isIfStatement(each) && testedForText(project, each.expression) === symbol,
      )
    : undefined;
  return ended && ts.isIfStatement(ended) && endsThere(ended.thenStatement)
    ? [ended.thenStatement]
    : undefined;
}

/** The symbol that `typeof x === 'string'` or its opposite tests. */
function testedForText(project: Project, condition: ts.Expression): ts.Symbol | undefined {
  const node = unwrap(condition);
  if (!ts.isBinaryExpression(node) || !comparisons.has(node.operatorToken.kind)) return undefined;
  const sides = [unwrap(node.left), unwrap(node.right)];
  const asked = sides.find(ts.isTypeOfExpression);
  const isText = sides.some((side) => ts.isStringLiteralLike(side) && side.text === 'string');
  return asked && isText ? symbolIn(project, unwrap(asked.expression)) : undefined;
}

const opposites: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
const comparisons: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ...opposites,
]);

function isNegated(condition: ts.Expression): boolean {
  const node = unwrap(condition);
  return ts.isBinaryExpression(node) && opposites.has(node.operatorToken.kind);
}

function redeems(project: Project, nodes: readonly ts.Node[], symbol: ts.Symbol): boolean {
  return nodes.some((node) =>
    [...descendants(node)].some((call) => {
      if (!ts.isCallExpression(call) || memberName(unwrap(call.expression)) !== finishAuthMethod)
        return false;
      const [given] = call.arguments;
      return given !== undefined && symbolIn(project, unwrap(given)) === symbol;
    }),
  );
}

const symbolIn = (project: Project, node: ts.Expression): ts.Symbol | undefined =>
  ts.isIdentifier(node) ? symbolOf(project, node) : undefined;

function statementsAfter(statement: ts.IfStatement): readonly ts.Statement[] {
  const { parent } = statement;
  if (!ts.isBlock(parent) || !endsThere(statement.thenStatement)) return [];
  return parent.statements.slice(parent.statements.indexOf(statement) + 1);
}

function statementsBefore(statement: ts.Statement): readonly ts.Statement[] {
  const { parent } = statement;
  return ts.isBlock(parent) ? parent.statements.slice(0, parent.statements.indexOf(statement)) : [];
}

function endsThere(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}
