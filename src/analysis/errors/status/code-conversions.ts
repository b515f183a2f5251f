import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { calledSymbol } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';

/** `Number(error.code)`, `String(error.code)`, `+error.code`: the same code, of another type. */
export const isConverted = (project: Project, value: ts.Expression): boolean => {
  const { parent } = value;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.PlusToken;
  return ts.isCallExpression(parent) && parent.arguments[0] === value && isConversion(project, parent);
};

/** `Number(error.code)`, `Number.parseInt(error.code)`, of the platform. */
function isConversion(
  project: Project,
  call: ts.CallExpression,
  wanted: ReadonlySet<string> = conversions,
): boolean {
  const declared = declaredAs(calledSymbol(project, call));
  if (!declared?.area.startsWith('platform/')) return false;
  return wanted.has(declared.member ?? declared.name);
}

const numeric: ReadonlySet<string> = new Set(['Number', 'parseInt']);
const conversions: ReadonlySet<string> = new Set([...numeric, 'String']);

/** The code without what only gives it a default or makes it a number: `error.code` of `Number(error.code ?? 0)`. */
export const bare = (project: Project, value: ts.Expression): ts.Expression => {
  const node = unwrap(value);
  if (ts.isCallExpression(node) && node.arguments[0] && isConversion(project, node, numeric))
    return bare(project, node.arguments[0]);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.PlusToken)
    return bare(project, node.operand);
  const isDefault =
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      node.operatorToken.kind === ts.SyntaxKind.BarBarToken);
  return isDefault ? bare(project, node.left) : node;
};
