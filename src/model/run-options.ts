import type { Mode } from './report.ts';
export interface RunOptions {
  /** Absolute; findings and patches name files relative to it. */
  readonly cwd: string;
  /** Files, folders or globs. */
  readonly paths: readonly string[];
  readonly mode: Mode;
  /** Also write the suggested fixes. */
  readonly unsafe?: boolean;
  readonly rule?: readonly string[];
  readonly skipRule?: readonly string[];
  readonly ignore?: readonly string[];
  /** Treat the imports as that generation of the SDK; auto goes by each import. */
  readonly sdk?: 'auto' | '1' | '2';
  readonly tsconfig?: string;
  /** Type-check the fixes in the user's own program. Default true. */
  readonly verify?: boolean;
  readonly allowDirty?: boolean;
  /** Called before each long step with what it is about to do and over how many files. */
  readonly onStep?: (step: string, files: number) => void;
}
