import { ts } from '../../../compiler.cjs';
import { importAliasesIn } from '../../program/import-aliases.ts';
import type { Project } from '../../program/project.ts';
import { componentLanguage } from '../../program/script-blocks.ts';
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
  return [...own, ...imported];
}

function usedIn(project: Project, { fileName }: ts.SourceFile, name: string, node: ts.Node): Gap | undefined {
  // The further scripts of a page have no template.
  const text = componentLanguage(fileName) && project.beyond.readText(fileName);
  const mention = text && templateMention(fileName, text, name);
  if (!mention) return undefined;
  const place = `${fileName.split('/').slice(-2).join('/')}:${mention.line}`;
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
