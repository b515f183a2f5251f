import type { Problem } from '../model/finding.ts';
import type { Report, RuleInfo } from '../model/report.ts';
import { toJson } from './sanitize.ts';
import { sarifResults } from './sarif-results.ts';
import { artifactLocation, level } from './sarif-values.ts';
import { lineBreaks } from './source.ts';

/**
 * SARIF 2.1.0 (OASIS Standard with Errata 01), for code scanning. URIs are relative to the working directory, which the
 * report does not name: a tree gives the same report on every machine.
 */
export function sarif(report: Report): string {
  const rules = allRules(report);
  return toJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
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
          '%SRCROOT%': { description: { text: 'The directory in which the tool ran.' } },
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

function descriptor({ id, severity, summary, docs }: RuleInfo): object {
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    help: {
      text: `${summary}\n${docs}`.trim(),
      markdown: docs ? `${summary}\n\n[Documentation](${docs})` : summary,
    },
    ...(docs ? { helpUri: docs } : {}),
    defaultConfiguration: { level: level(severity) },
  };
}

function notifications({ mode, problems, unverified }: Report): object[] {
  return [
    ...problems.map(problemNotification),
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

function problemNotification({ file, message }: Problem): object {
  const locations = file ? [{ physicalLocation: { artifactLocation: artifactLocation(file) } }] : [];
  return { level: 'error', message: { text: message }, ...(file ? { locations } : {}) };
}
