import { ts } from '../../../compiler.cjs';
import { enclosingFunction, isAbsent, references, unwrap, wrapped } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import type { ReadNode, TestNode } from './context-reads.ts';

/** The expressions that have the value: the read, and the mentions of the variable that it is put into. */
export function valuesOf(project: Project, node: ReadNode | TestNode, depth = 0): readonly ts.Expression[] {
  if (ts.isForInStatement(node)) return [];
  if (!ts.isExpression(node)) {
    const name = nameOf(node);
    return name ? mentionsOf(project, name, depth) : [];
  }
  const chain = withEmpty(chainOf(node));
  const { parent } = wrapped(chain);
  const isKept = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && depth < 3;
  return isKept ? mentionsOf(project, parent.name as ts.Identifier, depth) : [chain];
}

function nameOf(
  node: ts.BindingElement | ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
): ts.Identifier | undefined {
  if (!ts.isPropertyAssignment(node)) return ts.isIdentifier(node.name) ? node.name : undefined;
  const target = unwrap(node.initializer);
  const name = ts.isBinaryExpression(target) ? unwrap(target.left) : target;
  return ts.isIdentifier(name) ? name : undefined;
}

export function mentionsOf(project: Project, name: ts.Identifier, depth = 0): readonly ts.Expression[] {
  const declaration = declarationAt(project, name) ?? name.parent;
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? project.checker.getShorthandAssignmentValueSymbol(name.parent)
    : project.checker.getSymbolAtLocation(name);
  const scope = enclosingFunction(declaration) ?? name.getSourceFile();
  if (!symbol) return [];
  return references(project.checker, symbol, scope)
    .filter((use) => use !== name && use.parent !== declaration)
    .flatMap((use): readonly ts.Expression[] => {
      const chain = withEmpty(chainOf(use));
      const { parent } = wrapped(chain);
      return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && depth < 3
        ? mentionsOf(project, parent.name, depth + 1)
        : [chain];
    });
}

/** `x.authInfo?.scopes.includes('w')`: the whole expression is undefined with its beginning. */
function chainOf(node: ts.Expression): ts.Expression {
  let current = node;
  for (;;) {
    const outer = wrapped(current);
    const { parent } = outer;
    const goesOn =
      (ts.isPropertyAccessExpression(parent) ||
        ts.isElementAccessExpression(parent) ||
        ts.isCallExpression(parent)) &&
      parent.expression === outer;
    if (!goesOn) return current;
    current = parent;
  }
}

/** `x.authInfo?.scopes ?? []`: nobody's scopes are no identity, and no check finds one in them. */
function withEmpty(chain: ts.Expression): ts.Expression {
  const { parent } = wrapped(chain);
  const isFallback =
    ts.isBinaryExpression(parent) &&
    (parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      parent.operatorToken.kind === ts.SyntaxKind.BarBarToken);
  return isFallback && parent.left === wrapped(chain) && isEmpty(unwrap(parent.right))
    ? chainOf(wrapped(parent))
    : chain;
}

function isEmpty(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0;
  return isAbsent(node) || (ts.isStringLiteralLike(node) && node.text === '');
}

/** True where an operator may give this operand: both sides of `??` and `||`, the right one of `&&`, a branch of `? :`. */
export const givesOperand = (
  parent: ts.Node,
  node: ts.Node,
): parent is ts.BinaryExpression | ts.ConditionalExpression =>
  ts.isConditionalExpression(parent)
    ? parent.condition !== node
    : ts.isBinaryExpression(parent) &&
      (eitherSide.has(parent.operatorToken.kind) ||
        (rightSide.has(parent.operatorToken.kind) && parent.right === node));

const eitherSide: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
]);
const rightSide: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.CommaToken,
]);
