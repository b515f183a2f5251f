import { ts } from '../../../compiler.cjs';
import { isAssignedTo, isPattern, isPlainAssignment, type Pattern } from '../../program/assigned-targets.ts';
import { bindingKey, references, unwrap, wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';

/** A value that stands in where a pattern finds none, and the members that lead from it to what is asked for. */
interface Default {
  readonly node: ts.Expression;
  readonly path: readonly string[];
}

/** What a pattern takes apart. */
export interface Whole {
  readonly from: ts.Expression | ts.ParameterDeclaration;
  readonly path: readonly string[];
  readonly defaults: readonly Default[];
}

/** Stands for every element of a list. */
export const anyElement = '*';

/**
 * Which value does a pattern take apart, and by which members does it get to a part?
 * Asked backwards, from a part of a pattern.
 * Gives the initializer, the right side of an assignment, the list of a loop or a parameter; undefined for anything else.
 */
export function wholeOf(
  pattern: ts.BindingPattern | Pattern,
  path: readonly string[],
  defaults: readonly Default[] = [],
): Whole | undefined {
  return ts.isObjectBindingPattern(pattern) || ts.isArrayBindingPattern(pattern)
    ? ofBinding(pattern, path, defaults)
    : ofAssigned(pattern, path, defaults);
}

function ofBinding(
  pattern: ts.BindingPattern,
  path: readonly string[],
  defaults: readonly Default[],
): Whole | undefined {
  const owner = pattern.parent;
  const all =
    owner.initializer && !ts.isVariableDeclaration(owner) ? [{ node: owner.initializer, path }] : [];
  const known = [...defaults, ...all];
  if (ts.isParameter(owner)) return { from: owner, path, defaults };
  if (ts.isBindingElement(owner)) {
    const inner = pathOf(owner, path);
    return inner && ofBinding(owner.parent, inner, known);
  }
  if (owner.initializer) return { from: owner.initializer, path, defaults };
  const loop = owner.parent.parent;
  return ts.isForOfStatement(loop)
    ? { from: loop.expression, path: [anyElement, ...path], defaults }
    : undefined;
}

/** The members that lead to an element from what its pattern takes apart. */
export function pathOf(element: ts.BindingElement, path: readonly string[]): readonly string[] | undefined {
  if (element.dotDotDotToken) return ts.isObjectBindingPattern(element.parent) ? path : undefined;
  const key = keyTaken(element);
  return key === undefined ? undefined : [key, ...path];
}

/** {@link bindingKey}, and `authInfo` of `{ ['authInfo']: info }`. */
export function keyTaken(element: ts.BindingElement): string | undefined {
  const { propertyName } = element;
  return propertyName && ts.isComputedPropertyName(propertyName) ? textOf(propertyName) : bindingKey(element);
}

const textOf = ({ expression }: ts.ComputedPropertyName): string | undefined =>
  ts.isStringLiteralLike(expression) ? expression.text : undefined;

/** The name of a member of a literal; undefined where code computes it. */
export function keyOf(member: ts.ObjectLiteralElementLike): string | undefined {
  const { name } = member;
  if (!name) return undefined;
  if (ts.isComputedPropertyName(name)) return textOf(name);
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

function ofAssigned(
  literal: Pattern,
  path: readonly string[],
  defaults: readonly Default[],
): Whole | undefined {
  const value = wrapped(literal);
  const { parent } = value;
  if (ts.isForOfStatement(parent) && parent.initializer === value)
    return { from: parent.expression, path: [anyElement, ...path], defaults };
  if (!isPlainAssignment(parent)) return partOf(value, path, defaults);
  if (parent.left !== value) return undefined;
  // `{ a: { b } = fallback } = record`: the assignment is a default.
  const outer = partOf(parent, path, [...defaults, { node: parent.right, path }]);
  return outer ?? { from: parent.right, path, defaults };
}

/** A part of a literal that is assigned to. */
function partOf(
  node: ts.Expression,
  path: readonly string[],
  defaults: readonly Default[],
): Whole | undefined {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
    const key = keyOf(parent);
    return key === undefined ? undefined : ofAssigned(parent.parent, [key, ...path], defaults);
  }
  return ts.isArrayLiteralExpression(parent)
    ? ofAssigned(parent, [String(parent.elements.indexOf(node)), ...path], defaults)
    : undefined;
}

/** The parts of an assigned literal that take a member. */
export const partsFor = (
  pattern: Pattern,
  key: string,
): readonly (ts.Expression | ts.PropertyAssignment | ts.ShorthandPropertyAssignment)[] =>
  ts.isArrayLiteralExpression(pattern)
    ? pattern.elements.filter((_, index) => String(index) === key)
    : pattern.properties.filter(
        (member): member is ts.PropertyAssignment | ts.ShorthandPropertyAssignment =>
          (ts.isPropertyAssignment(member) || ts.isShorthandPropertyAssignment(member)) &&
          keyOf(member) === key,
      );

/** The member of an assigned literal that puts something into a name: `extra` of `({ extra } = record)`. */
export function wholeOfTarget(use: ts.Expression, path: readonly string[]): Whole | undefined {
  const { parent } = use;
  if (ts.isShorthandPropertyAssignment(parent)) {
    const given = parent.objectAssignmentInitializer;
    return ofAssigned(parent.parent, [parent.name.text, ...path], given ? [{ node: given, path }] : []);
  }
  if (isPlainAssignment(parent) && unwrap(parent.left) === use)
    return partOf(parent, path, [{ node: parent.right, path }]);
  return partOf(wrapped(use), path, []);
}

/** Where a pattern or a loop that is assigned to puts something into a variable: `({ extra } = record)`. */
export function targetsOf(project: Project, place: ts.Declaration): readonly ts.Identifier[] {
  const { name } = place as ts.NamedDeclaration;
  const symbol = name && ts.isIdentifier(name) ? project.checker.getSymbolAtLocation(name) : undefined;
  const isVariable = ts.isVariableDeclaration(place) || ts.isParameter(place) || ts.isBindingElement(place);
  if (!symbol || !isVariable) return [];
  return references(project.checker, symbol, place.getSourceFile()).filter((use) => {
    if (ts.isForOfStatement(use.parent)) return use.parent.initializer === use;
    for (
      let node: ts.Node = use;
      ts.isExpression(node) || ts.isObjectLiteralElement(node);
      node = node.parent
    )
      if (isPattern(node)) return isAssignedTo(node);
    return false;
  });
}
