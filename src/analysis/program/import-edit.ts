import { ts } from '../../compiler.cjs';
import type { Edit } from '../../model/edit.ts';
import { descendants } from './ast.ts';
import { fileOf } from './component-modules.ts';
import { insertionStart } from './directives.ts';
import { docOf } from './doc-of.ts';
import { type ImportBinding, importsOf, loadedModule, localName } from './import-bindings.ts';
import type { Project } from './project.ts';

export interface ImportRequest {
  /** Module specifier, e.g. that of the client package. */
  readonly module: string;
  readonly name: string;
  /** A name that is imported from the same module: of several import statements, the one with this name is extended. */
  readonly beside?: string;
  /** A name of the file that is given up with the same edits, and may be taken. */
  readonly gone?: string;
}

export interface Imported {
  /** What to write where the name is used: `Name`, an alias, or `namespace.Name`. */
  readonly local: string;
  /** None when the file has the name already. */
  readonly edits: readonly Edit[];
}

/**
 * Makes a value export of `module` usable in `file`, in the way the file imports already: its import list, its
 * namespace, its `require`. Asking twice gives the same edits.
 */
export function ensureImport(project: Project, file: ts.SourceFile, request: ImportRequest): Imported {
  const [imported] = ensureImports(project, file, [request]);
  return imported!;
}

/** The same for several names of one module, sorted. What they add at one place is one edit. */
export function ensureImports(
  project: Project,
  file: ts.SourceFile,
  requests: readonly ImportRequest[],
): readonly Imported[] {
  const all = requests.map((request) => ({ request, ...importedAs(file, request) }));
  const fresh = all.filter(({ isNew }) => isNew);
  const statement =
    fresh.length > 0
      ? newImport(
          project,
          file,
          fresh[0]!.request.module,
          fresh.map(({ request, local }) => ({ name: request.name, local })),
        )
      : undefined;
  const listed = all.flatMap(({ edit }) => edit ?? []);
  return all.map(({ local, edit, isNew }) => {
    if (isNew) return { local, edits: [statement!] };
    return { local, edits: edit ? [together(edit, listed)] : [] };
  });
}

/** Several exports of one module. */
export interface ImportedNames {
  /** What to write for each name, in their order. */
  readonly locals: readonly string[];
  readonly edits: readonly Edit[];
}

/** Like {@link ensureImports}, for names that nothing else is asked of. Each edit stands once. */
export function ensureNames(
  project: Project,
  file: ts.SourceFile,
  module: string,
  names: readonly string[],
): ImportedNames {
  const all = ensureImports(
    project,
    file,
    names.map((name) => ({ module, name })),
  );
  const edits = new Map(all.flatMap((each) => each.edits).map((edit) => [`${edit.start} ${edit.end}`, edit]));
  return { locals: all.map(({ local }) => local), edits: [...edits.values()] };
}

/** The insertions at the place of one of them, as one. */
function together(edit: Edit, all: readonly Edit[]): Edit {
  const same = all.filter(({ start, end }) => start === edit.start && end === edit.end);
  return { ...edit, text: same.map(({ text }) => text).join('') };
}

interface Found {
  readonly local: string;
  /** What adds the name to a list that is there. */
  readonly edit?: Edit;
  /** Whether a new statement has to import it. */
  readonly isNew?: boolean;
}

function importedAs(file: ts.SourceFile, request: ImportRequest): Found {
  const existing = importsOf(file, request.module);
  for (const binding of existing) {
    const local = localName(binding, request.name);
    if (local) return { local };
  }
  const local = request.gone === request.name ? request.name : freeName(file, request.name);
  const lists = existing.filter((binding) => binding.kind === 'list');
  const list = lists.find((binding) => request.beside && localName(binding, request.beside)) ?? lists[0];
  return list ? { local, edit: extendList(file, list, request.name, local) } : { local, isNew: true };
}

/** The name itself, or `McpName` where the file uses the name for something else. */
function freeName(file: ts.SourceFile, name: string): string {
  const taken = new Set<string>();
  for (const node of descendants(file)) if (ts.isIdentifier(node)) taken.add(node.text);
  for (const candidate of [name, `Mcp${name}`]) if (!taken.has(candidate)) return candidate;
  let count = 2;
  while (taken.has(`Mcp${name}${count}`)) count++;
  return `Mcp${name}${count}`;
}

function extendList(
  file: ts.SourceFile,
  { list }: Extract<ImportBinding, { kind: 'list' }>,
  name: string,
  local: string,
): Edit {
  const isImport = ts.isNamedImports(list);
  const text = local === name ? name : isImport ? `${name} as ${local}` : `${name}: ${local}`;
  const elements: readonly (ts.ImportSpecifier | ts.BindingElement)[] = list.elements;
  const at = (offset: number, insert: string): Edit => ({
    file: file.fileName,
    start: offset,
    end: offset,
    text: insert,
  });
  const names = elements.map((element) => (element.propertyName ?? element.name).getText(file));
  // A sorted list stays sorted.
  const next = isSorted(names)
    ? elements[names.findIndex((other) => compareNames(other, name) > 0)]
    : undefined;
  const [first] = elements;
  if (!first) return { file: file.fileName, start: list.getStart(file), end: list.end, text: `{ ${text} }` };
  const ownLine = multiline(file, list);
  if (next) return at(next.getStart(file), ownLine ? `${text},\n${lineIndent(file, next)}` : `${text}, `);
  const last = elements.at(-1) ?? first;
  return at(last.end, ownLine ? `,\n${lineIndent(file, last)}${text}` : `, ${text}`);
}

