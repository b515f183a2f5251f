import type { Problem } from '../model/finding.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { sanitize, sanitizeLines } from '../model/sanitize.ts';
import { outlookSentences } from './after-upgrade.ts';
import { repositoryPath } from './repository-path.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Workflow commands of GitHub Actions, which the runner turns into annotations. Escaping is that of
 * actions/toolkit, packages/core/src/command.ts. What is fixed or suppressed is not annotated.
 */
export function github(report: Report): string {
  const annotations = [
    ...report.findings
      .filter(({ status }) => status === 'open' || status === 'pending')
      .map((finding) => annotation(finding, report)),
    ...report.problems.map((each) => problem(each, report)),
    ...(report.unverified === null
      ? []
      : [
          // A lint wrote nothing that could be wrong.
          workflowCommand(
            report.mode === 'lint' ? 'notice' : 'warning',
            { title: 'not type-checked' },
            `Not type-checked: ${report.unverified}`,
          ),
        ]),
  ];
  return annotations.map((line) => `${line}\n`).join('');
}

function annotation(finding: ReportedFinding, report: Report): string {
  const { start, end } = finding.range;
  const command = finding.status === 'pending' ? 'notice' : commands[finding.severity];
  const properties = {
    file: repositoryPath(report, finding.file),
    line: start.line,
    endLine: end.line,
    col: start.column,
    endColumn: end.column,
    title: finding.rule,
  };
  const todo = finding.fix === 'none' && finding.todo ? `\nDo this: ${finding.todo}` : '';
  const after = outlookSentences(finding).map((line) => `\n${line}`);
  return workflowCommand(command, properties, finding.message + todo + after.join(''));
}

function problem({ file, message }: Problem, report: Report): string {
  return workflowCommand(
    'error',
    { ...(file ? { file: repositoryPath(report, file) } : {}), title: 'problem' },
    message,
  );
}

function workflowCommand(
  command: string,
  properties: Record<string, string | number>,
  message: string,
): string {
  const list = Object.entries(properties).map(
    ([key, value]) => `${key}=${escapeProperty(sanitize(String(value)))}`,
  );
  return `::${command} ${list.join(',')}::${escapeData(sanitizeLines(message).join('\n'))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
