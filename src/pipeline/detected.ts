import type { Edit } from '../model/edit.ts';
import type { FlowStep, Range, Severity } from '../model/finding.ts';
import type { Fix } from '../model/fix.ts';
import { type RefusalCode, refusals } from '../model/refusals.ts';
import type { RuleInfo } from '../model/report.ts';

/** A finding before the pipeline decides what happens to it. Files are absolute here. */
export interface Detected {
  readonly rule: RuleInfo;
  readonly severity: Severity;
  readonly file: string;
  readonly range: Range;
  readonly offset: number;
  readonly message: string;
  readonly flow: readonly FlowStep[];
  readonly fix: Fix;
  readonly pending: boolean;
  /** None of its steps is in a file that the run is about (`--since`, `--staged`): seen, neither reported nor fixed. */
  readonly isElsewhere?: boolean;
  /** Identity from one run to the next: it survives moved lines. */
  readonly fingerprint: string;
  /** Identity within a run: see identity.ts. */
  readonly id: string;
}

/** The edits of a finding, or undefined when this run may write none of them. */
export function editsOf(item: Detected, unsafe: boolean): readonly Edit[] | undefined {
  if (
    item.pending ||
    item.isElsewhere ||
    item.fix.level === 'none' ||
    (item.fix.level === 'suggested' && !unsafe)
  )
    return undefined;
  return item.fix.edits;
}

/** A refusal with its sentence completed. */
export interface Refused {
  readonly code: RefusalCode;
  readonly text: string;
  readonly todo: string;
}

export function refused(code: RefusalCode, detail?: string): Refused {
  const { text, todo } = refusals[code];
  return { code, text: detail ? `${text} ${detail}` : text, todo };
}

/** The refusal behind a fix that is not safe. */
export function reasonOf(fix: Fix): Refused | undefined {
  if (fix.level === 'safe') return undefined;
  return refused(fix.level === 'suggested' ? fix.assumes : fix.refusal, fix.detail);
}
