import { groupByFile, lineEnding } from '../edit/apply.ts';
import type { Edit } from '../model/edit.ts';
import type { Finding } from '../model/finding.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { toJson } from '../model/sanitize.ts';
import type { Timing } from '../model/timing.ts';
import { textsOf } from './source.ts';

/** The public JSON that schema/report.schema.json describes. Every key is a contract. */
export function json(report: Report): string {
  const { name, version } = report.tool;
  const { filesScanned, filesAnalyzed, findings, fixed, open, pending, suppressed } = report.summary;
  return toJson({
    schemaVersion: 1,
    tool: { name, version },
    mode: report.mode,
    summary: { filesScanned, filesAnalyzed, findings, fixed, open, pending, suppressed },
    findings: report.findings.map((finding) => publicFinding(finding, report)),
    problems: report.problems.map(({ file, message }) => ({ file, message })),
    ...(report.unverified === null ? {} : { unverified: report.unverified }),
    ...(report.timing ? { timing: publicTiming(report.timing) } : {}),
  });
}

/** Whole milliseconds and MiB: what is smaller differs from run to run. */
function publicTiming({ phases, ms, cpuMs, peakMiB }: Timing): Timing {
  return {
    phases: phases.map(({ phase, times, ms: wall, cpuMs: cpu }) => ({
      phase,
      times,
      ms: Math.round(wall),
      cpuMs: Math.round(cpu),
    })),
    ms: Math.round(ms),
    cpuMs: Math.round(cpuMs),
    peakMiB: Math.round(peakMiB),
  };
}

/** Copied key by key: what the tool adds to a finding for itself stays out of the contract. */
function publicFinding(finding: ReportedFinding, report: Report): Omit<ReportedFinding, 'package'> {
  const {
    rule,
    severity,
    file,
    range,
    message,
    fix,
    status,
    reason,
    assumes,
    todo,
    flow,
    afterUpgrade,
    docs,
    fingerprint,
  } = finding;
  return {
    rule,
    severity,
    file,
    range: plainRange(range),
    message,
    fix,
    status,
    reason: reason && { code: reason.code, text: reason.text },
    assumes: publicAssumption(assumes),
    todo,
    edits: publicEdits(finding.edits, finding, report),
    flow: flow.map((step) => ({ file: step.file, range: plainRange(step.range), message: step.message })),
    afterUpgrade: afterUpgrade && {
      severity: afterUpgrade.severity,
      fix: afterUpgrade.fix,
      reason: afterUpgrade.reason && { code: afterUpgrade.reason.code, text: afterUpgrade.reason.text },
      assumes: publicAssumption(afterUpgrade.assumes),
      todo: afterUpgrade.todo,
      edits: publicEdits(afterUpgrade.edits, finding, report),
    },
    docs,
    fingerprint,
  };
}

const publicAssumption = (assumes: Finding['assumes']): Finding['assumes'] =>
  assumes && { obligation: assumes.obligation, text: assumes.text };

/** In order, each once, with the line endings of the file: they can be applied as they are. */
function publicEdits(edits: readonly Edit[], { status }: ReportedFinding, report: Report): readonly Edit[] {
  const texts = textsOf(report, status);
  return [...groupByFile(edits)].flatMap(([file, own]) => {
    const eol = lineEnding(texts.get(file) ?? '');
    return own.map(({ start, end, text }) => ({ file, start, end, text: text.replace(/\r?\n/g, eol) }));
  });
}

function plainRange({ start, end }: Finding['range']): Finding['range'] {
  return {
    start: { line: start.line, column: start.column },
    end: { line: end.line, column: end.column },
  };
}
