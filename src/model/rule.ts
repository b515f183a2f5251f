import type { ts } from 'ts-morph';
import type { Project } from '../analysis/program/project.ts';
import type { Api } from '../sdk/facts.ts';
import type { Edit } from './edit.ts';
import type { RefusalCode } from './refusals.ts';
import type { RuleInfo } from './report.ts';

/** A place a rule speaks of. Rules extend it with what `detect` learned, so `fix` need not ask again. */
export interface Match {
  /** Where the finding sits. */
  readonly node: ts.Node;
  /** SDK generation of the symbols involved; generation 1 is reported as pending and never rewritten. */
  readonly generation: 1 | 2;
  /** Set to report with a lower severity than the rule's own. */
  readonly severity?: 'warning' | 'info';
}

export interface Step {
  readonly node: ts.Node;
  readonly message: string;
}

export interface Description {
  /** What is wrong, why it matters, what to do: one or two sentences. */
  readonly message: string;
  /** The way of the value or of the response, first step first. */
  readonly flow: readonly Step[];
}

/** `detail` completes the sentence of the refusal, e.g. names the step or the symbol. */
export type Fix =
  | { readonly level: 'safe'; readonly edits: readonly Edit[] }
  | {
      readonly level: 'suggested';
      readonly edits: readonly Edit[];
      readonly assumes: RefusalCode;
      readonly detail?: string;
    }
  | { readonly level: 'none'; readonly refusal: RefusalCode; readonly detail?: string };

/**
 * A rule answers three questions in three functions: `detect` never edits, `fix` never writes,
 * and none of them touches disk, console or another rule.
 */
export interface Rule<M extends Match = Match> {
  readonly info: RuleInfo;
  /** What its fixes are made of; on an SDK that is older the finding is pending. */
  readonly begins?: Api;
  /** Asks for the files that `detect` will need beyond those that are in the program, and finds nothing yet. */
  readonly seek?: (project: Project) => void;
  detect(project: Project): readonly M[];
  describe(match: M, project: Project): Description;
  fix(match: M, project: Project): Fix;
}
