import { ts } from '../../../compiler.cjs';
import { oauthProviderMembers } from '../../../sdk/roles.ts';
import { isFunctionLike, wrapped } from '../../program/ast.ts';
import { memberKey } from '../../program/declaration-at.ts';
import { readsOf } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { sdkTypes } from '../../program/sdk-symbols.ts';

/** Whether a record is what a field of the SDK's own type is set to: then the stamp has a place, and no other reader. */
export function isMemoryField(project: Project, record: ts.ObjectLiteralExpression): boolean {
  const target = wrapped(record).parent;
  return (
    ts.isBinaryExpression(target) &&
    target.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(target.left) &&
    target.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
    isOfSdk(project, target.left) &&
    isOnlyForSdk(project, target.left)
  );
}

function isOfSdk(project: Project, field: ts.PropertyAccessExpression): boolean {
  const symbol = project.checker.getSymbolAtLocation(field.name);
  const type = symbol && project.checker.getTypeOfSymbol(symbol);
  return type !== undefined && sdkTypes(project, type).some(({ generation }) => generation === 2);
}

/** The record goes back to the SDK, and whoever else reads the field takes one member: nobody sees that there is one more. */
function isOnlyForSdk(project: Project, { name }: ts.PropertyAccessExpression): boolean {
  const declarations = project.checker.getSymbolAtLocation(name)?.declarations ?? [];
  return readsOf(project, name.text, declarations).every(
    (read) => !ts.isBindingElement(read) && isPlainRead(read),
  );
}

function isPlainRead(read: ts.Expression): boolean {
  const value = wrapped(read);
  const { parent } = value;
  if (ts.isPropertyAccessExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent) || ts.isIfStatement(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition === value || isPlainRead(parent);
  if (ts.isAwaitExpression(parent)) return isPlainRead(parent);
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.EqualsToken) return parent.left === value;
    return logical.has(kind) ? isPlainRead(parent) : comparing.has(kind);
  }
  if (ts.isReturnStatement(parent)) return isOfProvider(parent);
  return ts.isArrowFunction(parent) && isOfProvider(value);
}

const logical: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);
const comparing: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/** The answer of `tokens()` and its like: the SDK asks for it. */
function isOfProvider(node: ts.Node): boolean {
  let owner = node.parent;
  while (owner && !isFunctionLike(owner)) owner = owner.parent;
  if (!owner) return false;
  const member = ts.isMethodDeclaration(owner) ? owner : wrapped(owner as ts.Expression).parent;
  const isMember =
    ts.isMethodDeclaration(member) || ts.isPropertyDeclaration(member) || ts.isPropertyAssignment(member);
  return isMember && oauthProviderMembers.includes(memberKey(member.name) ?? '');
}
