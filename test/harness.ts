import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FixLevel, Severity, Status } from '../src/index.ts';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a fixture's findings.json says. */
export interface Expectation {
  readonly why: string;
  readonly options?: { readonly unsafe?: boolean; readonly sdk?: '1' | '2' };
  readonly typecheck?: string;
  readonly findings: readonly ExpectedFinding[];
}

export interface ExpectedFinding {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly fix: FixLevel;
  readonly status: Status;
  readonly reason?: string;
  readonly severity?: Severity;
  /** The end of the message, where a case is about it. */
  readonly says?: string;
}

export interface Fixture {
  readonly name: string;
  readonly dir: string;
  readonly expectation: Expectation;
}

/** Every case below fixtures/<rule>/. */
export function fixtures(): Fixture[] {
  return readdirSync(join(root, 'fixtures'))
    .filter((rule) => rule !== 'apps')
    .sort()
    .flatMap((rule) =>
      readdirSync(join(root, 'fixtures', rule))
        .sort()
        .map((name) => {
          const dir = join(root, 'fixtures', rule, name);
          return {
            name: `${rule}/${name}`,
            dir,
            expectation: JSON.parse(readFileSync(join(dir, 'findings.json'), 'utf8')),
          };
        }),
    );
}

/** A copy of a folder outside every git tree, with the project's own node_modules in reach. */
export function stage(from: string): { dir: string; remove: () => void } {
  const { dir, add, remove } = stageMany();
  add(from, '.');
  return { dir, remove };
}

/** A folder outside every git tree, with the project's own node_modules in reach, to which copies are added. */
export function stageMany(): { dir: string; add: (from: string, name: string) => void; remove: () => void } {
  const base = mkdtempSync(join(tmpdir(), 'mcp-auth-codemod-'));
  symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
  const dir = join(base, 'project');
  return {
    dir,
    add: (from, name) => cpSync(from, join(dir, name), { recursive: true }),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Every file below a folder: path → bytes, as latin1 so that they compare exactly. */
export function tree(dir: string): Record<string, string> {
  const files: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) visit(path);
      else files[relative(dir, path).split('\\').join('/')] = readFileSync(path, 'latin1');
    }
  };
  if (existsSync(dir)) visit(dir);
  return files;
}
