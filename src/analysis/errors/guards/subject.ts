import { ts } from '../../../compiler.cjs';
import { codeText, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';

/** The expression that holds the error: a variable, or a path such as `result.error`. */
export interface Subject {
  readonly symbol: ts.Symbol;
  /** Text of the path; the name of the variable when it is one. */
  readonly text: string;
}

export function subjectOf(project: Project, expression: ts.Expression): Subject | undefined {
  const node = unwrap(expression);
  let root: ts.Expression = node;
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  if (root.kind === ts.SyntaxKind.ThisKeyword && root !== node) {
    const symbol = project.checker.getSymbolAtLocation((node as ts.PropertyAccessExpression).name);
    return symbol && { symbol, text: codeText(node) };
  }
  if (!ts.isIdentifier(root)) return undefined;
  const symbol = variableAt(project, root);
  return symbol && { symbol, text: codeText(node) };
}

export function isSubject(project: Project, subject: Subject, node: ts.Node): boolean {
  if (ts.isIdentifier(node)) {
    return node.text === subject.text && variableAt(project, node) === subject.symbol;
  }
  if (!ts.isPropertyAccessExpression(node) || !subject.text.endsWith(`.${node.name.text}`)) return false;
  if (codeText(node) !== subject.text) return false;
  return subjectOf(project, node)?.symbol === subject.symbol;
}

/** The variable a name reads; for `{ error }` the variable, not the property. */
export function variableAt(project: Project, node: ts.Identifier): ts.Symbol | undefined {
  const parent = node.parent;
  if (ts.isShorthandPropertyAssignment(parent))
    return project.checker.getShorthandAssignmentValueSymbol(parent);
  return project.checker.getSymbolAtLocation(node);
}
