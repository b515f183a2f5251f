import { basename, resolve } from 'node:path';
import type { Reporter } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { allRules } from '../pipeline/rules.ts';
import { reporters } from '../report/index.ts';
import { merged, type NamedReport, readReport } from '../report/merged.ts';
import { readJsonFile } from '../workspace/json-file.ts';
import { writeReport } from '../workspace/report-file.ts';
import { stderr, stdout } from './output.ts';
import type { Outputs } from './outputs.ts';

const possible = ['markdown', 'html', 'json', 'concise'] as const;

/** Joins JSON reports, one of each repository, into one report. Returns the exit code. */
export async function mergeReports(files: readonly string[], outputs: Outputs): Promise<number> {
  const wanted = outputs.isFormatGiven
    ? outputs.read()
    : outputs.read().map((each) => ({ ...each, format: 'markdown' as const }));
  const reports = named(files).map(({ file, name }): NamedReport => {
    const report = readReport(readJsonFile(resolve(file), file));
    if (!report) throw new UsageError(`${file} is no report of mcp-auth-codemod --format json.`);
    return { name, report };
  });
  const report = merged(
    reports,
    allRules.map(({ info }) => info),
  );
  for (const { format, file } of wanted) {
    const known = possible.find((each) => each === format);
    if (!known) throw new UsageError(`merge-reports writes ${possible.join(', ')}, not ${format}.`);
    const text = (reporters[known] as Reporter)(report, { color: false });
    if (file === undefined) stdout(text);
    else {
      writeReport(resolve(file), text);
      stderr(`report: ${file} (${format})\n`);
    }
  }
  return 0;
}

/** Each file by its base name, or by its path where two have the same. */
function named(files: readonly string[]): { readonly file: string; readonly name: string }[] {
  const short = (file: string) => basename(file).replace(/\.json$/, '');
  const isShared = (name: string) => files.filter((file) => short(file) === name).length > 1;
  return files.map((file) => ({
    file,
    name: isShared(short(file)) ? file.replace(/\.json$/, '') : short(file),
  }));
}
