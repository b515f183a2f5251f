import type { ts } from 'ts-morph';
import type { Edit } from './edit.ts';
import type { ObligationId } from './obligations.ts';
import { type Proof, type Proofs, Proven } from './proof.ts';
import type { RefusalCode } from './refusals.ts';

/** A place that a rule reports. Rules extend it with what `detect` learned, so that `fix` does not ask again. */
export interface Match {
  /** The node that the finding points at. */
  readonly node: ts.Node;
  /** SDK generation of the symbols involved. Generation 1 is reported as pending and never rewritten. */
  readonly generation: 1 | 2;
  /** Set to report with a lower severity than the rule's own. */
  readonly severity?: 'warning' | 'info';
  /** The finding of another rule that decides about this one: once it is fixed, this one is no finding, or another one. */
  readonly after?: { readonly rule: string; readonly node: ts.Node };
}

export interface Step {
  readonly node: ts.Node;
  readonly message: string;
}

export interface Description {
  /** What is wrong, why it matters, what to do: one or two sentences. */
  readonly message: string;
  /** The steps of the value or of the response, in order. */
  readonly flow: readonly Step[];
}

/** `detail` completes the sentence of the refusal, e.g. names the step or the symbol. */
export type Fix =
  | { readonly level: 'safe'; readonly edits: readonly Edit[]; readonly proven: Proven }
  | {
      readonly level: 'suggested';
      readonly edits: readonly Edit[];
      readonly assumes: RefusalCode;
      /** What was not proved. */
      readonly obligation: ObligationId;
      readonly detail?: string;
    }
  | { readonly level: 'none'; readonly refusal: RefusalCode; readonly detail?: string | undefined };

/** The level of a fix follows from its proofs: refuted is none, open is suggested, all proved is safe. */
export function decide<Id extends ObligationId>(edits: readonly Edit[], proofs: Proofs<Id>): Fix {
  const proven = Proven.of(proofs);
  if (proven) return { level: 'safe', edits, proven };
  const refuted = inState(proofs, 'refuted');
  if (refuted) return { level: 'none', refusal: refuted.proof.code, ...detailOf(refuted.proof) };
  const { obligation, proof } = inState(proofs, 'open')!;
  return { level: 'suggested', edits, assumes: proof.code, obligation, ...detailOf(proof) };
}

type NotProved = Exclude<Proof, { readonly state: 'proved' }>;

function inState(
  proofs: Proofs<never>,
  state: NotProved['state'],
): { readonly obligation: ObligationId; readonly proof: NotProved } | undefined {
  for (const [obligation, proof] of Object.entries<Proof>(proofs))
    if (proof.state !== 'proved' && proof.state === state)
      return { obligation: obligation as ObligationId, proof };
  return undefined;
}

function detailOf({ detail }: NotProved): { readonly detail?: string } {
  return detail === undefined ? {} : { detail };
}
