import { ts } from '../../../compiler.cjs';
import type { FunctionLike } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import type { Value } from '../guards/value.ts';
import type { Attempts, Call } from './attempts.ts';

/** A truth value that other operands decide, too: it may be either. */
export function isBoolean({ project: { checker } }: Attempts, node: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(node);
  return (type.isUnion() ? type.types : [type]).every(({ flags }) => flags & ts.TypeFlags.BooleanLike);
}

/** Whether an answer is made to be decided upon: a boolean, one of several literals or of an enum. Texts and numbers inform. */
export function decides({ project: { checker } }: Attempts, owner: FunctionLike, value: Value): boolean {
  if (value.kind === 'const' && typeof value.value === 'boolean') return true;
  const signature = checker.getSignatureFromDeclaration(owner);
  if (!signature) return true;
  const returned = checker.getReturnTypeOfSignature(signature);
  const type = checker.getAwaitedType(returned) ?? returned;
  return isDecision(checker, type);
}

/** Whether a parameter is made to be decided upon: the code behind it is not the project's. */
export function takesDecision({ checker }: Project, call: Call, index: number): boolean {
  const signature = checker.getResolvedSignature(call);
  const parameter = signature?.parameters[Math.min(index, signature.parameters.length - 1)];
  return parameter !== undefined && isDecision(checker, checker.getTypeOfSymbolAtLocation(parameter, call));
}

/** `promise.then(…)`, by the type of what it is called on. */
export function isPromiseCall(checker: ts.TypeChecker, { expression }: ts.CallExpression): boolean {
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const type = checker.getTypeAtLocation(expression.expression);
  return checker.getAwaitedType(type) !== type;
}

export function isDecision(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.EnumLike)) return true;
  if (!type.isUnion()) return false;
  const parts = type.types.filter(({ flags }) => !(flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)));
  if (parts.some(({ flags }) => flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.EnumLike))) return true;
  if (parts.length > 1 && parts.every((part) => part.isStringLiteral())) return true;
  return isDiscriminated(checker, parts);
}

/** `{ next: 'requeue' } | { next: 'drop' }` */
function isDiscriminated(checker: ts.TypeChecker, parts: readonly ts.Type[]): boolean {
  const [first, ...others] = parts;
  if (!first || others.length === 0) return false;
  return checker.getPropertiesOfType(first).some((member) =>
    parts.every((part) => {
      const own = checker.getPropertyOfType(part, member.name);
      const type = own && checker.getTypeOfSymbol(own);
      return (
        type !== undefined && Boolean(type.isStringLiteral() || type.flags & ts.TypeFlags.BooleanLiteral)
      );
    }),
  );
}
