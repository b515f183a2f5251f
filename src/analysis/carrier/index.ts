import type { ts } from 'ts-morph';
import type { Edit } from '../../model/edit.ts';
import type { RefusalCode } from '../../model/refusals.ts';
import type { Step } from '../../model/rule.ts';
import type { Project } from '../project.ts';
import type { Redemption } from '../receivers.ts';
import { CannotLift, type Lift, type Migrations, newLift, replaceRange, step } from './context.ts';
import { liftExpression } from './expressions.ts';
import { finishLift } from './finish.ts';
import { dropIssuer } from './issuer.ts';

export type { Migrations } from './context.ts';

/** The whole way of the callback's query to one call, and the edits that hand it over; or the step that forbids it. */
export type Migration =
  | { readonly lifted: true; readonly edits: readonly Edit[]; readonly flow: readonly Step[] }
  | {
      readonly lifted: false;
      readonly refusal: RefusalCode;
      readonly detail: string;
      readonly node: ts.Node;
      readonly flow: readonly Step[];
    };

/**
 * Carrier migration: lifts every step between the callback's query and a call that redeems the code from "the code
 * string" to "the callback's URLSearchParams", as one change set.
 */
export function migrateToCallbackParams(
  project: Project,
  { call, code, issuer }: Redemption,
  migrations: Migrations,
): Migration {
  const lift: Lift = newLift(project, migrations);
  step(lift, call, 'finishAuth receives the code, not the query of the callback');
  try {
    liftExpression(lift, code);
    if (issuer) {
      dropIssuer(lift, issuer);
      replaceRange(lift, call.getSourceFile(), code.getEnd(), issuer.getEnd(), '');
    }
    finishLift(lift);
    if (lift.edits.some(({ file }) => file !== call.getSourceFile().fileName)) {
      throw new CannotLift('needs-other-file', call, '');
    }
    return { lifted: true, edits: distinct(lift.edits), flow: lift.steps.reverse() };
  } catch (error) {
    if (!(error instanceof CannotLift)) throw error;
    step(lift, error.node, `not followed further: ${error.detail}`);
    return {
      lifted: false,
      refusal: error.code,
      detail: error.detail,
      node: error.node,
      flow: lift.steps.reverse(),
    };
  }
}

function distinct(edits: readonly Edit[]): Edit[] {
  const seen = new Map(edits.map((edit) => [`${edit.file}\0${edit.start}\0${edit.end}\0${edit.text}`, edit]));
  return [...seen.values()].sort((a, b) => a.start - b.start);
}
