import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { moduleNames, readParts } from '../src/analysis/program/component-modules.ts';
import { parse, syntaxErrors as parseErrors } from '../src/analysis/program/parse.ts';
import { type ReportedFinding, type RunOptions, run } from '../src/index.ts';
import { allRules } from '../src/pipeline/rules.ts';
import { type Fixture, fixtures, stage, stageMany, tree } from './harness.ts';
import { errorsBelow } from './typecheck.ts';

/** Faults of suppressions are reported under an id that is no rule. */
const isRule = (id: string): boolean => allRules.some(({ info }) => info.id === id);

/** The laws hold for every fixture of a rule. FIXTURE=name runs that case alone, or every case whose name contains it. */
export function holdTheLaws(rule: string): void {
  const wanted = process.env.FIXTURE ?? '';
  const all = fixtures().filter(({ name }) => name.startsWith(`${rule}/`));
  const exact = all.filter(({ name }) => name === `${rule}/${wanted}`);
  const cases = exact.length > 0 ? exact : all.filter(({ name }) => name.includes(wanted));

  const checked = checkedTogether(cases.filter(({ expectation }) => expectation.typecheck === undefined));

  describe.each(cases)('$name', (fixture) => {
    const { expectation } = fixture;

    it(expectation.why, async () => {
      const migrated = stage(join(fixture.dir, 'input'));
      const patched = stage(join(fixture.dir, 'input'));
      const options = (more: Partial<RunOptions>): RunOptions => ({
        cwd: migrated.dir,
        paths: ['.'],
        mode: 'apply',
        // A case is about its own rule; others run where its findings name them.
        rule: [...new Set([rule, ...expectation.findings.map((finding) => finding.rule)])].filter(isRule),
        ...expectation.options,
        ...more,
      });
      try {
        const before = tree(migrated.dir);
        const review = await run(options({ mode: 'dry-run', verify: false }));
        expect(tree(migrated.dir), 'a dry run writes nothing').toEqual(before);

        const { report } = await run(options({}));
        expect(report.problems).toEqual([]);
        expect(report.findings.map(summary(fixture))).toEqual(expectation.findings);
        const isUnplanned = (each: ReportedFinding) => each.status === 'pending' && !each.afterUpgrade;
        expect(report.findings.filter(isUnplanned), 'what becomes of a pending finding is known').toEqual([]);
        const after = tree(migrated.dir);
        expect(templates(after), 'templates stay').toEqual(templates(before));
        expect(after).toEqual({ ...before, ...tree(join(fixture.dir, 'expected')) });
        expect(Object.entries(after).flatMap(([file, text]) => syntaxErrors(file, text))).toEqual([]);

        if (review.report.patch !== '') {
          execFileSync('git', ['apply', '-'], { cwd: patched.dir, input: review.report.patch });
        }
        expect(tree(patched.dir), 'the patch gives the same tree as the run').toEqual(after);

        const second = await run(options({}));
        expect(second.report.patch, 'a second run changes nothing').toBe('');
        expect(tree(migrated.dir)).toEqual(after);
      } finally {
        migrated.remove();
        patched.remove();
      }
    });

    it.skipIf(expectation.typecheck !== undefined)(
      'type-checks against the real SDK before and after',
      () => {
        const { before, after } = checked(fixture);
        expect(before).toEqual([]);
        expect(after).toEqual([]);
      },
      // The first one checks all fixtures of the rule.
      180_000,
    );
  });
}

interface TypeErrors {
  readonly before?: readonly string[] | undefined;
  readonly after?: readonly string[] | undefined;
}

/** The type errors of the cases, asked when the first is needed. Those that declare something for everybody stay alone. */
function checkedTogether(cases: readonly Fixture[]): (fixture: Fixture) => TypeErrors {
  const isAlone = ({ dir }: Fixture) =>
    Object.values(tree(dir)).some((text) => /^\s*declare (?:module|global)\b/m.test(text));
  const together = cases.filter((each) => !isAlone(each));
  let known: ReadonlyMap<string, TypeErrors> | undefined;
  return (fixture) => {
    if (!together.includes(fixture)) return typeErrorsOf([fixture]).get(fixture.name) ?? {};
    known ??= typeErrorsOf(together);
    return known.get(fixture.name) ?? {};
  };
}

function typeErrorsOf(cases: readonly Fixture[]): Map<string, TypeErrors> {
  const { dir, add, remove } = stageMany();
  try {
    for (const { name, dir: from } of cases) add(join(from, 'input'), name);
    const names = cases.map(({ name }) => name);
    const expected = Object.fromEntries(
      cases.flatMap(({ name, dir: from }) =>
        Object.entries(tree(join(from, 'expected'))).map(([file, text]) => [`${name}/${file}`, text]),
      ),
    );
    const before = errorsBelow(dir, names);
    const after = errorsBelow(dir, names, expected);
    return new Map(names.map((name) => [name, { before: before.get(name), after: after.get(name) }]));
  } finally {
    remove();
  }
}

function summary({ expectation }: Fixture) {
  return (finding: ReportedFinding, index: number) => {
    const expected = expectation.findings[index];
    const refused = finding.fix === 'none' && finding.status !== 'pending';
    return {
      rule: finding.rule,
      file: finding.file,
      line: finding.range.start.line,
      fix: finding.fix,
      status: finding.status,
      ...(finding.reason && (expected?.reason !== undefined || refused)
        ? { reason: finding.reason.code }
        : {}),
      ...(expected?.severity === undefined ? {} : { severity: finding.severity }),
      ...(expected?.says === undefined
        ? {}
        : { says: finding.message.endsWith(expected.says) ? expected.says : finding.message }),
    };
  };
}

function syntaxErrors(file: string, bytes: string): string[] {
  if (!/\.(?:[mc]?[jt]sx?|vue|svelte|astro)$/.test(file)) return [];
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return moduleNames(file, text).flatMap((name) =>
    parseErrors(parse(name, text)).map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, ' '),
    ),
  );
}

/** What is around the scripts of components: path → text. */
function templates(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([file, text]) => {
      const blocks = readParts(file, text)?.blocks;
      return blocks
        ? [[file, blocks.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text)]]
        : [];
    }),
  );
}
