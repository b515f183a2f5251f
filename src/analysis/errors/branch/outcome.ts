import type { Edit } from '../../../model/edit.ts';
import type { Fix } from '../../../model/fix.ts';

/** The edits that put a branch into a handler, or the reason why there is none. */
export type Outcome = readonly Edit[] | Refused;

export type Refused = Extract<Fix, { level: 'none' }>;

export const refuse = (refusal: Refused['refusal'], detail?: string): Refused => ({
  level: 'none',
  refusal,
  ...(detail ? { detail } : {}),
});
