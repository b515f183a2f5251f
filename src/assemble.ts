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
  const written = run.mode === 'apply' ? run.plan.changes : [];
  const texts = new Map([...analysis.texts, ...written.map(({ file, after }) => [file, after] as const)]);
  const suppressions = [...texts].flatMap(([file, text]) => readSuppressions(file, text));
  const planned = new Map([...texts, ...run.plan.changes.map(({ file, after }) => [file, after] as const)]);
  const seen = run.plan.changes.length > 0 ? analysis.again(planned) : analysis.found;
  // One change set may mend another's finding, too.
  const gone = new Set(goneFrom(analysis.found, seen, run.plan.fixed));
  const isFixed = (item: Detected) => run.plan.fixed.has(item.fingerprint) || gone.has(item);
  // What is left is what the rules see in the files as they are now: its places fit the files on the disk.
  const left = written.length > 0 ? seen : analysis.found.filter((item) => !isFixed(item));
  const findings = [
    ...analysis.found.filter(isFixed).map((item) => toFinding(item, 'fixed', run, workspace)),
    ...left.map((item) => toFinding(item, statusOf(item, suppressions), run, workspace)),
    ...unusedSuppressions(suppressions, left, run, workspace),
  ].sort(byPlace);
  const sources = new Map([...analysis.texts].map(([file, text]) => [workspace.nameOf(file), text]));
  return {
    mode: run.mode,
    tool,
    findings,
    problems: run.problems.map(({ file, message }) => ({ file: workspace.nameOf(file), message })),
    summary: summaryOf(findings, run),
    unverified: run.unverified,
    sources,
    written: new Map(written.map(({ file, after }) => [workspace.nameOf(file), after])),
    patch: gitPatch(
      run.plan.changes.map((change) => ({ path: workspace.patchPath(change.file), ...change })),
    ),
    rules: [...run.rules.map(({ info }) => info), suppressionRule],
  };
}

/** Findings that are no longer seen though no change set was theirs; a changed line gives a finding another fingerprint. */
function goneFrom(
  found: readonly Detected[],
  seen: readonly Detected[],
  fixed: ReadonlySet<string>,
): Detected[] {
  const left = new Set(seen.map(({ fingerprint }) => fingerprint));
  const before = new Set(found.map(({ fingerprint }) => fingerprint).filter((each) => !fixed.has(each)));
  const missing = found.filter(({ fingerprint }) => !fixed.has(fingerprint) && !left.has(fingerprint));
  const news = seen.filter(({ fingerprint }) => !before.has(fingerprint));
  const kind = (item: Detected) => `${item.rule.id}\0${item.file}`;
  return missing.filter((item) => {
    const renamed = news.findIndex((other) => kind(other) === kind(item));
    if (renamed >= 0) news.splice(renamed, 1);
    return renamed < 0 && !item.pending && item.fix.level !== 'none';
  });
}

function toFinding(item: Detected, status: Status, run: Assembled, workspace: Workspace): ReportedFinding {
  const words = run.takenBack.get(item.fingerprint);
  const isMet = status === 'fixed' && run.plan.met.has(item.fingerprint);
  const refused = isMet
    ? undefined
    : reasonOf(words ? { level: 'none', refusal: 'type-check-failed', detail: words } : item.fix);
  return {
    rule: item.rule.id,
    severity: item.severity,
    file: workspace.nameOf(item.file),
    range: item.range,
    message: item.message,
    fix: words ? 'none' : isMet ? 'safe' : item.fix.level,
    status,
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

function statusOf(item: Detected, suppressions: readonly Suppression[]): Status {
  if (suppressions.some((comment) => suppresses(comment, item))) return 'suppressed';
  return item.pending ? 'pending' : 'open';
}

/** Suppressions that do nothing are findings themselves: they would hide the next fault silently. */
function unusedSuppressions(
  suppressions: readonly Suppression[],
  left: readonly Detected[],
  run: Assembled,
  workspace: Workspace,
): ReportedFinding[] {
  const known = run.rules.map(({ info }) => info.id);
  return suppressions.flatMap((comment) => {
    const message = faultOf(comment, known, left);
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
