import type { Report, ReportedFinding } from '../model/report.ts';
import { plainLine, toJson } from '../model/sanitize.ts';
import { outlookSentences } from './after-upgrade.ts';
import { repositoryPath } from './repository-path.ts';

const severities = { error: 'major', warning: 'minor', info: 'info' } as const;

/**
 * The Code Quality report of GitLab (docs.gitlab.com, "Implement a custom tool"). It lists what is left to do; what is fixed or
 * suppressed is not listed.
 */
export function gitlab(report: Report): string {
  const seen = new Map<string, number>();
  const once = (fingerprint: string): string => {
    const nth = seen.get(fingerprint) ?? 0;
    seen.set(fingerprint, nth + 1);
    // GitLab drops a finding whose fingerprint it has seen.
    return nth === 0 ? fingerprint : `${fingerprint}-${nth}`;
  };
  return toJson(
    report.findings
      .filter(({ status }) => status === 'open' || status === 'pending')
      .map((finding) => ({
        description: descriptionOf(finding),
        check_name: finding.rule,
        fingerprint: once(finding.fingerprint),
        severity: finding.status === 'pending' ? 'info' : severities[finding.severity],
        location: {
          path: repositoryPath(report, finding.file),
          lines: { begin: finding.range.start.line, end: finding.range.end.line },
        },
      })),
  );
}

function descriptionOf(finding: ReportedFinding): string {
  const { message, todo } = finding;
  return plainLine([message, ...(todo ? [`Do this: ${todo}`] : []), ...outlookSentences(finding)].join(' '));
}
