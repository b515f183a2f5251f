// npm run bench -- [sizes...] [--peers all|none|codemod,jscodeshift] [--runs n] [--time-out seconds] [--install] [--keep]
// The commands take turns, so a busy machine is busy for all of them.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { rows } from './commands.mjs';
import { measure, median } from './measure.mjs';
import { table } from './table.mjs';
import { makeTree } from './tree.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: 'string', default: 'all' },
    runs: { type: 'string', default: '5' },
    'time-out': { type: 'string', default: '120' },
    install: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const sizes = (positionals.length > 0 ? positionals : ['2000', '20000']).map((text) => whole('a size', text));
const runs = whole('--runs', values.runs);
const timeout = whole('--time-out', values['time-out']) * 1_000;
/** What takes longer than this is run once: its first run is its time. */
const slowFrom = 10_000;
const chosen = rows.filter(({ id, peer }) => !peer || wants(id));

for (const size of sizes) {
  const tree = makeTree(size, { install: values.install });
  try {
    const mib = (tree.bytes / 2 ** 20).toFixed(0);
    console.log(`\n### ${size} files, ${mib} MiB, ${tree.relevant} of them of the applications\n`);
    console.log(table(await measureAll(tree.dir)));
  } finally {
    if (values.keep) console.log(`\nThe tree was kept: ${tree.dir}`);
    else rmSync(tree.dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** One look at memory first, which also warms the file cache; then `runs` rounds, every command once in each. */
async function measureAll(cwd) {
  const results = [];
  for (const row of chosen) {
    const first = await measure(row.command, { cwd, timeout, memory: true });
    const slow = first.ms > slowFrom;
    results.push({ row, first, failed: failure(row, first), slow, timed: slow ? [first] : [] });
  }
  for (let round = 0; round < runs; round++)
    for (const result of results)
      if (!result.failed && !result.slow)
        result.timed.push(await measure(result.row.command, { cwd, timeout }));
  const floor = median(results[0].timed.map(({ ms }) => ms));
  return results.map(({ row, first, failed, slow, timed }) => {
    const wall = timed.length > 0 ? median(timed.map(({ ms }) => ms)) : first.ms;
    return {
      name: row.name,
      wall,
      cpu: timed.length > 0 ? median(timed.map(({ cpuMs }) => cpuMs ?? Number.NaN)) : first.cpuMs,
      peak: first.peakMiB,
      ratio: failed ? undefined : wall / floor,
      note: [failed ?? row.says(first.stdout), slow && !failed ? 'run once' : ''].filter(Boolean).join(', '),
    };
  });
}

/** Why a command is not timed, or undefined. */
function failure({ expected = [0], name }, { status, stderr }) {
  if (expected.includes(status)) return undefined;
  if (status === 'time-out') return `gave no answer in ${timeout / 1_000} s`;
  if (/heap out of memory|heap limit/i.test(stderr)) return 'ran out of memory (4 GiB heap)';
  console.error(`${name} ended with ${status}:\n${stderr.slice(0, 2_000)}`);
  return `failed: ${status}`;
}

function wants(id) {
  const known = ['all', 'none', ...rows.filter(({ peer }) => peer).map((row) => row.id)];
  const wrong = values.peers.split(',').find((name) => !known.includes(name));
  if (wrong !== undefined) throw new Error(`--peers takes ${known.join(', ')}, not '${wrong}'.`);
  return values.peers === 'all' || values.peers.split(',').includes(id);
}

function whole(what, text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`${what} must be a whole number above 0, not '${text}'.`);
}
