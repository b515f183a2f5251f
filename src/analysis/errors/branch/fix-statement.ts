import { ts } from '../../../compiler.cjs';

import { isPure } from '../guards/purity.ts';
import { takenClause } from '../guards/switch.ts';
import { conditionHazard, conditionWith, flagIn, flagMayChange } from './condition.ts';
import { decidingGuard } from './deciding-guard.ts';
import { hazardIn } from './hazards.ts';
import { insertBefore, insertCase, insertIf } from './insert-branch.ts';
import { isTooLong } from './lines.ts';
import { type Outcome, refuse } from './outcome.ts';
import { leave, liveFrame, staysTheSame, write } from './residual.ts';
import type { ScopeMatch } from './scope-match.ts';
import { widen } from './widen.ts';
import { widenAlong } from './widen-along.ts';

export function fixIf({ divergence }: ScopeMatch, node: ts.IfStatement, test: string): Outcome {
  const { before, now, rest } = divergence;
  const taken = before.truth(node.expression);
  const branch = taken === false ? node.elseStatement : node.thenStatement;
  const lists = branch ? [[branch]] : rest;
  const condition = conditionHazard(node.expression, before);
  if (condition) return condition;
  const written = write(lists, before);
  const hazard = hazardIn(written.live, liveFrame(lists, before));
  if (hazard) return hazard;
  if (!branch) {
    const edits = widenAlong(divergence, node, test);
    if (edits) return edits;
  }
  // The effects of the condition must happen once.
  const pure = isPure(node.expression, before);
  const flag = flagIn(node.expression, before);
  if (staysTheSame(lists, before, now) && (!flag || flagMayChange(divergence, flag))) {
    const edits = widen(node.expression, divergence, test);
    // Where the line would get too long, a short branch of its own is easier to read.
    const short = written.exits && written.pieces.length === 1 && !node.elseStatement && branch !== undefined;
    if (edits && !(short && !flag && pure && taken !== undefined && isTooLong(edits, node.getSourceFile())))
      return edits;
  }
  // The code after the `if` runs for every error, so a branch that replaces it must exit.
  const pieces = branch ? written : leave(written, node);
  if (!pieces) return refuse('insufficient-scope-shape');
  if (!pure) return refuse('insufficient-scope-shape');
  const full =
    taken === undefined ? conditionWith(test, node.expression, decidingGuard(divergence), before) : test;
  return [insertIf(node, full, pieces.pieces, pieces.exits)];
}

export function fixSwitch({ divergence }: ScopeMatch, node: ts.SwitchStatement, test: string): Outcome {
  const { before, now } = divergence;
  const index = takenClause(node, before);
  if (index === undefined) return refuse('insufficient-scope-shape');
  const written = write([[node]], before);
  const hazard = hazardIn(written.live, liveFrame([[node]], before));
  if (hazard) return hazard;
  const clause = node.caseBlock.clauses[index];
  if (node.expression.kind === ts.SyntaxKind.TrueKeyword && clause && ts.isCaseClause(clause)) {
    const earlier = takenClause(node, now) ?? index;
    const place = node.caseBlock.clauses[earlier >= 0 ? Math.min(index, earlier) : index];
    if (!place || !ts.isCaseClause(place)) return refuse('insufficient-scope-shape');
    const same =
      place === clause && clause.statements.length > 0 && staysTheSame([clause.statements], before, now);
    return [insertCase(place, test, same ? undefined : written.pieces, written.exits)];
  }
  const left = leave(written, node);
  return written.exits && left ? [insertBefore(node, test, left.pieces)] : refuse('insufficient-scope-shape');
}
