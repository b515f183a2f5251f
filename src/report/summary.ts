import type { FixLevel } from '../model/finding.ts';
import { officialCodemod } from '../model/official-codemod.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { sanitizeLines } from '../model/sanitize.ts';
import { waitsForV2 } from './after-upgrade.ts';
import type { Style } from './style.ts';

/** The last lines of a report: the counts, whether the fixes were type-checked, what to do next. */
export function summaryLines(report: Report, style: Style): string[] {
  const { filesScanned, filesAnalyzed } = report.summary;
  const counts = counted(report).join(', ') || (report.problems.length > 0 ? 'nothing found' : 'no findings');
  const files = `${count(filesScanned, 'file')} scanned, ${filesAnalyzed} analyzed`;
  const left = leftBySeverity(report);
  const unverified = report.unverified && `Not type-checked: ${sanitizeLines(report.unverified).join(' ')}`;
  return [
    `${style('strong', counts)} ${style('faint', `· ${files}`)}`,
    ...(left ? [left] : []),
    ...upgraded(report),
    ...(unverified ? [style('warning', unverified)] : []),
    ...nextSteps(report).map((hint) => `${style('faint', '→')} ${hint}`),
  ];
}

function counted(report: Report): string[] {
  const { summary, mode } = report;
  const open = opened(report);
  const none = open.filter(({ fix }) => fix === 'none').length;
  const parts: [number, string][] = [
    [summary.fixed, mode === 'dry-run' ? 'would be fixed' : 'fixed'],
    [open.filter(({ fix }) => fix === 'safe').length, 'with a safe fix'],
    [open.filter(({ fix }) => fix === 'suggested').length, 'with a suggested fix'],
    [none, 'to do by hand'],
    [summary.open - open.length, 'not shown'],
    [summary.pending, 'pending until the upgrade to SDK v2'],
    [summary.suppressed, 'suppressed'],
    [report.problems.length, report.problems.length === 1 ? 'problem' : 'problems'],
  ];
  return parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
}

function leftBySeverity(report: Report): string {
  const open = opened(report);
  const errors = open.filter(({ severity }) => severity === 'error').length;
  const warnings = open.filter(({ severity }) => severity === 'warning').length;
  const parts = [
    ...(errors ? [count(errors, 'error')] : []),
    ...(warnings ? [count(warnings, 'warning')] : []),
  ];
  return parts.length > 0 ? `${parts.join(' and ')} left` : '';
}

/** What the upgrade will leave to do: as many as there are pending. */
function upgraded({ findings }: Report): string[] {
  const pending = findings.filter(({ status }) => status === 'pending');
  const of = (level: FixLevel | undefined) =>
    pending.filter(({ afterUpgrade }) => afterUpgrade?.fix === level).length;
  const parts: [number, string][] = [
    [of('safe'), 'with a safe fix'],
    [of('suggested'), 'with a suggested fix'],
    [of('none'), 'to do by hand'],
    [of(undefined), 'not known before'],
  ];
  const told = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return told.length > 0 ? [`After the upgrade: ${told.join(', ')}`] : [];
}

function nextSteps(report: Report): string[] {
  const open = opened(report);
  const safe = open.filter(({ fix, reason }) => fix === 'safe' && reason === null).length;
  const suggested = open.filter(({ fix }) => fix === 'suggested').length;
  const { fixed } = report.summary;
  return [
    ...(report.findings.some(waitsForV2)
      ? [
          `upgrade to SDK v2 first: ${officialCodemod.command}`,
          'then install, and run mcp-auth-codemod again; --lint --format markdown gives the plan',
        ]
      : []),
    ...(report.mode === 'dry-run' && fixed > 0
      ? [`run without --dry-run to write ${them(fixed, 'fix')}`]
      : []),
    ...(report.mode === 'lint' && safe > 0 ? [`run without --lint to write ${them(safe, 'safe fix')}`] : []),
    ...(suggested > 0
      ? [
          `run with --unsafe to also write ${them(suggested, 'suggested fix')}; read ${suggested === 1 ? 'it' : 'them'} first`,
        ]
      : []),
    ...(report.mode === 'apply' && fixed > 0
      ? ['look at what was written with git diff, then run your tests']
      : []),
  ];
}

function opened(report: Report): ReportedFinding[] {
  return report.findings.filter(({ status }) => status === 'open');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function them(number: number, noun: string): string {
  return number === 1 ? `the ${noun}` : `the ${number} ${noun}es`;
}
