import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';
import type { Sink } from './sink.ts';

/**
 * `finishAuth(params)` and `finishAuth(code)` are two overloads, and neither takes the union (SDK client `streamableHttp.ts`):
 * `typeof x === 'string' ? t.finishAuth(x) : t.finishAuth(x)`.
 */
export function writeBothCalls(lift: Lift, { call, code, issuer, takes }: Sink, fieldName: string): void {
  // Options tell the two apart where they are written.
  if (takes !== 'query' || !lift.isWide(call)) return;
  const value = unwrap(code);
  const name = nameOf(lift, value, fieldName);
  if (!name && lift.project.checker.getTypeAtLocation(value).flags & ts.TypeFlags.Object) return;
  if (!name || issuer) {
    throw cannotTell(lift, call);
  }
  const file = call.getSourceFile();
  const text =
    file.text.slice(call.getStart(), code.getStart()) + name + file.text.slice(code.getEnd(), call.getEnd());
  const [open, close] = standsAlone(call) ? ['', ''] : ['(', ')'];
  lift.edits.insert(file, call.getStart(), `${open}typeof ${name} === 'string' ? ${text} : `);
  if (close) lift.edits.insert(file, call.getEnd(), close);
}

/** Why a place that both forms reach is not rewritten. */
export function cannotTell({ isWidened }: Lift, node: ts.Node): CannotFollow {
  const reason = isWidened ? 'public-signature' : 'code-only-caller';
  return new CannotFollow(reason, node, `${shortText(node)} cannot tell a string from the query.`);
}

/** The new text of a variable, or of a member of one, that holds either form. */
function nameOf(lift: Lift, value: ts.Expression, fieldName: string): string | undefined {
  if (ts.isPropertyAccessExpression(value) && isReference(value))
    return lift.fields.isName(value.name) ? memberText(value, fieldName) : undefined;
  const declaration = ts.isIdentifier(value) ? symbolOf(lift.project, value)?.valueDeclaration : undefined;
  return declaration && lift.carriers.has(declaration)
    ? lift.names.ofCarrier(declaration as ts.NamedDeclaration)
    : undefined;
}

/** `result.code`, `this.login.code`: reading it twice gives the same value, and a test narrows it. */
export function isReference(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return !node.questionDotToken && isReference(node.expression);
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

export function memberText({ expression, name }: ts.PropertyAccessExpression, fieldName: string): string {
  return `${expression.getText()}.${ts.isPrivateIdentifier(name) ? '#' : ''}${fieldName}`;
}

function standsAlone({ parent }: ts.CallExpression): boolean {
  return ts.isReturnStatement(parent) || ts.isArrowFunction(parent) || ts.isExpressionStatement(parent);
}
