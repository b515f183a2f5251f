import type { Edit } from '../model/edit.ts';
import type { Problem } from '../model/finding.ts';
import type { Report, ReportedFinding, RuleInfo } from '../model/report.ts';

/** A report as JSON has it. */
type PublicReport = Pick<Report, 'mode' | 'tool' | 'summary'> & {
  readonly findings: readonly Omit<ReportedFinding, 'package'>[];
  readonly problems: readonly Problem[];
};

export interface NamedReport {
  /** Of the repository. */
  readonly name: string;
  readonly report: PublicReport;
}

/** The report in a value of JSON; undefined when it is none. */
export function readReport(value: unknown): PublicReport | undefined {
  const report = (value ?? {}) as Partial<PublicReport> & { schemaVersion?: unknown };
  const isReport =
    report.schemaVersion === 1 &&
    Array.isArray(report.findings) &&
    Array.isArray(report.problems) &&
    typeof report.summary === 'object' &&
    typeof report.tool === 'object';
  return isReport ? (report as PublicReport) : undefined;
}

const inFolder = (name: string, edits: readonly Edit[]): readonly Edit[] =>
  edits.map((edit) => ({ ...edit, file: `${name}/${edit.file}` }));

/** One report of many: each repository is a folder and a package of its own. The sources are not there. */
export function merged(reports: readonly NamedReport[], rules: readonly RuleInfo[] = []): Report {
  const findings = reports.flatMap(({ name, report }) =>
    report.findings.map(
      (finding): ReportedFinding => ({
        ...finding,
        file: `${name}/${finding.file}`,
        flow: finding.flow.map((step) => ({ ...step, file: `${name}/${step.file}` })),
        edits: inFolder(name, finding.edits),
        // Reports of an older version do not have it.
        afterUpgrade: finding.afterUpgrade
          ? { ...finding.afterUpgrade, edits: inFolder(name, finding.afterUpgrade.edits) }
          : null,
        package: name,
      }),
    ),
  );
  const total = (key: keyof Report['summary']) =>
    reports.reduce((sum, { report }) => sum + (report.summary[key] ?? 0), 0);
  const [first] = reports;
  return {
    mode: 'lint',
    tool: first?.report.tool ?? { name: 'mcp-auth-codemod', version: '' },
    findings,
    problems: reports.flatMap(({ name, report }) =>
      report.problems.map(({ file, message }) => ({ file: `${name}/${file}`, message })),
    ),
    summary: {
      filesScanned: total('filesScanned'),
      filesAnalyzed: total('filesAnalyzed'),
      findings: total('findings'),
      fixed: total('fixed'),
      open: total('open'),
      pending: total('pending'),
      suppressed: total('suppressed'),
    },
    unverified: null,
    sources: new Map(),
    written: new Map(),
    patch: '',
    rules,
    repositoryPrefix: '',
  };
}