function multiline(file: ts.SourceFile, list: ts.Node): boolean {
  return /^\{\s*\n/.test(list.getText(file).replaceAll('\r', ''));
}

function lineIndent(file: ts.SourceFile, node: ts.Node): string {
  const start = file.text.lastIndexOf('\n', node.getStart(file) - 1) + 1;
  return /^[ \t]*/.exec(file.text.slice(start))?.[0] ?? '';
}

function isSorted(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || compareNames(names[index - 1]!, name) <= 0);
}

function compareNames(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}

function newImport(
  project: Project,
  file: ts.SourceFile,
  module: string,
  names: readonly { readonly name: string; readonly local: string }[],
): Edit {
  const existing = importsOf(file, module);
  const imports = file.statements.filter(
    (statement) => ts.isImportDeclaration(statement) || isRequire(statement),
  );
  const anchor = existing.at(-1)?.statement ?? imports.at(-1);
  const quote = quoteStyle(file);
  const end = usesSemicolons(file) ? ';' : '';
  const asRequire = imports.length > 0 ? !imports.some(ts.isImportDeclaration) : isCommonJs(project, file);
  const renames = asRequire ? ': ' : ' as ';
  const list = names
    .map(({ name, local }) => (local === name ? name : `${name}${renames}${local}`))
    .join(', ');
  const statement = asRequire
    ? `const { ${list} } = require(${quote}${module}${quote})${end}`
    : `import { ${list} } from ${quote}${module}${quote}${end}`;
  if (anchor) {
    const text = `\n${writtenIndent(project, file, anchor.getStart(file))}${statement}`;
    return { file: file.fileName, start: anchor.end, end: anchor.end, text };
  }
  const { start, isDoc } = firstCode(file);
  const text = `${statement}\n${isDoc ? '\n' : ''}${writtenIndent(project, file, start)}`;
  return { file: file.fileName, start, end: start, text };
}

/** The indentation of a line as it is on the disk: before the script of a component stands its tag. */
function writtenIndent(project: Project, file: ts.SourceFile, offset: number): string {
  const text = project.beyond.readText(fileOf(file.fileName)) ?? file.text;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

function isRequire(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some(
      ({ initializer }) => initializer !== undefined && loadedModule(initializer) !== undefined,
    )
  );
}

function isCommonJs(project: Project, file: ts.SourceFile): boolean {
  if (/\.c[jt]s$/.test(file.fileName)) return true;
  return /\.jsx?$/.test(file.fileName) && !project.isEsModule(file.fileName) && !hasModuleSyntax(file);
}

/** `import` or `export` stands in it, so it is a module for whoever builds it, whatever its package says. */
const hasModuleSyntax = ({ statements }: ts.SourceFile): boolean =>
  statements.some(
    (each) =>
      ts.isImportDeclaration(each) ||
      ts.isExportDeclaration(each) ||
      ts.isExportAssignment(each) ||
      (ts.canHaveModifiers(each) &&
        ts.getModifiers(each)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)),
  );

/** The offset after a shebang, directives and the comment at the head of the file; a doc comment stays with its declaration. */
function firstCode(file: ts.SourceFile): { readonly start: number; readonly isDoc: boolean } {
  const directives = file.statements.filter(
    (s) => ts.isExpressionStatement(s) && ts.isStringLiteral(s.expression),
  );
  const statement = file.statements[directives.length];
  const doc = statement && docOf(statement);
  return { start: doc ?? (statement ? insertionStart(statement) : file.end), isDoc: doc !== undefined };
}

function quoteStyle(file: ts.SourceFile): string {
  const specifiers = file.statements.flatMap((statement) =>
    ts.isImportDeclaration(statement) ? [statement.moduleSpecifier as ts.Expression] : [],
  );
  const sample = specifiers[0] ?? [...descendants(file)].find((node) => ts.isStringLiteral(node));
  return sample?.getText(file).startsWith('"') ? '"' : "'";
}

/** True when most statements that may end in a semicolon do. */
function usesSemicolons(file: ts.SourceFile): boolean {
  let balance = 0;
  for (const node of descendants(file)) {
    if (
      !ts.isImportDeclaration(node) &&
      !ts.isExpressionStatement(node) &&
      !ts.isVariableStatement(node) &&
      !ts.isReturnStatement(node)
    ) {
      continue;
    }
    balance += node.getText(file).endsWith(';') ? 1 : -1;
  }
  return balance >= 0;
}
