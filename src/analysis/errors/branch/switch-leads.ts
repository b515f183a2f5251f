import { ts } from '../../../compiler.cjs';
import { type Proof, proved } from '../../../model/proof.ts';
import { isWithin } from '../../program/ast.ts';
import type { Frame } from '../guards/frame.ts';
import type { Value } from '../guards/value.ts';
import { type Attempts, withAttemptsAround } from './attempts.ts';
import { leadOf, type Way } from './decisive.ts';
import { attemptFromClause, nextAttempt } from './goes-on.ts';
import { decidesAgain, mayTryAgain } from './settled-proof.ts';

/** Whether a `switch` on a value leads to another attempt. */
export function switchLeads(node: ts.SwitchStatement, value: Value, frame: Frame, around: Attempts): Proof {
  const { clauses } = node.caseBlock;
  const attempts = withAttemptsAround(around, node);
  const labels = clauses.map((clause) =>
    ts.isDefaultClause(clause) ? undefined : frame.evaluate(clause.expression),
  );
  // Only one of the clauses runs: their attempts do not come one after the other.
  const ways = clauses.map((clause): Way => {
    const way = attemptFromClause(clause, attempts);
    return way && isWithin(way, node.caseBlock) ? 'own' : way;
  });
  const isDefault = clauses.findIndex(ts.isDefaultClause);
  const without = isDefault < 0 ? nextAttempt(node, attempts) : ways[isDefault];
  const all = isDefault < 0 ? [...ways, without] : ways;
  if (all.every((way) => way === all[0])) return proved;
  if (value.kind !== 'const') return mayTryAgain(node.expression);
  const taken = labels.findIndex((label) => label?.kind === 'const' && label.value === value.value);
  const way = taken < 0 ? without : ways[taken];
  const leads = leadOf(
    way,
    all.filter((other) => other !== way),
  );
  if (leads === 'again') return decidesAgain(node.expression);
  return leads === 'perhaps' ? mayTryAgain(node.expression) : proved;
}
