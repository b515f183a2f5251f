// node bench/flow.mjs [size] [--runs n] [--keep]: what it costs to follow one code through ten files of a project.
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { flow, putFlow, sameWords } from './flow-project.mjs';
import { measure, median } from './measure.mjs';
import { makeTree } from './tree.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '9' }, keep: { type: 'boolean', default: false } },
});
const size = Number(positionals[0] ?? 2000);
const runs = Number(values.runs);
const tool = fileURLToPath(new URL('../bin/mcp-auth-codemod.js', import.meta.url));
if (!existsSync(new URL('../dist', import.meta.url))) throw new Error('Run `npm run build` first.');

const trees = {
  empty: makeTree(1, { put: () => 0 }),
  bare: makeTree(size, { put: putFlow, more: sameWords }),
  installed: makeTree(size, { put: putFlow, more: sameWords, install: true }),
};
/** `from`: the row whose time is start-up, taken off. */
const rows = [
  { name: 'start-up: --lint of an empty project', tree: trees.empty, args: ['--lint'] },
  { name: '--lint', tree: trees.bare, args: ['--lint'], from: 0 },
  { name: '--lint, node_modules installed', tree: trees.installed, args: ['--lint'], from: 0 },
  { name: '--dry-run --no-verify', tree: trees.bare, args: ['--dry-run', '--no-verify'], from: 0 },
  { name: '--dry-run, type-checked', tree: trees.installed, args: ['--dry-run'], from: 0 },
];

try {
  for (const row of rows) row.times = [];
  // The first round warms the file cache and is not counted; all take turns, so a busy machine is busy for all.
  for (let round = 0; round <= runs; round++)
    for (const row of rows) {
      const { ms, cpuMs, stdout } = await play(row);
      if (round === 0) row.stdout = stdout;
      else row.times.push({ ms, cpuMs });
    }
  say();
} finally {
  for (const { dir } of Object.values(trees))
    if (values.keep) console.log(`Kept: ${dir}`);
    else rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

async function play({ name, tree, args }) {
  const outcome = await measure([process.execPath, tool, ...args], { cwd: tree.dir });
  // Findings are left in a lint, and where a fix is refused.
  if (outcome.status !== 0 && outcome.status !== 1)
    throw new Error(`${name} ended with ${outcome.status}:\n${outcome.stderr}`);
  return outcome;
}

function say() {
  console.log(`\n### One flow through ${Object.keys(flow).length} of ${size} files, median of ${runs}\n`);
  console.log('|  | wall | beyond start-up | CPU | |');
  console.log('| --- | ---: | ---: | ---: | --- |');
  for (const { name, times, from, stdout } of rows) {
    const wall = median(times.map(({ ms }) => ms));
    const beyond = from === undefined ? '' : seconds(wall - median(rows[from].times.map(({ ms }) => ms)));
    const cpu = seconds(median(times.map(({ cpuMs }) => cpuMs ?? Number.NaN)));
    console.log(`| ${name} | ${seconds(wall)} | ${beyond} | ${cpu} | ${found(stdout)} |`);
  }
}

/** The patch tells how far the migration went, the report how the finding ended. */
function found(stdout) {
  const patched = stdout.match(/^diff --git/gm)?.length;
  return patched ? `${patched} files changed` : (stdout.trim().split('\n').at(-1) ?? '');
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}
