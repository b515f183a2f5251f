import type { FlowStep, Range, Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { repositoryPath } from './repository-path.ts';

/** SARIF's level for a severity (section 3.27.10). */
export function level(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'info' ? 'note' : severity;
}

/** A path from the root of the repository as an URI reference (RFC 3986): a colon in its first segment would make it a scheme. */
export function artifactLocation(report: Report, file: string): object {
  const uri = repositoryPath(report, file)
    .replace(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return { uri, uriBaseId: '%SRCROOT%' };
}

/** SARIF counts like us, from 1 with the end not included, but without the BOM (section 3.30.2). */
export function region({ start, end }: Range, source: string | undefined): object {
  const bom = source?.startsWith('\uFEFF') ? 1 : 0;
  const column = (line: number, value: number) => (line === 1 ? Math.max(1, value - bom) : value);
  return {
    startLine: start.line,
    startColumn: column(start.line, start.column),
    endLine: end.line,
    endColumn: column(end.line, end.column),
  };
}

export function location(
  { file, range, message }: FlowStep | { file: string; range: Range; message?: never },
  report: Report,
  sources: ReadonlyMap<string, string>,
): object {
  return {
    physicalLocation: {
      artifactLocation: artifactLocation(report, file),
      region: region(range, sources.get(file)),
    },
    ...(message === undefined ? {} : { message: { text: message } }),
  };
}
