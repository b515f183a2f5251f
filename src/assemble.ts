import type { Analysis } from './analyse.ts';
import { changeSetOf, type Detected, reasonOf } from './detect.ts';
import { gitPatch } from './edit/patch.ts';
import type { Problem, Status, Summary } from './model/finding.ts';
import { refusals } from './model/refusals.ts';
import type { Mode, Report, ReportedFinding } from './model/report.ts';
import type { Rule } from './model/rule.ts';
import type { Plan } from './plan.ts';
import { faultOf, readSuppressions, type Suppression, suppresses, suppressionRule } from './suppressions.ts';
import { tool } from './tool.ts';
import type { Workspace } from './workspace/workspace.ts';

/** Everything the pipeline learned, ready to be told. */
export interface Assembled {
  readonly mode: Mode;
  readonly rules: readonly Rule[];
  readonly analysis: Analysis;
  /** What was written, or would be. */
  readonly plan: Plan;
  readonly takenBack: ReadonlyMap<string, string>;
  readonly unverified: string | null;
  readonly dirty: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  readonly scanned: number;
}

export function assemble(run: Assembled, workspace: Workspace): Report {
  const { analysis } = run;
  const suppressions = [...analysis.texts].flatMap(([file, text]) => readSuppressions(file, text));
  const found = analysis.found.map((item) => toFinding(item, run, suppressions, workspace));
  const findings = [...found, ...unusedSuppressions(suppressions, run, workspace)].sort(byPlace);
  const sources = new Map([...analysis.texts].map(([file, text]) => [workspace.nameOf(file), text]));
  return {
    mode: run.mode,
    tool,
    findings,
    problems: run.problems.map(({ file, message }) => ({ file: workspace.nameOf(file), message })),
    summary: summaryOf(findings, run),
    unverified: run.unverified,
    sources,
    patch: gitPatch(
      run.plan.changes.map((change) => ({ path: workspace.patchPath(change.file), ...change })),
    ),
    rules: [...run.rules.map(({ info }) => info), suppressionRule],
  };
}

function toFinding(
  item: Detected,
  run: Assembled,
  suppressions: readonly Suppression[],
  workspace: Workspace,
): ReportedFinding {
  const words = run.takenBack.get(item.fingerprint);
  const refused = reasonOf(words ? { level: 'none', refusal: 'type-check-failed', detail: words } : item.fix);
  return {
    rule: item.rule.id,
    severity: item.severity,
    file: workspace.nameOf(item.file),
    range: item.range,
    message: item.message,
    fix: words ? 'none' : item.fix.level,
    status: statusOf(item, run, suppressions),
    reason: refused ? { code: refused.code, text: refused.text } : null,
    flow: item.flow.map((step) => ({ ...step, file: workspace.nameOf(step.file) })),
    docs: item.rule.docs,
    fingerprint: item.fingerprint,
    edits: (words ? [] : (changeSetOf(item, true)?.edits ?? [])).map((edit) => ({
      ...edit,
      file: workspace.nameOf(edit.file),
    })),
    todo:
      refused?.todo ??
      (run.dirty.has(item.file) && run.mode === 'apply' ? refusals['dirty-file'].todo : null),
  };
}

function statusOf(item: Detected, run: Assembled, suppressions: readonly Suppression[]): Status {
  if (suppressions.some((comment) => suppresses(comment, item))) return 'suppressed';
  if (item.pending) return 'pending';
  return run.plan.fixed.has(item.fingerprint) ? 'fixed' : 'open';
}

/** Suppressions that do nothing are findings themselves: they would hide the next fault silently. */
function unusedSuppressions(
  suppressions: readonly Suppression[],
  run: Assembled,
  workspace: Workspace,
): ReportedFinding[] {
  const known = run.rules.map(({ info }) => info.id);
  return suppressions.flatMap((comment) => {
    const message = faultOf(comment, known, run.analysis.found);
    if (message === undefined) return [];
    const start = { line: comment.line, column: comment.column };
    const file = workspace.nameOf(comment.file);
    return [
      {
        rule: suppressionRule.id,
        severity: 'warning' as const,
        file,
        range: { start, end: { line: comment.line, column: comment.column + comment.length } },
        message,
        fix: 'none' as const,
        status: 'open' as const,
        reason: null,
        flow: [],
        docs: suppressionRule.docs,
        fingerprint: `suppression:${file}:${comment.rule}:${comment.reason}`,
        edits: [],
        todo: null,
      },
    ];
  });
}

function byPlace(a: ReportedFinding, b: ReportedFinding): number {
  const order = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  return (
    order(a.file, b.file) ||
    a.range.start.line - b.range.start.line ||
    a.range.start.column - b.range.start.column ||
    order(a.rule, b.rule) ||
    order(a.message, b.message)
  );
}

function summaryOf(findings: readonly ReportedFinding[], run: Assembled): Summary {
  const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
  return {
    filesScanned: run.scanned,
    filesAnalyzed: run.analysis.filesAnalyzed,
    findings: findings.length,
    fixed: count('fixed'),
    open: count('open'),
    pending: count('pending'),
    suppressed: count('suppressed'),
  };
}
