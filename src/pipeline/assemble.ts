import type { RuleEntry } from '../../transforms/contract.ts';
import type { Edit } from '../model/edit.ts';
import type { Outlook, Problem, Status, Summary } from '../model/finding.ts';
import { obligations } from '../model/obligations.ts';
import type { RefusalCode } from '../model/refusals.ts';
import type { Mode, Report, ReportedFinding } from '../model/report.ts';
import { tool } from '../tool.ts';
import { byCodeUnit } from '../workspace/file-names.ts';
import { rulePage } from '../workspace/rule-page.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Analysis } from './analyze.ts';
import { type Detected, editsOf, type Refused, reasonOf, refused } from './detected.ts';
import { outlooksOf } from './outlook.ts';
import { patchOf } from './patch-sections.ts';
import type { Plan } from './plan.ts';
import { allRules } from './rules.ts';
import { faultsOf, readSuppressions, type Suppression, suppresses, suppressionRule } from './suppressions.ts';

/** Everything that a run learned, ready for the report. */
export interface Assembled {
  readonly mode: Mode;
  readonly rules: readonly RuleEntry[];
  readonly analysis: Analysis;
  /** What was written, or would be. */
  readonly plan: Plan;
  /** Whether the run also writes suggested fixes. */
  readonly unsafe: boolean;
  readonly unverified: string | null;
  readonly problems: readonly Problem[];
  readonly scanned: number;
  /** The files that the run is about; undefined for all. */
  readonly within: readonly string[] | undefined;
}

export function assemble(run: Assembled, workspace: Workspace): Report {
  const { analysis } = run;
  const written = run.mode === 'apply' ? run.plan.changes : [];
  const texts = new Map([...analysis.texts, ...written.map(({ file, after }) => [file, after] as const)]);
  const suppressions = [...texts].flatMap(([file, text]) => readSuppressions(file, text));
  // One change set may also fix the finding of another.
  const gone = new Set(goneFrom(analysis.found, run.plan.left, run.plan.fixed));
  const isFixed = (item: Detected) => run.plan.fixed.has(item.id) || gone.has(item);
  // After writing, open findings are those that the rules see in the new texts, so their places match the disk.
  const left = written.length > 0 ? run.plan.left : analysis.found.filter((item) => !isFixed(item));
  const isAsked = ({ isElsewhere }: Detected) => isElsewhere !== true;
  const outlooks = outlooksOf(left, new Map(written.map(({ file, after }) => [file, after])), analysis);
  const leftFinding = (item: Detected): ReportedFinding => {
    const status = statusOf(item, suppressions);
    const after = status === 'pending' ? outlooks.get(item) : undefined;
    return {
      ...toFinding(item, status, run, workspace),
      afterUpgrade: after ? outlookOf(after, workspace) : null,
    };
  };
  const findings = [
    ...analysis.found
      .filter(isFixed)
      .filter(isAsked)
      .map((item) => toFinding(item, 'fixed', run, workspace)),
    ...left.filter(isAsked).map(leftFinding),
    ...unusedSuppressions(suppressions, left, run, workspace),
  ].sort(byPlace);
  const sources = new Map([...analysis.texts].map(([file, text]) => [workspace.nameOf(file), text]));
  return {
    mode: run.mode,
    tool,
    findings,
    problems: run.problems
      .map(({ file, message }) => ({ file: workspace.nameOf(file), message }))
      .sort((a, b) => byCodeUnit(a.file, b.file) || byCodeUnit(a.message, b.message)),
    summary: summaryOf(findings, run),
    unverified: run.unverified,
    sources,
    written: new Map(written.map(({ file, after }) => [workspace.nameOf(file), after])),
    patch: patchOf(run.plan, analysis.found, findings, workspace),
    repositoryPrefix: workspace.repositoryPrefix,
    rules: [...run.rules.map(({ info }) => ({ ...info, page: () => rulePage(info.id) })), suppressionRule],
  };
}

/** Findings that are gone without a change set of their own. One whose place was rewritten is still there under a new id. */
function goneFrom(
  found: readonly Detected[],
  seen: readonly Detected[],
  fixed: ReadonlySet<string>,
): Detected[] {
  const left = new Set(seen.map(({ id }) => id));
  const before = new Set(found.map(({ id }) => id));
  const missing = found.filter(({ id }) => !fixed.has(id) && !left.has(id));
  const news = seen.filter(({ id }) => !before.has(id));
  const kind = (item: Detected) => `${item.rule.id}\0${item.file}`;
  return missing.filter((item) => {
    const renamed = news.findIndex((other) => kind(other) === kind(item));
    if (renamed >= 0) news.splice(renamed, 1);
    return renamed < 0 && !item.pending && item.fix.level !== 'none';
  });
}

