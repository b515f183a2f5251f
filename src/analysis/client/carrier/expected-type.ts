import { ts } from '../../../compiler.cjs';
import { wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';

/** The type that the place of a value expects; undefined where it takes anything. */
export function expectedAt(project: Project, use: ts.Expression): ts.Type | undefined {
  const { checker } = project;
  const parent = ts.isParenthesizedExpression(use.parent) ? use.parent.parent : use.parent;
  const accessed = ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent);
  // `code ?? 'none'` accepts null and undefined.
  const operator =
    ts.isBinaryExpression(parent) && parent.left === wrapped(use) ? parent.operatorToken.kind : undefined;
  if (operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken)
    return undefined;
  if (accessed && (parent.expression === use || parent.expression === use.parent))
    return checker.getStringType();
  if (ts.isShorthandPropertyAssignment(parent)) {
    return memberOf(project, checker.getContextualType(parent.parent), parent);
  }
  return takesAnything(project, wrapped(use)) ? undefined : checker.getContextualType(wrapped(use));
}

/** The type of a member. An async function may return a promise of the record: that part of the union has no such member. */
function memberOf(
  project: Project,
  owner: ts.Type | undefined,
  member: ts.ShorthandPropertyAssignment,
): ts.Type | undefined {
  const owners = owner?.isUnion() ? owner.types : owner ? [owner] : [];
  const [found] = owners.flatMap((each) => project.checker.getPropertyOfType(each, member.name.text) ?? []);
  return found && project.checker.getTypeOfSymbolAtLocation(found, member);
}

/** True for an argument of a generic function, such as `Boolean(value)`. */
function takesAnything(project: Project, value: ts.Expression): boolean {
  const call = value.parent;
  if (!ts.isCallExpression(call)) return false;
  const signature = project.checker.getResolvedSignature(call)?.declaration;
  const parameter = signature?.parameters[call.arguments.indexOf(value)];
  if (!parameter || !ts.isParameter(parameter) || !parameter.type) return false;
  const type = project.checker.getTypeFromTypeNode(parameter.type);
  return (type.symbol?.declarations ?? []).some((each) => each.parent === signature);
}

/** True when a place of this type accepts a value, such as the null that `get` may give. */
export function accepts(project: Project, expected: ts.Type, value: ts.Type): boolean {
  const parts = expected.isUnion() ? expected.types : [expected];
  if (parts.some(({ flags }) => flags & ts.TypeFlags.TypeParameter)) return true;
  return project.checker.isTypeAssignableTo(value, expected);
}
