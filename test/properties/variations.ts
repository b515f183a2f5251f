import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Report, reporters, run } from '../../src/index.ts';
import { sh } from '../cli-helpers.ts';
import { typeErrors } from '../typecheck.ts';
import { type Batch, filesOf, from, options, project } from './batch.ts';
import { inJavaScript, type JavaScript, javaScripts } from './language.ts';

/** The same programs met in another way: the findings have to be the same. */
export interface Variation {
  readonly name: string;
  /** @param other the batch with other names for its locals */
  hold(batch: Batch, dir: string, dry: Report, other: Batch): Promise<void>;
}

const inGit = (files: Record<string, string>): string => {
  const dir = project(files, true);
  sh(dir, 'init', '-q');
  return dir;
};

export const variations: readonly Variation[] = [
  {
    name: 'other names for the locals',
    async hold(_batch, _dir, dry, other) {
      const dir = project(filesOf(other), true);
      const known = typeErrors(dir).length;
      const { report } = await run(options(dir, {}));
      const found = ({ findings }: Report) =>
        findings
          .map(({ rule, file, range, fix, status, reason }) =>
            [file, rule, fix, status, reason?.code, range.start.line].join(' '),
          )
          .sort();
      expect(found(report)).toEqual(found(dry));
      expect(report.summary).toEqual(dry.summary);
      await run(options(dir, { mode: 'apply' }));
      expect(typeErrors(dir).length, 'a new name takes the place of no other').toBe(known);
    },
  },
  {
    name: 'once more, in every format',
    async hold(_batch, dir, dry) {
      const { report } = await run(options(dir, {}));
      for (const [format, reporter] of Object.entries(reporters))
        for (const color of [false, true])
          expect(
            reporter(report, { color }) === reporter(dry, { color }),
            `${format} has the same bytes`,
          ).toBe(true);
    },
  },
  {
    name: 'in JavaScript, where comments tell the types',
    async hold(batch, _, dry) {
      const [language] = javaScripts;
      const files = Object.fromEntries(
        Object.entries(batch).map(([folder, own]) => [folder, inJavaScript(own, language as JavaScript)]),
      );
      const { report } = await run(options(project(filesOf(files), true), {}));
      const found = ({ findings }: Report) =>
        findings
          .map(({ rule, file, fix, status, reason }) =>
            [file.replace(/\.\w+$/, ''), rule, fix, status, reason?.code].join(' '),
          )
          .sort();
      expect(report.problems).toEqual([]);
      expect(found(report)).toEqual(found(dry));
    },
  },
  {
    name: 'git finds the files instead of a walk',
    async hold(batch, _, dry) {
      const { report } = await run(options(inGit(filesOf(batch)), {}));
      expect(report.findings).toEqual(dry.findings);
      expect([report.patch, report.summary]).toEqual([dry.patch, dry.summary]);
    },
  },
  {
    name: 'another working directory',
    async hold(batch) {
      const dir = inGit(filesOf(batch));
      const cwd = join(dir, 'elsewhere/deep');
      mkdirSync(cwd, { recursive: true });
      const here = (await run(options(dir, {}))).report;
      const there = (await run(options(cwd, { paths: ['../..'] }))).report;
      expect(there.findings.map((finding) => from(dir, cwd, finding))).toEqual(here.findings);
      expect(there.patch).toBe(here.patch);
    },
  },
  {
    name: 'no packages installed',
    async hold(batch, _, dry) {
      const { report } = await run(options(project(filesOf(batch), false), {}));
      expect(report.findings).toEqual(dry.findings);
      expect(report.patch).toBe(dry.patch);
    },
  },
  {
    name: 'files given one by one, in another order',
    async hold(batch, dir, dry) {
      const paths = Object.keys(filesOf(batch)).sort().reverse();
      const { report } = await run(options(dir, { paths }));
      expect(report.findings).toEqual(dry.findings);
    },
  },
  {
    name: 'programs in another order',
    async hold(batch, _, dry) {
      const folders = Object.keys(batch);
      const moved = new Map(
        folders.map((folder, index) => [folder, folders[folders.length - 1 - index] ?? '']),
      );
      const dir = project(
        filesOf(Object.fromEntries(folders.map((folder) => [moved.get(folder), batch[folder]]))),
        true,
      );
      const { report } = await run(options(dir, {}));
      // Names of as many letters: only the folder differs.
      const back = (text: string): string =>
        text.replace(/p\d{4}(?=\/)/g, (folder) => [...moved].find(([, to]) => to === folder)?.[0] ?? folder);
      const found = report.findings.map((finding) => back(JSON.stringify({ ...finding, fingerprint: '' })));
      expect(found.sort()).toEqual(
        dry.findings.map((finding) => JSON.stringify({ ...finding, fingerprint: '' })).sort(),
      );
    },
  },
];
