import { ts } from '../../../compiler.cjs';
import { type AccessPath, afterAny } from '../../program/access-path.ts';
import { isAssignedTo, isPattern, isPlainAssignment, type Pattern } from '../../program/assigned-targets.ts';
import { unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { referent } from '../../program/mentions.ts';
import { resolveAlias, symbolOf } from '../../program/sdk-symbols.ts';
import { isNoValue } from '../query/no-value.ts';
import { askAround } from './ask-around.ts';
import type { Lift } from './lift.ts';
import { liftAwaitedPlace } from './promise-lists.ts';
import { shortText } from './short-text.ts';
import { stepAt } from './tuples.ts';
import { memberPaths } from './type-paths.ts';

/** One target of `({ code: authCode = '' } = …)` or `[code] = …`. */
interface Target {
  readonly pattern: Pattern;
  /** What holds the target in the pattern. */
  readonly entry: ts.Node;
  readonly initializer: ts.Expression | undefined;
}

/**
 * Backwards from a variable or member that an assignment takes out of a record or list: `({ code } = await wait())`.
 * @returns false where the use is no target of such an assignment
 */
export function liftTarget(lift: Lift, use: ts.Expression, path: AccessPath): boolean {
  const target = targetAt(use);
  if (!target) return false;
  const { pattern, initializer } = target;
  const source = sourceOf(pattern);
  if (!source) throw takenApart(use, pattern);
  lift.uses.wantWhole(use);
  if (initializer) dropDefault(lift, target, use, initializer, path);
  if (ts.isArrayLiteralExpression(pattern)) placeFrom(lift, target, source, path);
  else memberFrom(lift, target, source, path);
  return true;
}

export function targetAt(use: ts.Expression): Target | undefined {
  const value = wrapped(use);
  const { parent } = value;
  if (ts.isShorthandPropertyAssignment(parent)) {
    const isPattern = parent.name === use && isAssignedTo(parent.parent);
    return isPattern
      ? { pattern: parent.parent, entry: parent, initializer: parent.objectAssignmentInitializer }
      : undefined;
  }
  const isDefault = ts.isBinaryExpression(parent) && parent.left === value && isPlainAssignment(parent);
  const held = isDefault ? parent : value;
  const initializer = isDefault ? parent.right : undefined;
  const { parent: owner } = held;
  if (ts.isPropertyAssignment(owner) && owner.initializer === held && isAssignedTo(owner.parent))
    return { pattern: owner.parent, entry: owner, initializer };
  if (ts.isArrayLiteralExpression(owner) && isAssignedTo(owner))
    return { pattern: owner, entry: held, initializer };
  const rest = ts.isSpreadElement(owner) || ts.isSpreadAssignment(owner) ? owner.parent : undefined;
  if (rest && isPattern(rest) && isAssignedTo(rest)) throw takenApart(use, rest);
  return undefined;
}

/** What is taken apart; undefined inside of another pattern and in a loop. */
function sourceOf(pattern: Pattern): ts.Expression | undefined {
  const { parent } = wrapped(pattern);
  return isPlainAssignment(parent) ? parent.right : undefined;
}

const takenApart = (use: ts.Expression, pattern: Pattern): CannotFollow =>
  new CannotFollow('wider-flow', use, `It is taken apart in ${shortText(pattern.parent)}.`);

function dropDefault(
  lift: Lift,
  { entry }: Target,
  use: ts.Expression,
  initializer: ts.Expression,
  path: AccessPath,
): void {
  if (path.length > 0 || !isNoValue(initializer)) return lift.follow.expression(initializer, path);
  const declaration = lift.project.checker.getSymbolAtLocation(use)?.valueDeclaration;
  lift.absence.noteFallback(initializer);
  if (declaration) lift.absence.note(declaration);
  // A shorthand is written as a whole.
  if (ts.isShorthandPropertyAssignment(entry)) return;
  lift.edits.replaceRange(entry.getSourceFile(), wrapped(use).getEnd(), initializer.getEnd(), '');
}

function placeFrom(lift: Lift, { pattern, entry }: Target, source: ts.Expression, path: AccessPath): void {
  const { elements } = pattern as ts.ArrayLiteralExpression;
  const index = elements.indexOf(entry as ts.Expression);
  if (liftAwaitedPlace(lift, unwrap(source), index, path)) return;
  const step = stepAt(lift.project, source, index);
  if (!step) throw takenApart(entry as ts.Expression, pattern);
  lift.follow.expression(source, [step, ...path]);
}

function memberFrom(lift: Lift, { pattern, entry }: Target, source: ts.Expression, path: AccessPath): void {
  const { checker } = lift.project;
  const { name } = entry as ts.PropertyAssignment | ts.ShorthandPropertyAssignment;
  const isNamed = ts.isIdentifier(name) || ts.isStringLiteralLike(name);
  const owner = checker.getNonNullableType(checker.getTypeAtLocation(source));
  const property = isNamed ? checker.getPropertyOfType(owner, name.text) : undefined;
  if (!property) {
    askAround(lift.project, entry);
    const detail = `It is taken out of a record in ${shortText(pattern.parent)}.`;
    throw new CannotFollow('unresolved-step', entry, detail);
  }
  for (const [step, paths] of memberPaths(lift.project, property)) {
    const rest = afterAny(path, paths);
    if (rest) return lift.follow.expression(source, [step, ...rest]);
  }
  if (path.length === 0) lift.fields.addTaken(entry as ts.NamedDeclaration);
  lift.follow.symbol(resolveAlias(lift.project, property), path, entry);
}

/** Forwards from a record or list that an assignment takes apart. */
export function assignedApart(lift: Lift, pattern: Pattern, path: AccessPath): void {
  const [step, ...rest] = path;
  const target = ts.isArrayLiteralExpression(pattern) ? pattern : undefined;
  const isRest = (node: ts.Node) => ts.isSpreadElement(node) || ts.isSpreadAssignment(node);
  if ((target?.elements ?? (pattern as ts.ObjectLiteralExpression).properties).some(isRest))
    throw new CannotFollow('wider-flow', pattern, `It is taken apart in ${shortText(pattern.parent)}.`);
  if (target && (step?.kind === 'place' || step?.kind === 'type')) {
    const taken = step.kind === 'place' ? target.elements.slice(step.index, step.index + 1) : target.elements;
    for (const each of taken) if (!ts.isOmittedExpression(each)) followTarget(lift, each, rest);
    return;
  }
  if (target || step?.kind !== 'member')
    throw new CannotFollow('wider-flow', pattern, `It is taken apart in ${shortText(pattern.parent)}.`);
  for (const entry of (pattern as ts.ObjectLiteralExpression).properties) {
    if (entry.name?.getText() !== step.name) continue;
    if (ts.isShorthandPropertyAssignment(entry)) followTarget(lift, entry.name, rest);
    else if (ts.isPropertyAssignment(entry)) followTarget(lift, entry.initializer, rest);
  }
}

function followTarget(lift: Lift, target: ts.Expression, rest: AccessPath): void {
  const given = unwrap(isPlainAssignment(target) ? target.left : target);
  if (rest.length > 0 || isPattern(given)) return lift.follow.expression(given, rest);
  // It is written here: nothing takes the code from it.
  lift.uses.wantWhole(given);
  const name = ts.isPropertyAccessExpression(given) ? given.name : given;
  const symbol = ts.isIdentifier(name) ? referent(lift.project, name) : symbolOf(lift.project, name);
  lift.follow.symbol(symbol, rest, given);
}

export const isAssignmentPattern = (node: ts.Expression): node is Pattern => isPattern(unwrap(node));
