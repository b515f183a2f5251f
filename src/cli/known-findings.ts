import { resolve } from 'node:path';
import type { Report } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { baselineText, type Known, readBaseline, unknownTo, updated } from '../report/baseline.ts';
import type { RunResult } from '../run.ts';
import { exists } from '../workspace/exists.ts';
import { readJsonFile } from '../workspace/json-file.ts';
import { writeReport } from '../workspace/report-file.ts';
import type { Flags } from './command.ts';
import { stderr } from './output.ts';
import type { Config } from './settings.ts';

const defaultName = 'mcp-auth-codemod.baseline.json';

/** What the project already knows of, and where that is written. */
export interface Baseline {
  readonly file: string;
  readonly name: string;
  readonly known: readonly Known[];
}

/** @throws {UsageError} when the file is missing and not about to be written, or is no baseline */
export function openBaseline(flags: Flags, config: Config): Baseline | undefined {
  const name = flags.baseline ?? config.baseline ?? (flags.updateBaseline ? defaultName : undefined);
  if (name === undefined) return undefined;
  if (flags.updateBaseline && (flags.since !== undefined || flags.staged))
    throw new UsageError('--update-baseline needs all findings. Leave out --since and --staged.');
  const file = resolve(name);
  if (flags.updateBaseline && !exists(file)) return { file, name, known: [] };
  if (!exists(file))
    throw new UsageError(`The baseline ${name} does not exist. Write it with --lint --update-baseline.`);
  const known = readBaseline(readJsonFile(file, name));
  if (!known)
    throw new UsageError(`${name} is no baseline of this tool. Write it anew with --update-baseline.`);
  return { file, name, known };
}

/** Writes the baseline anew where that was asked for. Returns the report without what the baseline lists. */
export function withBaseline(
  { report, covers }: Pick<RunResult, 'report' | 'covers'>,
  baseline: Baseline | undefined,
  isUpdated: boolean,
): Report {
  if (!baseline) return report;
  const known = isUpdated ? write(baseline, report, covers) : baseline.known;
  const findings = unknownTo(known, report, ({ file }) => covers(file));
  const left = report.findings.length - findings.length;
  if (left > 0 && !isUpdated)
    stderr(`${left} known finding${left === 1 ? '' : 's'} left out (${baseline.name}).\n`);
  // A lint that shows no fix has nothing to say about fixes that it did not try.
  const isSilent = report.mode === 'lint' && !findings.some(({ fix }) => fix !== 'none');
  const unverified = isSilent ? null : report.unverified;
  return { ...report, findings, unverified, summary: { ...report.summary, ...countsOf(findings) } };
}

function write(
  { file, name, known }: Baseline,
  report: Report,
  covers: RunResult['covers'],
): readonly Known[] {
  const ran = new Set(report.rules.map(({ id }) => id));
  const now = updated(known, report, (entry) => ran.has(entry.rule) && covers(entry.file));
  writeReport(file, baselineText(now));
  const gone = known.filter(
    (entry) => !now.some(({ fingerprint }) => fingerprint === entry.fingerprint),
  ).length;
  stderr(
    `${name}: ${now.length} finding${now.length === 1 ? '' : 's'}${gone > 0 ? `, ${gone} no longer found` : ''}.\n`,
  );
  return now;
}

function countsOf(findings: Report['findings']) {
  const count = (status: string) => findings.filter((finding) => finding.status === status).length;
  return { findings: findings.length, open: count('open'), pending: count('pending') };
}
