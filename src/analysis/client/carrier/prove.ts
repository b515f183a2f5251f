import { CannotFollow } from '../../program/cannot-follow.ts';
import { isSeeking } from '../../program/conversions.ts';
import type { CarrierObligation } from './carrier-obligations.ts';
import { everyMention } from './every-mention.ts';
import type { Gap } from './gap.ts';
import { knownMakers } from './known-makers.ts';
import type { Lift } from './lift.ts';
import { methodReplaced } from './method-replaced.ts';
import { missingCode } from './missing-code.ts';
import { noAccessByText } from './no-access-by-text.ts';
import { notSerialized } from './not-serialized.ts';
import { queryUnchanged } from './query-unchanged.ts';
import { askForRecords, recordExits } from './record-exits.ts';
import { toldAgain } from './told-again.ts';

/** What has to be shown of a migration as a whole, once all its carriers are known. The walk itself shows the rest. */
const questions: readonly (readonly [CarrierObligation, (lift: Lift) => readonly Gap[]])[] = [
  ['every-mention', everyMention],
  ['every-mention', methodReplaced],
  ['no-access-by-text', noAccessByText],
  ['known-makers', knownMakers],
  ['not-serialized', notSerialized],
  ['not-serialized', recordExits],
  ['query-unchanged', queryUnchanged],
  ['known-listeners', toldAgain],
  ['absence-kept', missingCode],
];

/**
 * Asks each question of a migration. What is not proved becomes an assumption of its evidence.
 * @throws {CannotFollow} when one is refuted
 */
export function prove(lift: Lift): void {
  askForRecords(lift);
  if (isSeeking(lift.project)) {
    // It asks for files, too: what comes in now saves a whole look.
    queryUnchanged(lift);
    missingCode(lift);
    return;
  }
  for (const [obligation, question] of questions) {
    const gaps = question(lift);
    const wrong = gaps.find(({ state }) => state === 'refuted');
    if (wrong) throw new CannotFollow(wrong.code, wrong.node, wrong.detail);
    const [first] = gaps;
    if (first) lift.evidence.assume({ obligation, code: first.code, detail: first.detail });
  }
}
