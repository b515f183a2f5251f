import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { ts } from 'ts-morph';
import { type ReportedFinding, run } from '../../src/index.ts';
import { execute, stage } from './harness.ts';

/** What the receiver of a flow's code speaks: decides which endpoint its login is played against. */
export type Receiver = 'http' | 'sse';

/** A small application of fixtures/apps/flows. */
export interface Flow {
  readonly app: string;
  /** The way of the code from the callback's query to its redemption. */
  readonly shape: string;
  readonly receivers: readonly Receiver[];
  readonly rule: 'finish-auth-params' | 'auth-iss';
}

/** The applications in a folder of their own, outside the repository. */
export interface FlowApps {
  /** Compiles all of them as they stand; gives the program to run for an application. */
  compile(): (app: string) => string;
  /** Runs the tool on all of them and writes the safe fixes; gives the findings by application. */
  migrate(): Promise<(app: string) => ReportedFinding[]>;
  /** What the compiler says of them as they stand; empty when they type-check. */
  typeErrors(): Promise<string>;
  /** Every source file: path → text. */
  sources(): Record<string, string>;
  remove(): void;
}

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

export function stageFlows(): FlowApps {
  const { dir, remove } = stage('flows');
  const root = join(dir, 'flows');
  let builds = 0;
  return {
    compile() {
      // Beside the sources' folder: those the tool reads. The SDK is found from here, too.
      const to = join(dirname(dir), `build-${builds++}`);
      for (const file of filesBelow(root)) emit(join(root, file), join(to, file));
      return (app) => join(to, app, 'main.js');
    },
    async migrate() {
      const { report } = await run({ cwd: root, paths: [], mode: 'apply' });
      if (report.problems.length > 0) throw new Error(JSON.stringify(report.problems, null, 2));
      if (report.unverified !== null) throw new Error(report.unverified);
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
