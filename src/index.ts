/** The programmatic API: the CLI minus printing. */
export type { Edit, FileChange } from './model/edit.ts';
export type {
  Finding,
  FixLevel,
  FlowStep,
  Outlook,
  Position,
  Problem,
  Range,
  Reason,
  Severity,
  Status,
  Summary,
} from './model/finding.ts';
export type { ObligationId } from './model/obligations.ts';
export { obligations } from './model/obligations.ts';
export type { Refusal, RefusalCode } from './model/refusals.ts';
export { refusals } from './model/refusals.ts';
export type { Mode, Report, ReportedFinding, Reporter, ReportOptions, RuleInfo } from './model/report.ts';
export type { RunOptions } from './model/run-options.ts';
export { reporters } from './report/index.ts';
export type { RunResult } from './run.ts';
export { run } from './run.ts';
