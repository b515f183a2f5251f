import { createHash } from 'node:crypto';
import type { Report, ReportedFinding } from '../model/report.ts';
import { toJson } from '../model/sanitize.ts';
import { repositoryPath } from './repository-path.ts';
import { linesOf, textsOf } from './source.ts';

/** A finding that a project has accepted for now. */
export interface Known {
  readonly fingerprint: string;
  readonly rule: string;
  /** From the root of the git work tree. */
  readonly file: string;
  /** Hash of the rule and the text of the line: it stays when the code moves to another file. */
  readonly content: string;
  /** It waited for the upgrade, and was no error yet. After the upgrade it is, so the entry does not cover it then. */
  readonly pending?: true;
}

/** What is left to do and may be known: the findings that a baseline is about. */
const mayBeKnown = ({ status }: ReportedFinding): boolean => status === 'open' || status === 'pending';

function entryOf(finding: ReportedFinding, report: Report): Known {
  const line = linesOf(textsOf(report, finding.status))(finding.file)?.[finding.range.start.line - 1] ?? '';
  const content = createHash('sha256').update(`${finding.rule}\0${line.trim()}`).digest('hex').slice(0, 16);
  const { fingerprint, rule } = finding;
  return {
    fingerprint,
    rule,
    file: repositoryPath(report, finding.file),
    content,
    ...(finding.status === 'pending' ? { pending: true } : {}),
  };
}

/**
 * The findings that a baseline does not list. Each entry stands for one: code that moved to another file keeps its entry.
 *
 * @param isAbout whether the run would have found what an entry stands for. Only then the code is known to have moved: otherwise
 * an entry would hide the same line elsewhere
 */
export function unknownTo(
  known: readonly Known[],
  report: Report,
  isAbout: (entry: Known) => boolean,
): readonly ReportedFinding[] {
  const entries = new Set(known);
  const take = (matches: (entry: Known) => boolean): boolean => {
    for (const entry of entries) if (matches(entry)) return entries.delete(entry);
    return false;
  };
  const candidates = report.findings.filter(mayBeKnown);
  const covers = (entry: Known, { status }: ReportedFinding) =>
    entry.pending !== true || status === 'pending';
  const same = candidates.filter((finding) =>
    take((entry) => entry.fingerprint === finding.fingerprint && covers(entry, finding)),
  );
  const moved = candidates
    .filter((finding) => !same.includes(finding))
    .filter((finding) => {
      const { rule, content } = entryOf(finding, report);
      return take(
        (entry) =>
          entry.rule === rule && entry.content === content && covers(entry, finding) && isAbout(entry),
      );
    });
  const matched = new Set([...same, ...moved]);
  return report.findings.filter((finding) => !matched.has(finding));
}

/**
 * The baseline after a run: what it found, and the entries that it was not about.
 *
 * @param isAbout whether the run would have found what an entry stands for
 */
export function updated(
  known: readonly Known[],
  report: Report,
  isAbout: (entry: Known) => boolean,
): readonly Known[] {
  const found = report.findings.filter(mayBeKnown).map((finding) => entryOf(finding, report));
  return [...known.filter((entry) => !isAbout(entry)), ...found].sort(
    (a, b) => order(a.file, b.file) || order(a.rule, b.rule) || order(a.fingerprint, b.fingerprint),
  );
}

const order = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** The text of a baseline file: sorted, one entry a line, so that it merges well. */
export function baselineText(known: readonly Known[]): string {
  const lines = known.map((entry) => `    ${toJson(entry).trim().replace(/\n\s*/g, ' ')}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "schemaVersion": 1,\n  "findings": ${list}\n}\n`;
}

/** The entries of a baseline file; undefined when it is none. */
export function readBaseline(value: unknown): readonly Known[] | undefined {
  const { schemaVersion, findings } = (value ?? {}) as { schemaVersion?: unknown; findings?: unknown };
  if (schemaVersion !== 1 || !Array.isArray(findings)) return undefined;
  return findings.every(isKnown) ? findings : undefined;
}

function isKnown(value: unknown): value is Known {
  const entry = (value ?? {}) as Record<string, unknown>;
  const isPending = entry.pending === undefined || entry.pending === true;
  return (
    isPending && ['fingerprint', 'rule', 'file', 'content'].every((key) => typeof entry[key] === 'string')
  );
}
