/**
 * The model says what a finding, a fix, a refusal and a report consist of. Every other part of the tool uses these types. They hold
 * data only, and the keys in this file are those of the public JSON report, so they are a contract.
 */

import type { Edit } from './edit.ts';
import type { ObligationId } from './obligations.ts';

/** A place in a file; lines and columns count from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type Severity = 'error' | 'warning' | 'info';

/** How far to trust a fix: `safe` is written by default, `suggested` only with --unsafe, `none` never. */
export type FixLevel = 'safe' | 'suggested' | 'none';

export type Status = 'open' | 'fixed' | 'pending' | 'suppressed';

/** One step of the flow of a value or a response. Steps are in order. */
export interface FlowStep {
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

/** Why there is no safe fix; `code` comes from the closed list in refusals.ts. */
export interface Reason {
  readonly code: string;
  readonly text: string;
}

/** What a suggested fix takes for granted: the obligation that was not proved. */
export interface Assumption {
  readonly obligation: ObligationId;
  readonly text: string;
}

/** What becomes of a pending finding once the project is on SDK v2, as far as the code of today tells. */
export interface Outlook {
  readonly severity: Severity;
  readonly fix: FixLevel;
  readonly reason: Reason | null;
  readonly assumes: Assumption | null;
  readonly todo: string | null;
  /** The fix on the text of today: the upgrade itself changes imports and names around it. */
  readonly edits: readonly Edit[];
}

/** A finding as users see it; `file` is relative to the working directory, with `/`. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  readonly range: Range;
  readonly message: string;
  readonly fix: FixLevel;
  readonly status: Status;
  readonly reason: Reason | null;
  /** What a suggested fix takes for granted: the obligation that was not proved. Null for every other fix. */
  readonly assumes: Assumption | null;
  readonly flow: readonly FlowStep[];
  /** Only for a pending finding; null also where the outcome cannot be known before the upgrade. */
  readonly afterUpgrade: Outlook | null;
  readonly docs: string;
  /** Stable when lines move: hashes the rule, the file and the text of the line, not its number. */
  readonly fingerprint: string;
}

/** What kept the tool from working on a file. Any problem makes the exit code 2. */
export interface Problem {
  readonly file: string;
  readonly message: string;
}

export interface Summary {
  readonly filesScanned: number;
  readonly filesAnalyzed: number;
  readonly findings: number;
  readonly fixed: number;
  readonly open: number;
  readonly pending: number;
  readonly suppressed: number;
}
