import { isCancel, selectKey } from '@clack/prompts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { reviewBlock } from '../report/review.ts';
import { createStyle } from '../report/style.ts';
import { stderr, stdout, wantsColor } from './output.ts';

type Answer = 'y' | 'n' | 'a' | 'q';

/**
 * Shows each fix that would be written, safe ones first, and asks about it.
 * @param preview a dry run that also writes the suggested fixes
 * @returns the fingerprints of what is to be written
 */
export async function choose(preview: Report): Promise<readonly string[]> {
  // A terminal that does not tell its width would get one letter a line.
  process.stdout.columns ||= 100;
  const fixes = inOrder(preview.findings.filter(({ status }) => status === 'fixed'));
  const style = createStyle(wantsColor(process.stdout, true));
  const chosen: string[] = [];
  let all: ReportedFinding['fix'] | undefined;
  for (const [index, finding] of fixes.entries()) {
    if (finding.fix === all) {
      chosen.push(finding.fingerprint);
      continue;
    }
    stdout(
      `\n${reviewBlock(finding, preview, { index: index + 1, of: fixes.length }, style).join('\n')}\n\n`,
    );
    const answer = await ask(finding, fixes.slice(index + 1));
    if (answer === 'q') break;
    if (answer === 'a') all = finding.fix;
    if (answer !== 'n') chosen.push(finding.fingerprint);
  }
  return chosen;
}

/** Safe fixes come before those that rest on an assumption. */
function inOrder(fixes: readonly ReportedFinding[]): readonly ReportedFinding[] {
  const isSafe = ({ fix }: ReportedFinding) => fix === 'safe';
  return [...fixes.filter(isSafe), ...fixes.filter((each) => !isSafe(each))];
}

async function ask({ fix }: ReportedFinding, rest: readonly ReportedFinding[]): Promise<Answer> {
  const more = rest.filter((each) => each.fix === fix).length;
  const answer = await selectKey<Answer>({
    message: `Write this ${fix} fix?`,
    options: [
      { value: 'y', label: 'yes' },
      { value: 'n', label: 'no' },
      { value: 'a', label: `yes, and all ${fix} fixes that follow`, hint: `${more}` },
      { value: 'q', label: 'quit: write what was chosen so far' },
    ],
  });
  if (!isCancel(answer)) return answer;
  stderr('Canceled. Nothing was written.\n');
  process.exit(130);
}
