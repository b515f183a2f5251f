import { groupByFile, lineEnding } from '../edit/apply.ts';
import type { Edit } from '../model/edit.ts';
import type { Outlook } from '../model/finding.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { outlookSentences } from './after-upgrade.ts';
import { artifactLocation, level, location, region } from './sarif-values.ts';
import { positions, textsOf } from './source.ts';

/**
 * What GitHub takes of one run ("SARIF results file limits" in its documentation): it rejects a file with more results, and
 * shows no more steps of a flow.
 */
export const maxResults = 25_000;
const maxSteps = 1_000;

/** The findings as SARIF results (section 3.27), in their order. */
export function sarifResults(report: Report, ruleIds: readonly string[]): object[] {
  return shown(report.findings).map((finding) => {
    const { rule, flow, fix, status, reason, assumes, afterUpgrade, fingerprint } = finding;
    const texts = textsOf(report, status);
    const done = status === 'fixed' && report.mode === 'apply';
    const fixes = done ? [] : fixesOf(finding, report, texts);
    const steps = flow.slice(0, maxSteps).map((step) => ({ location: location(step, report, texts) }));
    return {
      ruleId: rule,
      ruleIndex: ruleIds.indexOf(rule),
      ...kindAndLevel(finding, report),
      message: { text: messageOf(finding) },
      locations: [location({ file: finding.file, range: finding.range }, report, texts)],
      ...(steps.length > 0 ? { codeFlows: [{ threadFlows: [{ locations: steps }] }] } : {}),
      ...(fixes.length > 0 ? { fixes } : {}),
      partialFingerprints: { 'mcpAuthCodemod/v1': fingerprint },
      ...(status === 'suppressed' ? { suppressions: [{ kind: 'inSource' }] } : {}),
      properties: {
        fix,
        status,
        reason: reason && { code: reason.code, text: reason.text },
        assumes,
        ...(afterUpgrade ? { afterUpgrade: withoutEdits(afterUpgrade) } : {}),
      },
    };
  });
}

/** A viewer must not offer to write them: they are right only after the upgrade. */
function withoutEdits({ severity, fix, reason, assumes, todo }: Outlook): Omit<Outlook, 'edits'> {
  return { severity, fix, reason, assumes, todo };
}

/** All findings, or those that matter most when there are too many. */
function shown(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  if (findings.length <= maxResults) return findings;
  const order = ['error', 'warning', 'info'];
  return [...findings]
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    .slice(0, maxResults);
}

/** How many findings and steps a report leaves out, in words; empty when it has all. */
export function leftOut({ findings }: Report): readonly string[] {
  const steps = findings.filter(({ flow }) => flow.length > maxSteps).length;
  const results = findings.length - maxResults;
  return [
    ...(results > 0
      ? [
          `${results} of ${findings.length} findings are left out: code scanning takes ${maxResults} of a run.`,
        ]
      : []),
    ...(steps > 0 ? [`The flow of ${steps} findings ends after ${maxSteps} steps.`] : []),
  ];
}

/** What is wrong, why there is no safe fix, what to do: code scanning shows nothing else beside the code. */
function messageOf(finding: ReportedFinding): string {
  const { message, reason, assumes, todo } = finding;
  return [
    message,
    ...(reason ? [`Why there is no safe fix: ${reason.text}`] : []),
    ...(assumes ? [`Not proved: ${assumes.text}`] : []),
    ...(todo ? [`Do this: ${todo}`] : []),
    ...outlookSentences(finding),
  ].join('\n\n');
}

/** A finding that this run fixed passes (section 3.27.9). One that waits for the upgrade is a note. */
function kindAndLevel({ status, severity }: ReportedFinding, { mode }: Report): object {
  if (status === 'fixed' && mode === 'apply') return { kind: 'pass', level: 'none' };
  return { kind: 'fail', level: status === 'pending' ? 'note' : level(severity) };
}

function fixesOf(
  { edits, fix, reason }: ReportedFinding,
  report: Report,
  sources: ReadonlyMap<string, string>,
): object[] {
  const groups = groupByFile(edits);
  if (groups.size === 0 || [...groups.keys()].some((file) => !sources.has(file))) return [];
  const text = fix === 'safe' ? 'Safe fix' : `Suggested fix${reason ? `: ${reason.text}` : ''}`;
  const artifactChanges = [...groups].map(([file, own]) => ({
    artifactLocation: artifactLocation(report, file),
    replacements: replacements(own, sources.get(file)!),
  }));
  return [{ description: { text }, artifactChanges }];
}

function replacements(edits: readonly Edit[], source: string): object[] {
  const at = positions(source);
  const eol = lineEnding(source);
  return edits.map(({ start, end, text }) => ({
    deletedRegion: region({ start: at(start), end: at(end) }, source),
    ...(text === '' ? {} : { insertedContent: { text: text.replace(/\r?\n/g, eol) } }),
  }));
}
