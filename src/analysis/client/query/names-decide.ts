import { ts } from '../../../compiler.cjs';
import {
  codeText,
  descendants,
  enclosingFunction,
  isFunctionLike,
  references,
  wrapped,
} from '../../program/ast.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';

/** Whether code goes on, throws or answers by the names that a list has: `if (Object.keys(req.query).some(isUnknown)) throw …`. */
export function decidesByNames(project: Project, list: ts.Node): boolean {
  if (ts.isForInStatement(list) || ts.isForOfStatement(list)) return leavesIn(project, list.statement);
  if (isCopied(list)) return false;
  const top = valueAround(list);
  const { parent } = top;
  if (ts.isForOfStatement(parent) && parent.expression === top) return leavesIn(project, parent.statement);
  if (isCondition(top)) return chooses(project, parent);
  if (ts.isExpressionStatement(parent))
    return [...descendants(top)].some((node) => isFunctionLike(node) && leavesIn(project, node));
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent))
    return Boolean(project.checker.getTypeAtLocation(top).flags & ts.TypeFlags.BooleanLike);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  const symbol = project.checker.getSymbolAtLocation(parent.name);
  const scope = enclosingFunction(parent);
  if (!symbol || !scope) return false;
  return references(project.checker, symbol, scope).some((use) => {
    const value = valueAround(use);
    return isCondition(value) && chooses(project, value.parent);
  });
}

/** `Object.fromEntries(params.entries())`: a copy has every name. */
function isCopied(list: ts.Node): boolean {
  const { parent } = wrapped(list as ts.Expression);
  return ts.isCallExpression(parent) && codeText(parent.expression) === 'Object.fromEntries';
}

/** `Object.keys(query).length === 0`, `if (params.size)`: whether there is a query at all is another question. */
export function isOnlyCounted(list: ts.Node): boolean {
  if (ts.isForInStatement(list) || ts.isForOfStatement(list)) return false;
  const count = ts.isPropertyAccessExpression(list) ? list : wrapped(list as ts.Expression).parent;
  if (!ts.isPropertyAccessExpression(count) || !/^(length|size)$/.test(count.name.text)) return false;
  const { parent } = count;
  if (!ts.isBinaryExpression(parent)) return true;
  const other = parent.left === count ? parent.right : parent.left;
  return !ts.isNumericLiteral(other) || other.text === '0';
}

/** The largest expression that is made of a value. */
function valueAround(node: ts.Node): ts.Node {
  let current = node;
  for (;;) {
    const { parent }: ts.Node = current;
    if (!ts.isExpression(parent) && !ts.isSpreadElement(parent)) return current;
    if (isFunctionLike(parent) || isCondition(current)) return current;
    current = parent;
  }
}

const isCondition = (node: ts.Node): boolean => {
  const { parent } = node;
  return (
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node)
  );
};

function chooses(project: Project, choice: ts.Node): boolean {
  if (ts.isConditionalExpression(choice)) return true;
  if (!ts.isIfStatement(choice)) return false;
  return [choice.thenStatement, choice.elseStatement].some(
    (arm) => arm !== undefined && leaves(project, arm),
  );
}

const leavesIn = (project: Project, body: ts.Node): boolean =>
  [...descendants(body)].some((node) => ts.isIfStatement(node) && chooses(project, node));

/** Throws, answers, or calls something that does more than show what it is given. */
const leaves = (project: Project, arm: ts.Node): boolean =>
  [arm, ...descendants(arm)].some(
    (node) =>
      ts.isThrowStatement(node) ||
      ts.isReturnStatement(node) ||
      (ts.isCallExpression(node) && !onlyShows(project, node)),
  );
