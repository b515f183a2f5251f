import { ts } from '../../../compiler.cjs';
import { type AccessPath, element, type PathStep, place } from '../../program/access-path.ts';
import { unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import { isArguments } from '../../program/rest-parameters.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import type { Lift, Local } from './lift.ts';
import { retype } from './retype.ts';
import { shortText } from './short-text.ts';

/** Backwards from `const [code, state] = await callback`, `([code]) => …`: the place of a tuple, or any element of a list. */
export function liftPlace(
  lift: Lift,
  name: ts.BindingElement,
  pattern: ts.ArrayBindingPattern,
  path: AccessPath,
): void {
  const source = pattern.parent;
  if (name.dotDotDotToken || name.initializer || ts.isBindingElement(source)) throw outOfList(name);
  const step = stepAt(lift.project, pattern, pattern.elements.indexOf(name));
  if (!step) throw outOfList(name);
  lift.flow.join(source);
  if (!lift.visited.isEntered(source, step)) lift.follow.local(source, [step, ...path]);
}

const outOfList = (name: ts.BindingElement): CannotFollow =>
  new CannotFollow('wider-flow', name, `${shortText(name)} is taken out of a list.`);

/** Forwards into the pattern that takes a tuple apart where it arrives. */
export function liftArrayPattern(
  lift: Lift,
  declaration: Local,
  pattern: ts.ArrayBindingPattern,
  path: AccessPath,
): void {
  const [step, ...rest] = path;
  if (step?.kind !== 'place')
    throw new CannotFollow('wider-flow', declaration, `${shortText(declaration)} is destructured.`);
  if (!ts.isBindingElement(declaration)) retype(lift, declaration.type, path);
  const isRest = pattern.elements.some(
    (each, index) => ts.isBindingElement(each) && each.dotDotDotToken && index <= step.index,
  );
  if (isRest) throw new CannotFollow('wider-flow', pattern, 'It is the rest of a list.');
  const name = pattern.elements[step.index];
  if (name && ts.isBindingElement(name)) lift.follow.local(name, rest);
}

/** `pair[0]`: the index, where it is written as a number. */
export function indexOf(node: ts.Node): number | undefined {
  return ts.isElementAccessExpression(node) && ts.isNumericLiteral(node.argumentExpression)
    ? Number(node.argumentExpression.text)
    : undefined;
}

/** The step from a tuple, or from a list, to what stands at an index. */
export function stepAt(project: Project, list: ts.Node, index: number): PathStep | undefined {
  const { checker } = project;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(list));
  if (checker.isTupleType(type) || isListOfArguments(project, list)) return place(index);
  return checker.isArrayType(type) ? element : undefined;
}

/** `arguments`, `...args`, and a pattern that takes one apart: each place has its own argument. */
function isListOfArguments(project: Project, list: ts.Node): boolean {
  const source = ts.isArrayBindingPattern(list) ? list.parent : undefined;
  if (source && ts.isParameter(source)) return source.dotDotDotToken !== undefined;
  const value = source && ts.isVariableDeclaration(source) ? source.initializer : list;
  const name = value && unwrap(value as ts.Expression);
  if (!name || !ts.isIdentifier(name)) return false;
  const declaration = symbolOf(project, name)?.valueDeclaration;
  const isRest = declaration && ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
  return isRest || isArguments(project, name);
}

/** The step from a list literal to one of its elements: what is expected there says whether it is a tuple. */
export function stepInto(project: Project, list: ts.ArrayLiteralExpression, value: ts.Expression): PathStep {
  const index = list.elements.indexOf(value);
  const expected = project.checker.getContextualType(list);
  const parts = expected ? (expected.isUnion() ? expected.types : [expected]) : [];
  const isTuple =
    parts.some((each) => project.checker.isTupleType(each)) ||
    project.checker.isTupleType(project.checker.getTypeAtLocation(list));
  return isTuple && !list.elements.slice(0, index).some(ts.isSpreadElement) ? place(index) : element;
}
