import type { FixLevel } from '../model/finding.ts';
import { officialCodemod } from '../model/official-codemod.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { waitsForV2 } from './after-upgrade.ts';
import { grouped } from './grouped.ts';
import { inlineCode, prose } from './markdown-text.ts';

/** More places than this say no more. */
const maxPlaces = 20;

/** Where code waits for SDK v2: the order of work for each package, what stays manual, what to test. Otherwise nothing. */
export function migrationPlan(report: Report): string[] {
  const packages = grouped(report.findings.filter(waitsForV2), (finding) => finding.package);
  if (packages.size === 0) return [];
  return [
    '',
    '## Plan of the migration to SDK v2',
    '',
    prose(
      'Pending code works with SDK v1 and breaks at the upgrade. Nothing of it is rewritten before. Each fix was planned on the code of today and is type-checked when it is written. Findings that are open are wrong on SDK v1 already: they can be fixed before. Reads of `authInfo` in handlers are found only after the upgrade.',
    ),
    ...[...packages].flatMap(([name, findings]) => packagePlan(name, findings, report)),
  ];
}

function packagePlan(name: string, findings: readonly ReportedFinding[], report: Report): string[] {
  const of = (level: FixLevel | undefined) =>
    findings.filter(({ afterUpgrade }) => afterUpgrade?.fix === level);
  const [safe, suggested, manual, unknown] = [of('safe'), of('suggested'), of('none'), of(undefined)];
  const tests = testsOf(findings, report);
  return [
    '',
    `### Order of work in ${inlineCode(name)}`,
    '',
    '1. **Upgrade.** Commit, then run the official codemod in the folder of this package. It moves imports to the packages of',
    '   v2, renames `StreamableHTTPError` to `SdkHttpError`, and marks what it leaves:',
    '',
    `       ${officialCodemod.command}`,
    `       grep -rn '${officialCodemod.marker}' . --exclude-dir=node_modules`,
    '',
    '   It leaves `require()` as it is: change those calls by hand.',
    '2. **Install** the packages that it wrote into package.json, make the project compile, and commit: this tool does not',
    '   write into uncommitted work.',
    `3. **Fix.** ${fixes(safe.length, suggested.length)}`,
    '',
    '       npx mcp-auth-codemod . --dry-run',
    '       npx mcp-auth-codemod .',
    '',
    ...fromList(4, 'What stays manual.', [
      ...suggested.map((each) => ({ each, text: `suggested. ${each.afterUpgrade?.todo ?? ''}` })),
      ...manual.map((each) => ({ each, text: each.afterUpgrade?.todo ?? '' })),
      ...unknown.map((each) => ({ each, text: 'not known before the upgrade.' })),
    ]),
    '5. **Test.** Compile, run your tests, then:',
    '',
    ...tests.map((test) => `   - ${prose(test)}`),
  ];
}

function fixes(safe: number, suggested: number): string {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 'es'}`;
  const written = safe > 0 ? `This tool writes ${count(safe, 'safe fix')}` : 'This tool writes no safe fix';
  const more =
    suggested > 0
      ? `, and with \`--unsafe\` ${count(suggested, 'suggested fix')}: read what each assumes first`
      : '';
  return `${written}${more}.`;
}

/** What a person does, each thing once with its places. */
function fromList(
  number: number,
  title: string,
  items: readonly { readonly each: ReportedFinding; readonly text: string }[],
): string[] {
  const groups = grouped(items, ({ each, text }) => `${each.rule}\0${text}`);
  if (groups.size === 0) return [`${number}. **${title}** Nothing that this tool sees.`];
  return [
    `${number}. **${title}**`,
    '',
    ...[...groups.values()].flatMap((group) => {
      const [{ each, text }] = group as [(typeof group)[0]];
      return [`   - ${each.rule}: ${prose(text)}`, `     ${placesOf(group.map((item) => item.each))}`];
    }),
    '',
  ];
}

function placesOf(findings: readonly ReportedFinding[]): string {
  const places = findings.map(({ file, range }) => inlineCode(`${file}:${range.start.line}`));
  const more = places.length - maxPlaces;
  return [...places.slice(0, maxPlaces), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function testsOf(findings: readonly ReportedFinding[], { rules }: Report): string[] {
  const found = new Set(findings.map(({ rule }) => rule));
  const own = rules.flatMap(({ id, test }) => (found.has(id) && test ? [test] : []));
  return [
    ...new Set(own.length > 0 ? own : ['Each path that this report names, with success and with an error.']),
  ];
}
