import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Report, run } from '../../src/index.ts';
import { allRules } from '../../src/pipeline/rules.ts';
import { type Fixture, fixtures, stage } from '../harness.ts';
import { seed, wanted } from './check.ts';
import { styles } from './program.ts';
import { restyle, type Style } from './style.ts';

/** CI takes a part of the fixtures, another with each seed; who asks for more programs gets all. */
const every = wanted > 2_000 ? 1 : 4;
const chosen = fixtures().filter((_, index) => index % every === seed % every);

describe('the layout of the code changes no finding', () => {
  it(`of ${chosen.length} fixtures`, { timeout: 3_600_000 }, async () => {
    const differ: string[] = [];
    for (const [index, style] of fc.sample(styles, { seed, numRuns: chosen.length }).entries()) {
      const fixture = chosen[index] as Fixture;
      const [plain, laidOut] = [await found(fixture), await found(fixture, style)];
      if (plain.join('\n') !== laidOut.join('\n'))
        differ.push(
          `${fixture.name} in ${JSON.stringify(style)}:\n${plain.join('\n')}\n→\n${laidOut.join('\n')}`,
        );
    }
    expect(differ).toEqual([]);
  });
});

/** What a dry run finds in the fixture, without lines and words: comments and breaks move the former, the latter quote. */
async function found(fixture: Fixture, style?: Style): Promise<string[]> {
  const { dir, remove } = stage(join(fixture.dir, 'input'));
  if (style) layOut(dir, style);
  const { findings, options } = fixture.expectation;
  const rules = [fixture.name.split('/')[0] as string, ...findings.map(({ rule }) => rule)];
  const rule = [...new Set(rules)].filter((id) => allRules.some(({ info }) => info.id === id));
  try {
    const { report } = await run({
      cwd: dir,
      paths: ['.'],
      mode: 'dry-run',
      verify: false,
      rule,
      ...options,
    });
    return summary(report);
  } finally {
    remove();
  }
}

const summary = ({ findings, problems }: Report): string[] =>
  [
    ...findings.map(({ rule, file, fix, status, reason }) =>
      [rule, file, fix, status, reason?.code].join(' '),
    ),
    ...problems.map(({ file, message }) => `${file} ${message}`),
  ].sort();

/** Suppressions stand on the line before; files with a style of their own keep it; JSX has text between its tokens. */
function layOut(dir: string, style: Style): void {
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/(?<!\.d)\.[cm]?[jt]s$/.test(entry.name)) continue;
    const text = readFileSync(file, 'utf8');
    if (!/mcp-auth-codemod-ignore|\r|^\ufeff|\t/.test(text)) writeFileSync(file, restyle(text, style));
  }
}
