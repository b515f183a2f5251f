// npm run bench:projects -- <folders...> [--runs n] [--time-out seconds]
// Real projects: this tool, the official codemod and tsc, in one run and in turn, with loading ts-morph as the unit.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadTsMorph, officialCodemod } from './commands.mjs';
import { measure, median } from './measure.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '3' }, 'time-out': { type: 'string', default: '120' } },
});
if (positionals.length === 0) throw new Error('Name the folders of the projects.');
const timeout = Number(values['time-out']) * 1_000;
const tool = join(fileURLToPath(new URL('..', import.meta.url)), 'bin/mcp-auth-codemod.js');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** Every command once in each round; the table shows the median, and the most memory of all rounds. */
async function project(cwd) {
  const rows = [loadTsMorph, ...ourRows, officialCodemod, ...typeCheck(cwd)];
  const results = new Map(rows.map((row) => [row, []]));
  for (let round = 0; round < Number(values.runs); round++)
    for (const [row, outcomes] of results) {
      const last = outcomes.at(-1);
      // What is slow, or fails, is run once: its first run is its time.
      if (last && (last.ms > 10_000 || why(row, last))) continue;
      outcomes.push(await measure(row.command, { cwd, timeout, memory: true }));
    }
  const unit = median(results.get(loadTsMorph).map(({ ms }) => ms));
  for (const [row, outcomes] of results) print(basename(cwd), row, outcomes, unit);
}

function print(project, row, outcomes, unit) {
  const wall = median(outcomes.map(({ ms }) => ms));
  const cpu = median(outcomes.map(({ cpuMs }) => cpuMs ?? Number.NaN));
  const peak = Math.max(...outcomes.map(({ peakMiB }) => peakMiB ?? Number.NaN));
  const note = why(row, outcomes[0]) ?? row.says(outcomes[0].stdout);
  const cells = [
    project,
    row.name,
    `${(wall / 1_000).toFixed(2)} s`,
    (wall / unit).toFixed(1),
    `${(cpu / 1_000).toFixed(2)} s`,
    `${peak.toFixed(0)} MiB`,
    note,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

/** Why a command gave no answer, or undefined. */
function why({ expected = [0] }, { status, stderr }) {
  if (expected.includes(status)) return undefined;
  if (status === 'time-out') return `stopped after ${timeout / 1_000} s`;
  return /heap out of memory|heap limit/i.test(stderr) ? 'ran out of memory' : `ended with ${status}`;
}

const says = (report) => {
  const { filesScanned, filesAnalyzed, findings } = JSON.parse(report).summary;
  return `${filesScanned} scanned, ${filesAnalyzed} analyzed, ${findings} findings`;
};

/** 1: findings are left. 2: a file of the project does not parse, and is told. */
const ourRows = [
  {
    name: 'mcp-auth-codemod --lint',
    command: [process.execPath, tool, '--lint', '--format', 'json'],
    expected: [0, 1, 2],
    says,
  },
  {
    name: 'mcp-auth-codemod --dry-run',
    command: [process.execPath, tool, '--dry-run', '--format', 'json'],
    expected: [0, 1, 2],
    says,
  },
];

/** Where the project can be type-checked: it has a tsconfig.json and its packages. */
function typeCheck(cwd) {
  if (!existsSync(join(cwd, 'tsconfig.json')) || !existsSync(join(cwd, 'node_modules'))) return [];
  const command = [process.execPath, tsc, '--noEmit', '-p', '.'];
  // With errors in the project tsc ends with 1 or 2, and has done the same work.
  return [{ name: 'tsc --noEmit', command, expected: [0, 1, 2], says: () => '' }];
}

console.log('| project | command | wall | u | CPU | peak memory | |');
console.log('| --- | --- | ---: | ---: | ---: | ---: | --- |');
for (const folder of positionals) await project(resolve(folder));
