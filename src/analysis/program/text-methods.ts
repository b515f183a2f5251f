import { ts } from '../../compiler.cjs';
import { wrapped } from './ast.ts';
import { oncePerProject } from './memo.ts';
import { calledSymbol } from './only-shows.ts';
import type { Project } from './project.ts';
import { declaredAs } from './sdk-symbols.ts';

/**
 * Whether a call looks into a text that it has: a method of the text that gives no text (`includes`, `match`, `split`), or a
 * call that is given the text and answers with yes or no, or takes it apart. Declarations say what a call gives.
 */
export function looksInto(project: Project, call: ts.CallExpression, text: ts.Node): boolean {
  const callee = wrapped(call.expression);
  if (callee === text || callee.parent !== call || !call.arguments.includes(text as ts.Expression))
    return asksText(project, call);
  const { flags } = project.checker.getTypeAtLocation(call);
  // `stream.write(text);` answers, too, and nobody reads it.
  if (flags & ts.TypeFlags.BooleanLike) return !ts.isExpressionStatement(wrapped(call).parent);
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown) && isTested(wrapped(call))) return true;
  const declared = declaredAs(calledSymbol(project, call));
  return declared?.area === 'platform/es' && (declared.name === 'RegExp' || declared.name === 'JSON');
}

function isTested(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent)) return true;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
}

/** `text.includes(word)`, also where the text has no type: whether the method of a text gives no text. */
export function asksText(project: Project, { expression }: ts.CallExpression): boolean {
  if (!ts.isPropertyAccessExpression(expression)) return false;
  return asking(project).has(expression.name.text);
}

const asking = oncePerProject(({ checker }): ReadonlySet<string> => {
  const members = checker.getApparentType(checker.getStringType()).getProperties();
  return new Set(
    members
      .filter((each) => {
        const [signature] = checker.getTypeOfSymbol(each).getCallSignatures();
        return signature && !(checker.getReturnTypeOfSignature(signature).flags & ts.TypeFlags.StringLike);
      })
      .map(({ name }) => name),
  );
});
