import type { Project } from '../src/analysis/program/project.ts';
import type { Description, Fix, Match } from '../src/model/fix.ts';
import type { RuleInfo } from '../src/model/report.ts';
import type { Api } from '../src/sdk/facts.ts';
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
