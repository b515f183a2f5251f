import { ts } from '../../../compiler.cjs';
import { awaited, throughConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { isConventional } from './conventions.ts';
import { declaredKey, keyOf } from './declared.ts';
import { bodyTexts, forms } from './table.ts';

/** True when the type of the expression is URLSearchParams (or a subclass), by declaration. */
export function isUrlSearchParams(project: Project, expression: ts.Expression): boolean {
  const type = project.checker.getTypeAtLocation(expression);
  if (type.flags & ts.TypeFlags.Any) return isConventional(project, expression, 'params');
  return isUrlSearchParamsType(project, type);
}

export function isUrlSearchParamsType(project: Project, type: ts.Type): boolean {
  const part = project.checker.getNonNullableType(type);
  if (part.isUnion()) return part.types.every((member) => isUrlSearchParamsType(project, member));
  return declaredKey(project.checker.getPropertyOfType(part, 'getAll')) === '#URLSearchParams.getAll';
}

/** What a URLSearchParams was made from on the spot: `x` of `new URLSearchParams(x)`. */
function madeFrom(project: Project, params: ts.Expression): ts.Expression | undefined {
  const value = throughConstants(project, params);
  if (!ts.isNewExpression(value) || keyOf(project, value.expression) !== '#URLSearchParams') return undefined;
  const [init] = value.arguments ?? [];
  return init && throughConstants(project, init);
}

/** `new URLSearchParams({ code, state })` holds what the project picked: it is not the query of a callback. */
export function isPicked(project: Project, params: ts.Expression): boolean {
  const init = madeFrom(project, params);
  if (!init) return false;
  if (ts.isArrayLiteralExpression(init)) return !init.elements.some(ts.isSpreadElement);
  return ts.isObjectLiteralExpression(init) && !init.properties.some(ts.isSpreadAssignment);
}

/** `new URLSearchParams(await request.text())`: the body that the authorization server, or a page, posted. */
export function isPostedText(project: Project, params: ts.Expression): boolean {
  const init = madeFrom(project, params);
  return init !== undefined && isAnswerOf(project, init, bodyTexts);
}

/** The FormData that a request was posted with; not one made of a form in the page. */
export function isPostedForm(project: Project, expression: ts.Expression): boolean {
  return isAnswerOf(project, expression, forms);
}

function isAnswerOf(project: Project, expression: ts.Expression, calls: readonly string[]): boolean {
  const call = awaited(project, expression);
  return ts.isCallExpression(call) && calls.includes(keyOf(project, call.expression) ?? '');
}
