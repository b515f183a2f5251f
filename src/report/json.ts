import type { Finding } from '../model/finding.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { toJson } from './sanitize.ts';

/** The public JSON that schema/report.schema.json describes. Every key is a contract. */
export function json(report: Report): string {
  const { name, version } = report.tool;
  const { filesScanned, filesAnalyzed, findings, fixed, open, pending, suppressed } = report.summary;
  return toJson({
    schemaVersion: 1,
    tool: { name, version },
    summary: { filesScanned, filesAnalyzed, findings, fixed, open, pending, suppressed },
    findings: report.findings.map(publicFinding),
    problems: report.problems.map(({ file, message }) => ({ file, message })),
    ...(report.unverified === null ? {} : { unverified: report.unverified }),
  });
}

/** Copied key by key: what the tool adds to a finding for itself stays out of the contract. */
function publicFinding(finding: ReportedFinding): Finding {
  const { rule, severity, file, range, message, fix, status, reason, assumes, flow, docs, fingerprint } =
    finding;
  return {
    rule,
    severity,
    file,
    range: plainRange(range),
    message,
    fix,
    status,
    reason: reason && { code: reason.code, text: reason.text },
    assumes: assumes && { obligation: assumes.obligation, text: assumes.text },
    flow: flow.map((step) => ({ file: step.file, range: plainRange(step.range), message: step.message })),
    docs,
    fingerprint,
  };
}

function plainRange({ start, end }: Finding['range']): Finding['range'] {
  return {
    start: { line: start.line, column: start.column },
    end: { line: end.line, column: end.column },
  };
}
