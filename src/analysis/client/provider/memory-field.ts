import { ts } from '../../../compiler.cjs';
import { wrapped } from '../../program/ast.ts';
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
    isOfSdk(project, target.left)
  );
}

function isOfSdk(project: Project, field: ts.PropertyAccessExpression): boolean {
  const symbol = project.checker.getSymbolAtLocation(field.name);
  const type = symbol && project.checker.getTypeOfSymbol(symbol);
  return type !== undefined && sdkTypes(project, type).some(({ generation }) => generation === 2);
}
