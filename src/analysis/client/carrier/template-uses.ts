import { ts } from '../../../compiler.cjs';
import { isAssignment } from '../../program/ast.ts';
import { readParts } from '../../program/component-modules.ts';
import { importAliasesIn } from '../../program/import-aliases.ts';
import { isLocal, mentionsIn } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { componentLanguage } from '../../program/script-blocks.ts';
import { shortPath } from '../../program/short-path.ts';
import { templateMention } from '../../program/template-code.ts';
import { isMember } from './families.ts';
import { type Gap, open, refuted } from './gap.ts';
import type { Lift } from './lift.ts';

/**
 * What changes, and stands in the template of its own component, or of one that imports it. A template is not rewritten.
 * Names at the top level of the script are visible there, and with the options API members, too.
 */
export function templateUses(lift: Lift): readonly Gap[] {
  const { project, visited, aliases } = lift;
  const changed = new Set<ts.Node>([...visited.all, ...visited.functions, ...aliases.all]);
  const own = [...changed].flatMap((each) => {
    const name = visibleName(each);
    return name === undefined ? [] : (usedIn(project, each.getSourceFile(), name, each) ?? []);
  });
  const imported = project.userFiles
    .filter(({ fileName }) => componentLanguage(fileName) !== undefined)
    .flatMap((file) =>
      importAliasesIn(project, file).flatMap(({ name, symbol }) => {
        const node = symbol.declarations?.find((each) => changed.has(meant(each)) || changed.has(each));
        return node ? (usedIn(project, file, name, node) ?? []) : [];
      }),
    );
  return [...own, ...imported, ...[...changed].flatMap((each) => svelteGap(project, each) ?? [])];
}

/** What Svelte alone gives a meaning: an export of an instance belongs to the component around it, `$:` runs again. */
function svelteGap(project: Project, node: ts.Node): Gap | undefined {
  const file = node.getSourceFile();
  if (componentLanguage(file.fileName) !== 'svelte' || !isTopLevel(node)) return undefined;
  const { name } = node as ts.NamedDeclaration;
  if (!name || !ts.isIdentifier(name)) return undefined;
  const text = project.beyond.readText(file.fileName) ?? '';
  const block = readParts(file.fileName, text)?.blocks.find(
    ({ start, end }) => start <= node.pos && node.end <= end,
  );
  if (block?.isInstance && !isLocal(name))
    return refuted('wider-flow', node, `The components around it can use '${name.text}', which is exported.`);
  const uses = mentionsIn(file, name.text);
  const isRunAgain = uses.some((use) => isAssigned(use)) && uses.some(isReactive);
  return isRunAgain
    ? refuted('wider-flow', node, `'${name.text}' is assigned, and code after '$:' runs again then.`)
    : undefined;
}

const isAssigned = (use: ts.Node): boolean =>
  ts.isBinaryExpression(use.parent) && use.parent.left === use && isAssignment(use.parent.operatorToken.kind);

function isReactive(use: ts.Node): boolean {
  for (let node: ts.Node = use; node && !ts.isSourceFile(node); node = node.parent)
    if (ts.isLabeledStatement(node) && node.label.text === '$') return true;
  return false;
}

/** Whether the template of its own component may use what is declared here. */
export function isInTemplate(project: Project, declaration: ts.Node): boolean {
  const name = visibleName(declaration);
  return name !== undefined && usedIn(project, declaration.getSourceFile(), name, declaration) !== undefined;
}

function usedIn(project: Project, { fileName }: ts.SourceFile, name: string, node: ts.Node): Gap | undefined {
  // The further scripts of a page have no template.
  const text = componentLanguage(fileName) && project.beyond.readText(fileName);
  const mention = text && templateMention(fileName, text, name);
  if (!mention) return undefined;
  const place = `${shortPath(fileName)}:${mention.line}`;
  return mention.isCertain
    ? refuted('template-mention', node, `It is '${name}' in ${place}.`)
    : open('unparsed-mention', node, `It is '${name}' in the template at ${place}.`);
}

/** The name by which the template of its own component may use a declaration. */
function visibleName(node: ts.Node): string | undefined {
  const declaration = ts.isFunctionLike(node) && ts.isExpression(node) ? node.parent : node;
  if (componentLanguage(declaration.getSourceFile().fileName) === undefined) return undefined;
  const { name } = declaration as ts.NamedDeclaration;
  const isSeen = isMember(declaration) ? !ts.isParameter(declaration) : isTopLevel(declaration);
  return isSeen && name && ts.isIdentifier(name) ? name.text : undefined;
}

function isTopLevel(declaration: ts.Node): boolean {
  let node = declaration;
  while (ts.isBindingElement(node) || ts.isBindingName(node) || isList(node)) node = node.parent;
  return ts.isStatement(node) && ts.isSourceFile(node.parent);
}

const isList = (node: ts.Node): boolean =>
  ts.isVariableDeclaration(node) || ts.isVariableDeclarationList(node);

/** A function that a variable holds is entered, not the variable. */
function meant(declaration: ts.Declaration): ts.Node {
  return (ts.isVariableDeclaration(declaration) && declaration.initializer) || declaration;
}
