import { ts } from '../../../compiler.cjs';
import { wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { emptyComparison } from './arrived.ts';
import { assignedValue } from './assigned-value.ts';
import { targetAt } from './assignment-patterns.ts';
import type { Slot } from './empty-yet.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';
import { slotOf } from './sure-before.ts';
import { isTested } from './use-tests.ts';

/** What begins as an empty text, and is used here. */
export function emptySlotOf({ project, emptyYet }: Lift, use: ts.Expression): Slot | undefined {
  const slot = slotOf(project, use);
  return emptyYet.has(slot) ? slot : undefined;
}

/** True where a missing code and one that has not arrived are the same empty text. */
export function isEmptyBoth({ absence }: Lift): boolean {
  return absence.elsewhere.form === 'empty' || absence.isCertain;
}

/** Turns `code === ''` into a test of the code: the comparison goes, and false is given where there is none. */
export function dropComparison(lift: Lift, use: ts.Expression): boolean {
  const value = wrapped(use);
  const { parent } = value;
  if (!ts.isBinaryExpression(parent) || parent.left !== value || !isTested(parent)) return false;
  const told = emptyComparison(parent);
  if (!told || !emptySlotOf(lift, use) || !isEmptyBoth(lift)) return false;
  const file = use.getSourceFile();
  if (told === 'equal') lift.edits.insert(file, parent.getStart(), '!');
  lift.edits.replaceRange(file, value.getEnd(), parent.getEnd(), '');
  return true;
}

/** @throws {CannotFollow} where the query is passed although it may not have arrived yet: an empty text was passed there */
export function refuseEmpty(lift: Lift, use: ts.Expression, absent: boolean): void {
  if (!absent || assignedValue(use) || targetAt(use) || !emptySlotOf(lift, use)) return;
  const detail = `The empty text that stands for no code yet may reach ${shortText(wrapped(use).parent)}.`;
  throw new CannotFollow('sentinel-value', use, detail);
}
