// The commands that are compared: each row has a name, a command, and what its output says about the work done.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceModule } from './source-module.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const node = process.execPath;
/** Peers get as much heap as a large build machine gives them. */
const heap = '--max-old-space-size=4096';

const ours = join(project, 'jscodeshift/finish-auth-params.cjs');
const transform = existsSync(ours) ? ours : join(project, 'bench/no-op.cjs');
const globs = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'].map((extension) => `*.${extension}`);

const { searchNames } = await sourceModule('src/sdk/facts.ts');

/** @typedef {{ id: string, name: string, command: string[], peer?: boolean, expected?: number[], says(out: string): string }} Row */

/** What a tool on TypeScript's compiler pays before it does anything: the unit of all times.
 *  @type {Row} */
export const loadTsMorph = {
  id: 'ts-morph',
  name: 'Node loads ts-morph',
  command: [node, '-e', `require(${JSON.stringify(require.resolve('ts-morph'))})`],
  says: () => '',
};

/** The v1 to v2 migration of the SDK itself.
 *  @type {Row} */
export const officialCodemod = {
  id: 'codemod',
  name: '@modelcontextprotocol/codemod --dry-run',
  peer: true,
  command: [
    node,
    heap,
    join(dirname(require.resolve('@modelcontextprotocol/codemod')), 'cli.mjs'),
    ...['v1-to-v2', '.', '--dry-run', '--ignore', '**/node_modules/**'],
  ],
  says: (out) => /^(?:No changes|Changes).*$/m.exec(out)?.[0].replace(/ —.*/, '') ?? '',
};

/** @type {readonly Row[]} */
export const rows = [
  {
    id: 'floor',
    name: 'git grep -l (the floor)',
    command: [
      'git',
      'grep',
      '-lFz',
      '--untracked',
      ...searchNames.flatMap((name) => ['-e', name]),
      '--',
      ...globs,
    ],
    says: (out) => `${out.split('\0').length - 1} files with a name`,
  },
  { id: 'node', name: 'Node starts', command: [node, '-e', '0'], says: () => '' },
  loadTsMorph,
  {
    id: 'ours',
    name: 'mcp-auth-codemod --lint',
    command: [node, join(project, 'bin/mcp-auth-codemod.js'), '--lint', '--format', 'json'],
    // 1: findings are left, which is what the tree is made for.
    expected: [1],
    says(out) {
      const { filesScanned, filesAnalyzed, findings } = JSON.parse(out).summary;
      return `${filesScanned} scanned, ${filesAnalyzed} analyzed, ${findings} findings`;
    },
  },
  officialCodemod,
  {
    id: 'jscodeshift',
    name: `jscodeshift --dry, ${transform === ours ? 'finish-auth-params' : 'a transform that does nothing (stand-in)'}`,
    peer: true,
    command: [
      node,
      heap,
      join(dirname(require.resolve('jscodeshift/package.json')), 'bin/jscodeshift.js'),
      ...['-t', transform, '--dry', '--cpus=2', '--parser=tsx', '--extensions=ts,tsx', '--no-babel'],
      ...['--ignore-pattern=**/node_modules/**', '.'],
    ],
    says: (out) => (out.match(/^\d+ (?:errors|unmodified|skipped|ok)/gm) ?? []).join(', '),
  },
];
