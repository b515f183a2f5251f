import type { Report, ReportedFinding } from '../model/report.ts';
import { plainLine, sanitize, sanitizeLines } from '../model/sanitize.ts';
import { outlookSentences } from './after-upgrade.ts';
import { stateOf } from './concise.ts';
import { grouped } from './grouped.ts';
import { repositoryPath } from './repository-path.ts';

/**
 * JUnit XML, as Jenkins, GitLab and Azure read it: a suite for each file, a case for each finding. What is open fails; what waits
 * for the upgrade or is suppressed is skipped; what is fixed passes. Without a finding, one case passes.
 */
export function junit(report: Report): string {
  const files = grouped(report.findings, ({ file }) => file);
  const suites = [...files].map(([file, findings]) => suiteOf(file, findings, report));
  const { problems } = report;
  const all = [
    ...suites,
    ...(problems.length > 0 ? [problemSuite(report)] : []),
    ...(report.unverified === null ? [] : [unverifiedSuite(report.unverified)]),
    ...(suites.length + problems.length === 0
      ? [suite('mcp-auth-codemod', ['    <testcase name="no findings" classname="mcp-auth-codemod"/>'], 0, 0)]
      : []),
  ];
  const failures = report.findings.filter(({ status }) => status === 'open').length;
  const head = attributes({
    name: report.tool.name,
    tests: Math.max(1, report.findings.length + problems.length),
    failures,
    errors: problems.length,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${head}>\n${all.join('\n')}\n</testsuites>\n`;
}

function suiteOf(file: string, findings: readonly ReportedFinding[], report: Report): string {
  const path = repositoryPath(report, file);
  const failures = findings.filter(({ status }) => status === 'open').length;
  return suite(
    path,
    findings.map((finding) => caseOf(finding, path, report)),
    failures,
    0,
  );
}

function suite(name: string, cases: readonly string[], failures: number, errors: number): string {
  const head = attributes({ name, tests: cases.length, failures, errors });
  return `  <testsuite ${head}>\n${cases.join('\n')}\n  </testsuite>`;
}

function caseOf(finding: ReportedFinding, path: string, report: Report): string {
  const { rule, range, status, severity, message } = finding;
  const line = range.start.line;
  const head = attributes({ name: `${rule} at line ${line}`, classname: path, file: path, line });
  if (status === 'fixed') return `    <testcase ${head}/>`;
  const inner =
    status === 'open'
      ? `<failure ${attributes({ type: severity, message: plainLine(message) })}>${escapeXml(bodyOf(finding))}</failure>`
      : `<skipped ${attributes({ message: plainLine([`${stateOf(finding, report)}: ${message}`, ...outlookSentences(finding)].join(' ')) })}/>`;
  return `    <testcase ${head}>\n      ${inner}\n    </testcase>`;
}

function bodyOf({ file, range, message, reason, todo, flow, docs }: ReportedFinding): string {
  return [
    `${file}:${range.start.line}:${range.start.column}`,
    message,
    ...flow.map((step, index) => `${index + 1}. ${step.file}:${step.range.start.line}  ${step.message}`),
    ...(reason ? [`Why there is no safe fix: ${reason.text}`] : []),
    ...(todo ? [`Do this: ${todo}`] : []),
    ...(docs ? [docs] : []),
  ]
    .flatMap(sanitizeLines)
    .join('\n');
}

function problemSuite({ problems }: Report): string {
  const cases = problems.map(({ file, message }) => {
    const head = attributes({ name: file || 'run', classname: 'problem' });
    return `    <testcase ${head}>\n      <error ${attributes({ message: plainLine(message) })}/>\n    </testcase>`;
  });
  return suite('problems', cases, 0, cases.length);
}

/** Skipped, for the findings stand; but whoever reads them must know. */
function unverifiedSuite(reason: string): string {
  const message = attributes({ message: `Not type-checked: ${plainLine(reason)}` });
  const head = attributes({ name: 'type check of the fixes', classname: 'type check' });
  return suite('type check', [`    <testcase ${head}>\n      <skipped ${message}/>\n    </testcase>`], 0, 0);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}="${escapeXml(sanitize(String(value)))}"`)
    .join(' ');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and attributes of XML and HTML. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
