import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { ts } from 'ts-morph';
import { type ReportedFinding, type RunOptions, run } from '../../src/index.ts';
import { execute, stage } from './harness.ts';

/** Small applications of one folder of fixtures/apps, copied to a place outside the repository. */
export interface Folder {
  /** Compiles all of them as they stand; gives the compiled form of a source file, named without its ending. */
  compile(): (name: string) => string;
  /** Runs the tool on all of them and writes the fixes; gives the findings by application. */
  migrate(options?: Partial<RunOptions>): Promise<(app: string) => ReportedFinding[]>;
  /** What the compiler says of them as they stand; empty when they type-check. */
  typeErrors(): Promise<string>;
  /** Every source file: path → text. */
  sources(): Record<string, string>;
  remove(): void;
}

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

export function stageFolder(name: string): Folder {
  const { dir, remove } = stage(name);
  const root = join(dir, name);
  let builds = 0;
  return {
    compile() {
      // Beside the sources' folder: those the tool reads. The SDK is found from here, too.
      const to = join(dirname(dir), `build-${builds++}`);
      for (const file of filesBelow(root)) emit(join(root, file), join(to, file));
      return (source) => join(to, `${source}.js`);
    },
    async migrate(options) {
      const { report } = await run({ cwd: root, paths: [], mode: 'apply', ...options });
      if (report.problems.length > 0) throw new Error(JSON.stringify(report.problems, null, 2));
      // The applications in JavaScript are only parsed by their project.
      if (report.unverified !== null && !report.unverified.includes('is JavaScript'))
        throw new Error(report.unverified);
      return (app) => report.findings.filter(({ file }) => file.startsWith(`${app}/`));
    },
    async typeErrors() {
      const { stdout, stderr } = await execute([tsc, '-p', root, '--noEmit']);
      return stdout + stderr;
    },
    sources: () =>
      Object.fromEntries(filesBelow(root).map((file) => [file, readFileSync(join(root, file), 'utf8')])),
    remove,
  };
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** What is JavaScript already is run as it was written. */
function emit(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (!from.endsWith('.ts')) return copyFileSync(from, to);
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const { outputText } = ts.transpileModule(readFileSync(from, 'utf8'), { compilerOptions });
  writeFileSync(to.replace(/\.ts$/, '.js'), outputText);
}
