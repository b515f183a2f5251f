// Makes the tree that is measured: a git repository of N TypeScript files, a few of which concern the SDK.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const apps = ['client-host', 'authorization-server', 'error-handler'];
const copies = 4;
const filesPerFolder = 20;
const foldersPerPackage = 10;

/**
 * @param {number} size how many TypeScript files the tree has
 * @param {object} options
 * @param {boolean} [options.install] whether node_modules is there (a link to the project's own)
 * @param {(dir: string) => number} [options.put] puts the files that concern the SDK; says how many
 * @param {(index: number) => string} [options.more] what an ordinary file holds in addition
 * @returns {{ dir: string, bytes: number, relevant: number }}
 */
export function makeTree(size, { install = false, put = putApps, more = () => '' } = {}) {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), `bench-${size}-`)));
  const relevant = put(dir);
  let bytes = 0;
  for (let index = 0; index < size - relevant; index++) bytes += putOrdinary(dir, index, more(index));
  writeFileSync(join(dir, '.gitignore'), 'node_modules\ndist/\n*.log\n');
  writeFileSync(
    join(dir, 'package.json'),
    json({ name: 'bench', private: true, workspaces: ['packages/*'] }),
  );
  writeFileSync(join(dir, 'tsconfig.json'), json({ compilerOptions: { strict: true, target: 'es2023' } }));
  if (install) symlinkSync(join(project, 'node_modules'), join(dir, 'node_modules'), 'junction');
  git(dir, 'init', '-q');
  git(dir, 'add', '-A');
  git(
    dir,
    '-c',
    'user.name=bench',
    '-c',
    'user.email=bench@example.com',
    '-c',
    'gc.auto=0',
    'commit',
    '-qm',
    'bench',
  );
  return { dir, bytes, relevant };
}

/** Clients with finishAuth, a provider with mcpAuthRouter, error handlers: copies of the small applications. */
function putApps(dir) {
  let count = 0;
  for (let copy = 0; copy < copies; copy++) {
    for (const app of apps) {
      const to = join(dir, 'apps', `${app}-${copy}`);
      cpSync(join(project, 'fixtures/apps', app), to, {
        recursive: true,
        filter: (from) => !from.endsWith('node_modules'),
      });
      count += readdirSync(join(to, 'src')).length;
    }
  }
  return count;
}

function putOrdinary(dir, index, more) {
  const folder = Math.floor(index / filesPerFolder);
  const at = join(dir, 'packages', `p${Math.floor(folder / foldersPerPackage)}`, 'src', `feature-${folder}`);
  if (index % filesPerFolder === 0) mkdirSync(at, { recursive: true });
  const text = ordinary(index) + more;
  writeFileSync(join(at, `item-${index}.ts`), text);
  return text.length;
}

/** Code of everyday shape; the sizes run from half a kilobyte to 9 KB, most of them near 2 KB. */
function ordinary(index) {
  const random = mulberry(index + 1);
  const units = 1 + Math.floor(12 * random() ** 3);
  const neighbor =
    index % filesPerFolder === 0 ? '' : `import { read0 as readPrevious } from './item-${index - 1}.js';\n`;
  const parts = [`import { readFile } from 'node:fs/promises';\n${neighbor}`];
  for (let unit = 0; unit < units; unit++) parts.push(unitOf(index, unit, random));
  if (neighbor) parts.push(`export const previous = readPrevious;\n`);
  return parts.join('\n');
}

const nouns = [
  'order',
  'invoice',
  'session',
  'report',
  'customer',
  'shipment',
  'redirect',
  'token',
  'request',
];

function unitOf(index, unit, random) {
  const noun = nouns[Math.floor(random() * nouns.length)];
  const type = `${noun[0].toUpperCase()}${noun.slice(1)}${index}x${unit}`;
  return `/** What is known of one ${noun}. */
export interface ${type} {
  readonly id: string;
  readonly createdAt: Date;
  readonly status: 'open' | 'closed' | 'failed';
  readonly amount?: number;
}

export async function read${unit}(file: string): Promise<${type}[]> {
  const text = await readFile(file, 'utf8');
  const rows: unknown = JSON.parse(text);
  if (!Array.isArray(rows)) throw new TypeError(\`\${file} holds no list of ${noun}s\`);
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
}

export function total${unit}(items: readonly ${type}[]): number {
  let sum = 0;
  for (const { status, amount } of items) {
    if (status === 'failed' || amount === undefined) continue;
    sum += status === 'open' ? amount : amount * ${(random() * 2).toFixed(3)};
  }
  return sum;
}
`;
}

/** A small seeded generator: the same tree in every run. */
function mulberry(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const git = (cwd, ...args) => execFileSync('git', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
