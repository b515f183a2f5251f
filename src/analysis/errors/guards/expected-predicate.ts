import { ts } from '../../../compiler.cjs';
import type { FunctionLike } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';

/**
 * Whether an inferred type predicate is lost where its function stands: a written type there expects a plain boolean, so no
 * caller can rely on the class. `{ test: (error) => error instanceof SdkHttpError }` of `{ test: (error: unknown) => boolean }`.
 */
export function losesPredicate(project: Project, node: FunctionLike): boolean {
  if (node.type || !isTyped(project, node)) return false;
  const expected = expectedType(project, node);
  const signatures = expected?.getCallSignatures() ?? [];
  return (
    signatures.length > 0 &&
    signatures.every(
      (signature) =>
        !project.checker.getTypePredicateOfSignature(signature) &&
        isBoolean(project.checker.getReturnTypeOfSignature(signature)),
    )
  );
}

function expectedType({ checker }: Project, node: FunctionLike): ts.Type | undefined {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return checker.getNonNullableType(checker.getContextualType(node) ?? checker.getVoidType());
  const owner = node.parent;
  if (!ts.isMethodDeclaration(node) || !ts.isObjectLiteralExpression(owner)) return undefined;
  const member = checker.getContextualType(owner)?.getProperty(node.name.getText());
  return member && checker.getNonNullableType(checker.getTypeOfSymbol(member));
}

/** Whether a written type decides what the value is from here on; `satisfies` and type parameters keep what is inferred. */
function isTyped(project: Project, node: ts.Node): boolean {
  const value = ts.isExpression(node) ? wrappedBySame(node) : node;
  const { parent } = value;
  if (ts.isAsExpression(parent)) return true;
  if (isLiteralPart(parent)) return isTyped(project, parent);
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isParameter(parent))
    return parent.initializer === value && parent.type !== undefined;
  if (ts.isReturnStatement(parent)) return returnsWritten(parent);
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return false;
  const called = project.checker.getResolvedSignature(parent)?.declaration;
  return called !== undefined && !called.typeParameters?.length && parent.expression !== value;
}

/** Only parentheses: a cast or `satisfies` has its own say. */
function wrappedBySame(node: ts.Expression): ts.Expression {
  let value = node;
  while (ts.isParenthesizedExpression(value.parent)) value = value.parent;
  return value;
}

const isLiteralPart = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node) ||
  ts.isObjectLiteralExpression(node) ||
  ts.isArrayLiteralExpression(node) ||
  ts.isConditionalExpression(node);

function returnsWritten(node: ts.ReturnStatement): boolean {
  const fn = ts.findAncestor(node, ts.isFunctionLike);
  return fn?.type !== undefined;
}

function isBoolean(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) => flags & ts.TypeFlags.BooleanLike);
}
