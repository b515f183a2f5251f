import { groupByFile, lineEnding } from '../edit/apply.ts';
import type { Edit } from '../model/edit.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { artifactLocation, level, location, region } from './sarif-values.ts';
import { positions, textsOf } from './source.ts';

/** The findings as SARIF results (section 3.27), in their order. */
export function sarifResults(report: Report, ruleIds: readonly string[]): object[] {
  return report.findings.map((finding) => {
    const { rule, message, flow, fix, status, reason, assumes, fingerprint } = finding;
    const texts = textsOf(report, status);
    const done = status === 'fixed' && report.mode === 'apply';
    const fixes = done ? [] : fixesOf(finding, texts);
    const steps = flow.map((step) => ({ location: location(step, texts) }));
    return {
      ruleId: rule,
      ruleIndex: ruleIds.indexOf(rule),
      ...kindAndLevel(finding, report),
      message: { text: message },
      locations: [location({ file: finding.file, range: finding.range }, texts)],
      ...(steps.length > 0 ? { codeFlows: [{ threadFlows: [{ locations: steps }] }] } : {}),
      ...(fixes.length > 0 ? { fixes } : {}),
      partialFingerprints: { 'mcpAuthCodemod/v1': fingerprint },
      ...(status === 'suppressed' ? { suppressions: [{ kind: 'inSource' }] } : {}),
      properties: { fix, status, reason: reason && { code: reason.code, text: reason.text }, assumes },
    };
  });
}

/** A finding that this run fixed passes (section 3.27.9). One that waits for the upgrade is a note. */
function kindAndLevel({ status, severity }: ReportedFinding, { mode }: Report): object {
  if (status === 'fixed' && mode === 'apply') return { kind: 'pass', level: 'none' };
  return { kind: 'fail', level: status === 'pending' ? 'note' : level(severity) };
}

function fixesOf({ edits, fix, reason }: ReportedFinding, sources: ReadonlyMap<string, string>): object[] {
  const groups = groupByFile(edits);
  if (groups.size === 0 || [...groups.keys()].some((file) => !sources.has(file))) return [];
  const text = fix === 'safe' ? 'Safe fix' : `Suggested fix${reason ? `: ${reason.text}` : ''}`;
  const artifactChanges = [...groups].map(([file, own]) => ({
    artifactLocation: artifactLocation(file),
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
