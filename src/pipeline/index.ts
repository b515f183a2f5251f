/**
 * The stages of a run answer what the rules find, which fixes hold together, what was written, and what to report. `run.ts` calls
 * them one after the other; the CLI and the jscodeshift transforms ask single ones. Each returns a plain value that the next stage
 * takes, and only `carryOut` changes the disk.
 */
export { warmUp } from '../analysis/program/project.ts';
export { accountOf } from './account-of.ts';
export { analyze } from './analyze.ts';
export { assemble } from './assemble.ts';
export { chosen } from './chosen.ts';
export { chooseRules, loadRules } from './rules.ts';
export { settle } from './settle.ts';
export { upgradeNotes } from './upgrade-notes.ts';
export { carryOut } from './write-plan.ts';
