import type { Project } from '../src/analysis/program/project.ts';
import type { Description, Fix, Match } from '../src/model/fix.ts';
import type { RuleInfo } from '../src/model/report.ts';
import type { Api } from '../src/sdk/facts.ts';

/**
 * A rule answers three questions in three functions: where is the fault, how is it described, what fixes it. `detect` never edits,
 * `fix` never writes, and none of them touches the disk, the console or another rule.
 */
export interface Rule<M extends Match = Match> {
  readonly info: RuleInfo;
  /** The API that its fixes use. With an SDK that does not have it yet, a finding is pending. */
  readonly begins?: Api;
  /** What it finds is broken with SDK v1, too: such a finding is no pending one, and its fix may be written today. */
  readonly concernsV1?: boolean;
  /** Asks for the files that `detect` will need in addition to those of the program. It finds nothing yet. */
  readonly seek?: (project: Project) => void;
  detect(project: Project): readonly M[];
  describe(match: M, project: Project): Description;
  fix(match: M, project: Project): Fix;
}

/** A rule that is not loaded yet. */
export interface RuleEntry {
  readonly info: RuleInfo;
  /** Text that stands in some relevant file where the rule finds anything: without it the rule is not loaded. */
  readonly names: readonly string[];
  load(): Promise<Rule>;
}
