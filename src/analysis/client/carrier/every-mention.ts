import { isJavaScript } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import {
  isImportedByItself,
  mayMean,
  reachOf,
  shortName,
  type UnparsedFile,
  unparsedMentions,
} from '../../program/unparsed-files.ts';
import { type ChangedName, changedNames } from './changed-names.ts';
import { type Gap, open, refuted } from './gap.ts';
import type { Lift } from './lift.ts';

/**
 * Every file that mentions a changed name is followed. Those that are not parsed (.vue, .html, .mdx, .d.ts, JSON) are searched as text:
 * what imports the declaration uses it, and cannot be changed here.
 */
export function everyMention(lift: Lift): readonly Gap[] {
  const { project } = lift;
  return changedNames(lift).flatMap((changed) => [
    ...gapsAmong(project, changed, 'code'),
    ...gapsAmong(project, changed, 'data'),
  ]);
}

/** A member is mentioned as data under a name that stands everywhere: more files than this say nothing. */
const maxData = 200;

function gapsAmong(project: Project, changed: ChangedName, kind: 'code' | 'data'): readonly Gap[] {
  const files = unparsedMentions(project, kind, changed.name);
  if (!files) {
    const detail = `'${changed.name}' stands in too many files to look at each.`;
    return changed.isMember && kind === 'data' ? [] : [open('unparsed-mention', changed.node, detail)];
  }
  if (kind === 'data' && changed.isMember && files.length > maxData) return [];
  return files.flatMap((file) => gapIn(project, changed, file) ?? []);
}

function gapIn(project: Project, changed: ChangedName, file: UnparsedFile): Gap | undefined {
  if (!mayMean(file, changed)) return undefined;
  if (file.kind === 'data') return inData(changed, file);
  const detail = `It is ${shortName(file)}, which uses '${changed.name}'.`;
  if (file.kind === 'declaration' && describes(project, changed, file))
    return refuted(
      'needs-other-file',
      changed.node,
      `It is ${shortName(file)}, which declares '${changed.name}'.`,
    );
  const reach = reachOf(project, file, changed.files);
  if (reach === 'direct' || (reach === 'far' && !changed.isMember && file.kind !== 'declaration'))
    return refuted('needs-other-file', changed.node, detail);
  const mayBeMeant = reach === 'far' || reach === 'unclear' || isImportedByItself(file, changed);
  return mayBeMeant ? mentioned(changed, file) : undefined;
}

const mentioned = ({ name, node }: ChangedName, file: UnparsedFile): Gap =>
  open('unparsed-mention', node, `It is '${name}' in ${shortName(file)}.`);

/** A configuration names a function by its module: `"handler": "src/login.completeLogin"`. */
function inData(changed: ChangedName, file: UnparsedFile): Gap | undefined {
  const isNamed = changed.owners.some(
    (owner) =>
      owner !== changed.name && new RegExp(`(^|[\\s/"'])${escaped(owner)}[.:#/"']`, 'm').test(file.text),
  );
  return isNamed ? mentioned(changed, file) : undefined;
}

/** The declaration file of a JavaScript module: next to it, or the one that its package names. */
function describes(project: Project, { node, files }: ChangedName, { file }: UnparsedFile): boolean {
  if (!isJavaScript(node)) return false;
  const stem = file.replace(/\.d\.([cm]?)ts$/, '');
  if (files.some((each) => each.replace(/\.[cm]?jsx?$/, '') === stem)) return true;
  return files.some((each) => project.typesOf(each).includes(file));
}

function escaped(name: string): string {
  return name.replace(/[$^\\.*+?()[\]{}|]/g, '\\$&');
}
