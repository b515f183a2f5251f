import type { Edit } from './edit.ts';
import type { Finding, Problem, Summary } from './finding.ts';
import type { ObligationId } from './obligations.ts';
import type { Timing } from './timing.ts';

export type Mode = 'apply' | 'dry-run' | 'lint';

/** A finding with what the reporters need in addition to the public keys. */
export interface ReportedFinding extends Finding {
  /** The fix as edits; `file` relative like the finding's, offsets into the original text. Empty when `fix` is `none`. */
  readonly edits: readonly Edit[];
  /** What to do by hand, from the refusal; null when the fix is safe. */
  readonly todo: string | null;
  /** The name of the npm package that owns the file, or else its directory. */
  readonly package: string;
}

/** Everything a run knows at its end. Every reporter takes it. */
export interface Report {
  readonly mode: Mode;
  readonly tool: { readonly name: string; readonly version: string };
  /** Sorted by file, position, rule. */
  readonly findings: readonly ReportedFinding[];
  readonly problems: readonly Problem[];
  readonly summary: Summary;
  /** Why the fixes could not be type-checked, or null when they were (or there are none). */
  readonly unverified: string | null;
  /** Original text of every file that a finding, a flow step or an edit names; key as in `Finding.file`. */
  readonly sources: ReadonlyMap<string, string>;
  /** The text now on the disk of every file that this run rewrote. Places of open findings in it refer to this text. */
  readonly written: ReadonlyMap<string, string>;
  /** The git patch of all changes (empty when nothing changes), change set by change set, each under its finding. */
  readonly patch: string;
  readonly rules: readonly RuleInfo[];
  /** From the root of the git work tree to the working directory: empty, or with a `/` at its end. */
  readonly repositoryPrefix: string;
  /** Only with `--timing`. */
  readonly timing?: Timing;
}

export interface Weakness {
  /** Number in the Common Weakness Enumeration (https://cwe.mitre.org). */
  readonly cwe: number;
  /** From 0.1 to 10 like a CVSS base score: GitHub calls what is below 4 low, below 7 medium, below 9 high. */
  readonly severity: number;
}

/** What reports and `explain` say about a rule. */
export interface RuleInfo {
  readonly id: string;
  /** What a safe fix of this rule has proved; empty for a rule without fixes. */
  readonly obligations: readonly ObligationId[];
  readonly severity: 'error' | 'warning';
  /** One line, for `rules`. */
  readonly summary: string;
  /** What to try once it is fixed, for the plan of a migration. */
  readonly test?: string;
  /** What code scanning sorts by; absent for what is no weakness of the code. */
  readonly weakness?: Weakness;
  /** The rule's page as Markdown. It is read when asked for. */
  readonly page?: () => string;
  readonly docs: string;
}

export interface ReportOptions {
  readonly color: boolean;
  /** Columns of the terminal; default 100. */
  readonly width?: number;
  /** The problems are already on stderr, so the report for people only counts them. */
  readonly withoutProblems?: boolean;
}

export type Reporter = (report: Report, options: ReportOptions) => string;
