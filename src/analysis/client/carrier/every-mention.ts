import { isJavaScript } from '../../program/ast.ts';
import { escaped } from '../../program/escaped.ts';
import { moduleNameOf } from '../../program/importing-files.ts';
import type { Project } from '../../program/project.ts';
import { shortPath } from '../../program/short-path.ts';
import {
  isImportedByItself,
  mayMean,
  reachOf,
  searchUnparsed,
  type UnparsedFile,
  unparsedMentions,
} from '../../program/unparsed-files.ts';
import { type ChangedName, changedNames } from './changed-names.ts';
import { type Gap, open, refuted } from './gap.ts';
import type { Lift } from './lift.ts';
import { templateUses } from './template-uses.ts';
import { unknownImports } from './unknown-imports.ts';

/**
 * Every file that mentions a changed name is followed. What is not parsed (.html, .mdx, .d.ts, JSON, the template of a component) is
 * searched as text: what imports the declaration uses it, and cannot be changed here.
 */
export function everyMention(lift: Lift): readonly Gap[] {
  const { project } = lift;
  const names = changedNames(lift);
  searchUnparsed(
    project,
    names.map(({ name }) => name),
  );
  const elsewhere = names.flatMap((changed) => [
    ...gapsAmong(project, changed, 'code'),
    ...gapsAmong(project, changed, 'data'),
    ...unknownImports(project, changed),
  ]);
  return [...templateUses(lift), ...elsewhere];
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
  if (isImportedByItself(file, changed)) return mentioned(changed, file);
  if (file.isTemplate) return inTemplate(project, changed, file) ?? inScript(project, changed, file);
  if (!mayMean(file, changed)) return undefined;
  if (file.kind === 'data') return inData(changed, file);
  const detail = `It is ${shortPath(file.file)}, which uses '${changed.name}'.`;
  if (file.kind === 'declaration' && describes(project, changed, file))
    return refuted(
      'needs-other-file',
      changed.node,
      `It is ${shortPath(file.file)}, which declares '${changed.name}'.`,
    );
  const reach = reachOf(project, file, changed.files);
  if (reach === 'direct' || (reach === 'far' && !changed.isMember && file.kind !== 'declaration'))
    return refuted('needs-other-file', changed.node, detail);
  const mayBeMeant = reach === 'far' || reach === 'unclear' || isDescribed(changed, file);
  return mayBeMeant ? mentioned(changed, file) : undefined;
}

/** `type Attempt { code: String }` of a schema: it names the type and the member, and something gives it the records. */
function isDescribed({ isMember, owners, files }: ChangedName, { kind, text }: UnparsedFile): boolean {
  if (!isMember || kind !== 'other') return false;
  const modules = files.map(moduleNameOf);
  return owners.some(
    (owner) => !modules.includes(owner) && new RegExp(`(?<![\\w$])${escaped(owner)}(?![\\w$])`).test(text),
  );
}

/** A member that a script may reach through something that is imported by an unknown path, or by the framework. */
function inScript(project: Project, changed: ChangedName, file: UnparsedFile): Gap | undefined {
  if (!changed.isMember || !mayMean({ ...file, text: file.code }, changed)) return undefined;
  return reachOf(project, file, changed.files) === 'unclear' ? mentioned(changed, file) : undefined;
}

/** A member of something that the component imports. The names themselves are looked at where they are imported. */
function inTemplate(project: Project, changed: ChangedName, file: UnparsedFile): Gap | undefined {
  const [read] = new RegExp(`\\.\\s*${escaped(changed.name)}(?![\\w$])`).exec(file.text) ?? [];
  if (read === undefined && !(changed.isMember && mayMean(file, changed))) return undefined;
  const reach = changed.files.includes(file.file) ? 'direct' : reachOf(project, file, changed.files);
  if (reach === 'no') return undefined;
  if (read === undefined || reach !== 'direct') return mentioned(changed, file);
  const line = file.text.slice(0, file.text.indexOf(read)).split('\n').length;
  return refuted(
    'template-mention',
    changed.node,
    `It is '${changed.name}' in ${shortPath(file.file)}:${line}.`,
  );
}

const mentioned = ({ name, node }: ChangedName, file: UnparsedFile): Gap =>
  open('unparsed-mention', node, `It is '${name}' in ${shortPath(file.file)}.`);

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
