import type { Problem, Severity } from './finding.ts';
import type { Mode, Report } from './report.ts';

export interface IgnoreBelow {
  /** Absolute. */
  readonly dir: string;
  readonly globs: readonly string[];
}

/** What a run is asked to do. The CLI takes it from the command line. */
export interface RunOptions {
  /** Absolute. Findings and patches name files relative to it. */
  readonly cwd: string;
  /** Files, folders or globs. */
  readonly paths: readonly string[];
  readonly mode: Mode;
  /** Also write the suggested fixes. */
  readonly unsafe?: boolean;
  readonly rule?: readonly string[];
  readonly skipRule?: readonly string[];
  readonly ignore?: readonly string[];
  /** Further globs, relative to a directory of their own. */
  readonly ignoreBelow?: IgnoreBelow;
  /** Treat imports as this generation of the SDK; auto decides by each import. */
  readonly sdk?: 'auto' | '1' | '2';
  readonly tsconfig?: string;
  /** Type-check the fixes in the user's own program. Default true, but for `lint`, which then does not try the fixes at all. */
  readonly verify?: boolean;
  readonly allowDirty?: boolean;
  /** Write only the fixes of findings whose fingerprint begins with one of these, suggested ones too. */
  readonly fix?: readonly string[];
  /** Only findings with a step in one of these files (absolute real paths) are reported and fixed. */
  readonly within?: readonly string[];
  /** Rule → the severity of its findings, instead of its own. */
  readonly severities?: Readonly<Record<string, Severity>>;
  /** Shows what would be written and returns the fingerprints of what is to be; then only that is written. */
  readonly choose?: (preview: Report) => Promise<readonly string[]>;
  /** Called once, before the analysis, with what could not be found or read so far. */
  readonly onProblems?: (problems: readonly Problem[]) => void;
  /** Called before each long step, with its name and the number of files. */
  readonly onStep?: (step: string, files: number) => void;
}
