import type { Problem } from '../model/finding.ts';
import type { Report, RuleInfo } from '../model/report.ts';
import { toJson } from '../model/sanitize.ts';
import { leftOut, sarifResults } from './sarif-results.ts';
import { artifactLocation, level } from './sarif-values.ts';
import { lineBreaks } from './source.ts';

/**
 * SARIF 2.1.0 (OASIS Standard with Errata 01), for code scanning. URIs are relative to the root of the git work tree, which
 * the report does not name: a tree gives the same report on every machine.
 */
export function sarif(report: Report): string {
  const rules = allRules(report);
  return toJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        automationDetails: { id: `${report.tool.name}/` },
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            informationUri: `https://www.npmjs.com/package/${report.tool.name}`,
            rules: rules.map(descriptor),
          },
        },
        invocations: [
          {
            executionSuccessful: report.problems.length === 0,
            toolExecutionNotifications: notifications(report),
          },
        ],
        originalUriBaseIds: {
          '%SRCROOT%': {
            description: {
              text: 'The root of the git work tree, or the directory in which the tool ran outside of one.',
            },
          },
        },
        columnKind: 'utf16CodeUnits',
        newlineSequences: lineBreaks,
        results: sarifResults(
          report,
          rules.map(({ id }) => id),
        ),
      },
    ],
  });
}

/** The rules of the report, and those that only a finding names (the tool's own: an unused suppression). */
function allRules({ rules, findings }: Report): RuleInfo[] {
  const all = new Map(rules.map((rule) => [rule.id, rule]));
  for (const { rule, severity, docs } of findings) {
    const known = severity === 'error' ? 'error' : 'warning';
    if (!all.has(rule)) all.set(rule, { id: rule, severity: known, summary: rule, docs, obligations: [] });
  }
  return [...all.values()];
}

function descriptor({ id, severity, summary, docs, weakness, page }: RuleInfo): object {
  const more = page?.() ?? (docs ? `${summary}\n\n[Documentation](${docs})` : summary);
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    help: {
      text: `${summary}\n${docs}`.trim(),
      markdown: more,
    },
    ...(docs ? { helpUri: docs } : {}),
    defaultConfiguration: { level: level(severity) },
    ...(weakness
      ? {
          properties: {
            tags: ['security', `external/cwe/cwe-${weakness.cwe}`],
            precision: 'high',
            'security-severity': weakness.severity.toFixed(1),
          },
        }
      : {}),
  };
}

function notifications(report: Report): object[] {
  const { mode, problems, unverified } = report;
  return [
    ...problems.map((each) => problemNotification(each, report)),
    ...leftOut(report).map((text) => ({ level: 'warning', message: { text } })),
    ...(unverified === null
      ? []
      : [
          {
            level: mode === 'lint' ? 'note' : 'warning',
            message: { text: `Not type-checked: ${unverified}` },
          },
        ]),
  ];
}

function problemNotification({ file, message }: Problem, report: Report): object {
  const locations = file ? [{ physicalLocation: { artifactLocation: artifactLocation(report, file) } }] : [];
  return { level: 'error', message: { text: message }, ...(file ? { locations } : {}) };
}
