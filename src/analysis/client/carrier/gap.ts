import type { ts } from '../../../compiler.cjs';
import type { RefusalCode } from '../../../model/refusals.ts';

/** Why one obligation of a migration is not proved, and where. `refuted` is known to be wrong, `open` needs a person. */
export interface Gap {
  readonly state: 'open' | 'refuted';
  readonly code: RefusalCode;
  readonly node: ts.Node;
  readonly detail: string;
}

export const refuted = (code: RefusalCode, node: ts.Node, detail: string): Gap => ({
  state: 'refuted',
  code,
  node,
  detail,
});

export const open = (code: RefusalCode, node: ts.Node, detail: string): Gap => ({
  state: 'open',
  code,
  node,
  detail,
});
