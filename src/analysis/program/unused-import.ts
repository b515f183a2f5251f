import { ts } from '../../compiler.cjs';
import type { Edit } from '../../model/edit.ts';
import { descendants } from './ast.ts';
import { mentionsIn } from './mention-index.ts';
import type { Project } from './project.ts';

type Specifier = ts.ImportSpecifier | ts.BindingElement | ts.NamespaceImport;

const isSpecifier = (node: ts.Node): node is Specifier =>
  ts.isImportSpecifier(node) || ts.isNamespaceImport(node) || isRequired(node);

/** A change of one file that may leave imports unused. */
export interface Change {
  /** The nodes in which code is replaced. */
  readonly replaced: readonly ts.Node[];
  /** What is replaced in them. */
  readonly edits: readonly Pick<Edit, 'file' | 'start' | 'end'>[];
  /** The edits of new imports: one takes the place of a statement that is removed. */
  readonly added: readonly Edit[];
  /** The names that the new code uses. */
  readonly used: readonly string[];
}

/**
 * Removes the imports of which a change replaces the last use: with `noUnusedLocals` such an import is an error.
 *
 * @returns the edits of the imports, those that the change adds included
 */
export function withoutUnused(project: Project, { replaced, edits, added, used }: Change): readonly Edit[] {
  const isGone = (node: ts.Node): boolean =>
    edits.some(
      ({ file, start, end }) =>
        file === node.getSourceFile().fileName && start <= node.getStart() && node.end <= end,
    );
  const names = replaced
    .flatMap((node) => [...descendants(node)])
    .filter(ts.isIdentifier)
    .filter(isGone);
  const unused = new Set<Specifier>();
  for (const name of names) {
    if (used.includes(name.text)) continue;
    const [declaration] = project.checker.getSymbolAtLocation(name)?.declarations ?? [];
    const specifier = declaration && isSpecifier(declaration) ? declaration : undefined;
    if (!specifier || specifier.getSourceFile() !== name.getSourceFile()) continue;
    const left = mentionsIn(name.getSourceFile(), name.text).filter(
      (mention) => mention.parent !== specifier && !isGone(mention) && !isExportName(mention),
    );
    if (left.length === 0) unused.add(specifier);
  }
  return [...unused].reduce<readonly Edit[]>((all, specifier) => removed(specifier, unused, all), added);
}

/** The first name of `{ OAuthError as McpOAuthError }`, `{ OAuthError: McpOAuthError }`: that of a member, not of a variable. */
const isExportName = (name: ts.Node): boolean =>
  (ts.isImportSpecifier(name.parent) || ts.isBindingElement(name.parent)) &&
  name.parent.propertyName === name;

/** `const { InvalidTokenError } = require('…')` */
function isRequired(declaration: ts.Node): declaration is ts.BindingElement {
  return (
    ts.isBindingElement(declaration) &&
    ts.isVariableDeclaration(declaration.parent.parent) &&
    ts.isSourceFile(declaration.parent.parent.parent.parent.parent)
  );
}

function removed(
  specifier: Specifier,
  unused: ReadonlySet<Specifier>,
  edits: readonly Edit[],
): readonly Edit[] {
  const file = specifier.getSourceFile();
  if (ts.isNamespaceImport(specifier)) return withoutStatement(statementOf(specifier), edits);
  const list = specifier.parent as ts.NamedImports | ts.ObjectBindingPattern;
  const all: readonly ts.Node[] = list.elements;
  const cut = (start: number, end: number): Edit => ({ file: file.fileName, start, end, text: '' });
  const left = all.filter((each) => !unused.has(each as Specifier));
  const inside = edits.filter((each) => each.start >= list.getStart() && each.end <= list.end);
  if (left.length === 0 && inside.length > 0) {
    const text = inside.map((each) => each.text.replace(/^[\s,]+|[\s,]+$/g, '')).join(', ');
    const whole = { file: file.fileName, start: all[0]!.getStart(), end: all.at(-1)!.end, text };
    return [...edits.filter((each) => !inside.includes(each)), whole];
  }
  if (left.length === 0) return withoutStatement(statementOf(specifier), edits);
  const index = all.indexOf(specifier);
  const next = all[index + 1];
  const previous = all[index - 1];
  const edit = next ? cut(specifier.getStart(), next.getStart()) : cut(previous!.end, specifier.end);
  // What is inserted behind a removed name takes its place.
  const isBehind = (each: Edit): boolean =>
    each.start === specifier.end && each.end === specifier.end && !next;
  return edits.some(isBehind)
    ? edits.map((each) => (isBehind(each) ? { ...edit, text: each.text } : each))
    : [...edits, edit];
}

function statementOf(specifier: Specifier): ts.Statement {
  let node: ts.Node = specifier;
  while (!ts.isImportDeclaration(node) && !ts.isVariableStatement(node)) node = node.parent;
  return node;
}

/** Removes a statement with its line; a new import takes its place. */
function withoutStatement(statement: ts.Statement, edits: readonly Edit[]): readonly Edit[] {
  const file = statement.getSourceFile();
  const { fileName, text } = file;
  const [start, end] = [statement.getStart(), statement.end];
  if (edits.some((each) => each.file === fileName && each.start === start && each.end === end)) return edits;
  const isClause = ts.isImportDeclaration(statement) && statement.importClause?.name !== undefined;
  if (isClause) return edits;
  const fresh = edits.find((each) => /^\n\s*(?:import|const) /.test(each.text));
  if (fresh)
    return edits.map((each) =>
      each === fresh ? { file: fileName, start, end, text: each.text.trimStart() } : each,
    );
  const lineEnd = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
  return [...edits, { file: fileName, start, end: end + lineEnd, text: '' }];
}
