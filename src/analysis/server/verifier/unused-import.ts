import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { unwrap } from '../../program/ast.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';

type Specifier = ts.ImportSpecifier | ts.BindingElement;

/**
 * Removes the imports that constructions leave unused when all of them are replaced: with `noUnusedLocals` such an import is
 * an error.
 *
 * @param made constructions of one file
 * @param added the edits of new imports, which a removed statement makes room for
 */
export function withoutUnused(
  project: Project,
  made: readonly ts.NewExpression[],
  added: readonly Edit[],
): readonly Edit[] {
  const names = made.map(({ expression }) => unwrap(expression)).filter(ts.isIdentifier);
  const unused = new Set<Specifier>();
  for (const name of names) {
    const [declaration] = project.checker.getSymbolAtLocation(name)?.declarations ?? [];
    const specifier =
      declaration && (ts.isImportSpecifier(declaration) || isRequired(declaration)) ? declaration : undefined;
    if (!specifier || specifier.getSourceFile() !== name.getSourceFile()) continue;
    const others = mentionsIn(name.getSourceFile(), name.text).filter(
      (mention) => mention.parent !== specifier && !names.includes(mention as ts.Identifier),
    );
    if (others.length === 0) unused.add(specifier);
  }
  return [...unused].reduce<readonly Edit[]>((edits, specifier) => removed(specifier, unused, edits), added);
}

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
  const list = specifier.parent as ts.NamedImports | ts.ObjectBindingPattern;
  const all: readonly ts.Node[] = list.elements;
  const cut = (start: number, end: number): Edit => ({ file: file.fileName, start, end, text: '' });
  const left = all.filter((each) => !unused.has(each as Specifier));
  if (left.length === 0) return withoutStatement(statementOf(specifier), edits);
  const index = all.indexOf(specifier);
  const next = all[index + 1];
  const previous = all[index - 1];
  const edit = next ? cut(specifier.getStart(), next.getStart()) : cut(previous!.end, specifier.end);
  // What is inserted behind a removed name stays behind the one before it.
  const moved = edits.map((each) =>
    each.file === edit.file && each.start === specifier.end && each.end === specifier.end && !next
      ? { ...edit, text: each.text }
      : each,
  );
  return moved.some((each) => each.start === edit.start && each.end === edit.end) ? moved : [...moved, edit];
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
