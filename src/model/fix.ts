import type { ts } from 'ts-morph';
import type { Edit } from './edit.ts';
import type { RefusalCode } from './refusals.ts';

/** A place that a rule reports. Rules extend it with what `detect` learned, so that `fix` does not ask again. */
export interface Match {
  /** The node that the finding points at. */
  readonly node: ts.Node;
  /** SDK generation of the symbols involved. Generation 1 is reported as pending and never rewritten. */
  readonly generation: 1 | 2;
  /** Set to report with a lower severity than the rule's own. */
  readonly severity?: 'warning' | 'info';
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
  | { readonly level: 'safe'; readonly edits: readonly Edit[] }
  | {
      readonly level: 'suggested';
      readonly edits: readonly Edit[];
      readonly assumes: RefusalCode;
      readonly detail?: string;
    }
  | { readonly level: 'none'; readonly refusal: RefusalCode; readonly detail?: string };
