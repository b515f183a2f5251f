import { ts } from '../../../compiler.cjs';
import { type AccessPath, afterAny, joined, sameStep } from '../../program/access-path.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { resolveAlias } from '../../program/sdk-symbols.ts';
import { isNoValue } from '../query/no-value.ts';
import { askAround } from './ask-around.ts';
import { memberOfDetail } from './dom-events.ts';
import type { Lift, Local } from './lift.ts';
import { liftArrayElement } from './promise-lists.ts';
import { recordDoubt } from './read-passed.ts';
import { retype } from './retype.ts';
import { shortText } from './short-text.ts';
import { memberPaths } from './type-paths.ts';
import { liftUntypedElement } from './untyped-records.ts';

/** Backwards from `const { code } = result`, `const { promise, resolve } = defer<string>()`, `[code]` of `Promise.all`. */
export function liftElement(lift: Lift, element: ts.BindingElement, path: AccessPath): void {
  const pattern = element.parent;
  if (ts.isArrayBindingPattern(pattern)) return liftArrayElement(lift, element, pattern, path);
  if (element.dotDotDotToken) throw new CannotFollow('wider-flow', element, 'It is the rest of a record.');
  if (element.initializer) liftDefault(lift, element, element.initializer, path);
  const source = pattern.parent;
  const property = propertyOf(lift, element, pattern);
  if (liftUntypedElement(lift, element, property, path)) return;
  if (!property) {
    askAround(lift.project, element);
    const detail = `'${element.name.getText()}' is taken out of a record in ${shortText(source)}.`;
    throw recordDoubt(lift, element.name) ?? new CannotFollow('unresolved-step', element, detail);
  }
  for (const [step, paths] of memberPaths(lift.project, property)) {
    const rest = afterAny(path, paths);
    if (rest && ts.isVariableDeclaration(source) && source.initializer) {
      liftMembers(lift, pattern, [step, ...rest]);
      return lift.follow.expression(source.initializer, [step, ...rest]);
    }
  }
  const value = ts.isVariableDeclaration(source) ? source.initializer : undefined;
  if (value) memberOfDetail(lift, value, property.name, path);
  lift.follow.symbol(resolveAlias(lift.project, property), path, element);
}

function propertyOf(
  { project: { checker } }: Lift,
  element: ts.BindingElement,
  pattern: ts.ObjectBindingPattern,
): ts.Symbol | undefined {
  const key = element.propertyName ?? element.name;
  if (!ts.isIdentifier(key) && !ts.isStringLiteralLike(key)) return undefined;
  return checker.getPropertyOfType(checker.getNonNullableType(checker.getTypeAtLocation(pattern)), key.text);
}

/** `{ code = '' }`: the whole query is always there, so it needs no default. */
function liftDefault(
  lift: Lift,
  element: ts.BindingElement,
  initializer: ts.Expression,
  path: AccessPath,
): void {
  if (path.length > 0 || !isNoValue(initializer)) return lift.follow.expression(initializer, path);
  lift.absence.noteFallback(initializer);
  lift.absence.note(element);
  lift.edits.replaceRange(element.getSourceFile(), element.name.getEnd(), initializer.getEnd(), '');
}

/** Forwards into the pattern that takes a record apart where it arrives: only the member on the path matters. */
export function liftPattern(
  lift: Lift,
  declaration: Local,
  pattern: ts.ObjectBindingPattern,
  path: AccessPath,
): void {
  const [step, ...rest] = path;
  if (step?.kind === 'type') return liftMembers(lift, pattern, path);
  if (step?.kind !== 'member') {
    throw new CannotFollow('wider-flow', pattern, `${shortText(pattern)} is destructured.`);
  }
  if (!ts.isBindingElement(declaration)) retype(lift, declaration.type, path);
  for (const element of pattern.elements) {
    const key = element.propertyName ?? element.name;
    if (element.dotDotDotToken) throw new CannotFollow('wider-flow', element, 'It is the rest of a record.');
    if (key.getText() === step.name) {
      if (rest.length === 0) lift.fields.addName(key);
      lift.follow.local(element, rest);
    }
  }
}

/** `{ promise, resolve }` of something made over a type: each member that leads to the type follows. */
function liftMembers(lift: Lift, pattern: ts.ObjectBindingPattern, path: AccessPath): void {
  const [first, ...rest] = path;
  const type = lift.project.checker.getTypeAtLocation(pattern);
  for (const element of pattern.elements) {
    const key = element.propertyName ?? element.name;
    const property = lift.project.checker.getPropertyOfType(type, key.getText());
    for (const [step, paths] of property ? memberPaths(lift.project, property) : []) {
      if (sameStep(step, first)) for (const found of paths) lift.follow.local(element, joined(found, rest));
    }
  }
}