function toFinding(item: Detected, status: Status, run: Assembled, workspace: Workspace): ReportedFinding {
  const isMet = (status === 'fixed' || run.mode === 'lint') && run.plan.met.has(item.id);
  const reason = isMet ? undefined : status === 'open' ? reasonLeft(item, run) : reasonOf(item.fix);
  const fix = isMet ? 'safe' : reason && noFix.has(reason.code) ? 'none' : item.fix.level;
  return {
    rule: item.rule.id,
    severity: item.severity,
    file: workspace.nameOf(item.file),
    range: item.range,
    message: item.message,
    fix,
    status,
    reason: reason ? { code: reason.code, text: reason.text } : null,
    assumes: fix === 'suggested' ? assumptionOf(item.fix) : null,
    flow: item.flow.map((step) => ({ ...step, file: workspace.nameOf(step.file) })),
    afterUpgrade: null,
    docs: item.rule.docs,
    fingerprint: item.fingerprint,
    package: workspace.packageName(item.file),
    edits: fix === 'none' ? [] : namedEdits(editsOf(item, true) ?? [], workspace),
    todo: reason?.todo ?? null,
  };
}

function outlookOf({ fix, severity }: Detected, workspace: Workspace): Outlook {
  const reason = reasonOf(fix);
  return {
    severity,
    fix: fix.level,
    reason: reason ? { code: reason.code, text: reason.text } : null,
    assumes: assumptionOf(fix),
    todo: reason?.todo ?? null,
    edits: fix.level === 'none' ? [] : namedEdits(fix.edits, workspace),
  };
}

const namedEdits = (edits: readonly Edit[], workspace: Workspace): readonly Edit[] =>
  edits.map((edit) => ({ ...edit, file: workspace.nameOf(edit.file) }));

/** The obligation that keeps a fix from being safe. */
function assumptionOf(fix: Detected['fix']): ReportedFinding['assumes'] {
  if (fix.level !== 'suggested') return null;
  return { obligation: fix.obligation, text: obligations[fix.obligation] };
}

/** Reasons that say that a proposed fix does not work. */
const noFix: ReadonlySet<RefusalCode> = new Set(['type-check-failed', 'not-settled']);

/**
 * Why a finding is left. Every fix that this run was to write and did not has a reason: what the plan did not withhold
 * failed on its way to the disk.
 */
function reasonLeft(item: Detected, { mode, plan, unsafe }: Assembled): Refused | undefined {
  const toWrite = mode !== 'lint' && editsOf(item, unsafe) !== undefined;
  const withheld = plan.withheld.get(item.id);
  if (withheld?.code === 'not-chosen') return reasonOf(item.fix) ?? withheld;
  return withheld ?? (toWrite ? refused('not-written') : reasonOf(item.fix));
}

function statusOf(item: Detected, suppressions: readonly Suppression[]): Status {
  if (suppressions.some((comment) => suppresses(comment, item))) return 'suppressed';
  return item.pending ? 'pending' : 'open';
}

/** Suppressions without effect are findings too: they would silently hide the next fault. Files that were not given are not judged. */
function unusedSuppressions(
  suppressions: readonly Suppression[],
  left: readonly Detected[],
  run: Assembled,
  workspace: Workspace,
): ReportedFinding[] {
  const judged = { known: idsOf(allRules), chosen: idsOf(run.rules), found: left };
  const seen = new Map<string, number>();
  return suppressions
    .filter(({ file }) => workspace.isGiven(file) && (run.within?.includes(file) ?? true))
    .flatMap((comment) => faultsOf(comment, judged).map((message) => ({ comment, message })))
    .map(({ comment, message }) => {
      const { file, range } = comment;
      const key = `suppression:${workspace.identityOf(file)}:${contentOf(comment)}`;
      const nth = seen.get(key) ?? 0;
      seen.set(key, nth + 1);
      return {
        rule: suppressionRule.id,
        severity: 'warning' as const,
        file: workspace.nameOf(file),
        range,
        message,
        fix: 'none' as const,
        status: 'open' as const,
        reason: null,
        assumes: null,
        flow: [],
        afterUpgrade: null,
        docs: suppressionRule.docs,
        fingerprint: nth === 0 ? key : `${key}:${nth}`,
        package: workspace.packageName(file),
        edits: [],
        todo: null,
      };
    });
}

/** What a suppression says, for its fingerprint: how it is written does not matter. */
const contentOf = ({ form, rules, reason, text }: Suppression): string =>
  form === 'next-line' ? `${rules.join(', ')}:${reason}` : text;

const idsOf = (rules: readonly RuleEntry[]): readonly string[] => rules.map(({ info }) => info.id);

function byPlace(a: ReportedFinding, b: ReportedFinding): number {
  return (
    byCodeUnit(a.file, b.file) ||
    a.range.start.line - b.range.start.line ||
    a.range.start.column - b.range.start.column ||
    byCodeUnit(a.rule, b.rule) ||
    byCodeUnit(a.message, b.message)
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
