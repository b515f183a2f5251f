import { ts } from '../../../compiler.cjs';
import { enclosingStatement, ownDescendants, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { valuesBehind } from '../../program/values-behind.ts';

/**
 * Is a place reached by no value that its type allows?
 * Asked of a throw, and of a call that leads to one: `default: throw new Error(kind satisfies never)`, `assertNever(kind)`.
 * False for a type that a cast or a package asserts: a token may say something else.
 */
export function isExhausted(project: Project, node: ts.Node): boolean {
  const statement = enclosingStatement(node);
  const list = statement?.parent;
  if (!statement || !list) return false;
  const isBlock = ts.isBlock(list) || ts.isCaseOrDefaultClause(list);
  const before = isBlock ? list.statements.filter(({ end }) => end <= statement.end) : [statement];
  if (before.some((each) => [...ownDescendants(each)].some((part) => isNever(project, part)))) return true;
  const clause = ts.isBlock(list) ? list.parent : list;
  if (isAfterYield(project, before)) return true;
  return ts.isDefaultClause(clause) && hasCaseForAll(project, clause.parent);
}

function isNever(project: Project, node: ts.Node): boolean {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  if ((node.parent as ts.NamedDeclaration).name === node) return false;
  const isNone = (project.checker.getTypeAtLocation(node).flags & ts.TypeFlags.Never) !== 0;
  return isNone && !declaresFunction(project, node) && isOfOwnMaking(project, node, new Set());
}

const declaresFunction = (project: Project, node: ts.Expression): boolean => {
  const declaration = declarationAt(project, node);
  return declaration !== undefined && ts.isFunctionLike(declaration);
};

/** `switch (kind)` with a case for each value that its type allows. */
function hasCaseForAll(project: Project, { clauses, parent }: ts.CaseBlock): boolean {
  const { checker } = project;
  const asked = checker.getTypeAtLocation(parent.expression);
  const named = clauses.flatMap((each) =>
    ts.isCaseClause(each) ? checker.getTypeAtLocation(each.expression) : [],
  );
  const all = asked.isUnion() ? asked.types : [asked];
  return (
    all.every(
      (each) => each.isLiteral() && named.some((one) => one.isLiteral() && one.value === each.value),
    ) && isOfOwnMaking(project, parent.expression, new Set())
  );
}

/** `if (r.ok) return r.value; yield r; throw …`: who gets a failure by `yield` ends the function there. */
function isAfterYield(project: Project, before: readonly ts.Statement[]): boolean {
  const [guard, given] = before.slice(-3);
  if (before.length < 3 || !guard || !given || !ts.isIfStatement(guard) || !ts.isExpressionStatement(given))
    return false;
  const node = unwrap(given.expression);
  const value =
    ts.isYieldExpression(node) && !node.asteriskToken && node.expression && unwrap(node.expression);
  const declaration = value && ts.isIdentifier(value) ? declarationAt(project, value) : undefined;
  return (
    declaration !== undefined &&
    [...ownDescendants(guard.expression)].some(
      (each) => ts.isIdentifier(each) && declarationAt(project, each) === declaration,
    )
  );
}

/** True for a value of which the project shows every origin, and no cast. */
function isOfOwnMaking(project: Project, value: ts.Expression, seen: Set<ts.Node>): boolean {
  let node = value;
  while (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node)) node = node.expression;
  if (ts.isAsExpression(node)) return ts.isConstTypeReference(node.type);
  if (seen.has(node)) return true;
  if (seen.size > maxSteps) return false;
  seen.add(node);
  if (ts.isPropertyAccessExpression(node)) return isOfOwnMaking(project, node.expression, seen);
  if (ts.isObjectLiteralExpression(node)) return ![...ownDescendants(node)].some(ts.isAsExpression);
  if (
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  )
    return true;
  if (ts.isIdentifier(node) && node.text === 'undefined') return true;
  const behind = valuesBehind(project, node);
  return behind.length > 0 && behind.every((each) => isOfOwnMaking(project, each, seen));
}

const maxSteps = 60;
