import type { Mode } from './report.ts';

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
  /** Treat imports as this generation of the SDK; auto decides by each import. */
  readonly sdk?: 'auto' | '1' | '2';
  readonly tsconfig?: string;
  /** Type-check the fixes in the user's own program. Default true, but for `lint`, which then does not try the fixes at all. */
  readonly verify?: boolean;
  readonly allowDirty?: boolean;
  /** Called before each long step, with its name and the number of files. */
  readonly onStep?: (step: string, files: number) => void;
}
