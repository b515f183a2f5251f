import { ts } from '../../../../compiler.cjs';
import { type FunctionLike, isJavaScript, wrapped } from '../../../program/ast.ts';
import { type Key, memberKey } from '../../../program/declaration-at.ts';
import { lastName, nameOfKey } from '../../../program/index-by-name.ts';
import { nodesOf } from '../../../program/node-index.ts';
import { programFiles } from '../../../program/program-files.ts';
import type { Project } from '../../../program/project.ts';
import { syntaxOf } from '../../../program/syntax-index.ts';

type Renames = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Under which names may code write what a declaration declares?
 * Asked before the checker: a mention of another name cannot mean it.
 * Gives its own name, and those of imports and exports that rename it.
 */
export function namesOf(project: Project, declaration: Key): readonly string[] {
  const own = isDefault(declaration) ? [nameOfKey(declaration), 'default'] : [nameOfKey(declaration)];
  const names = closure(own, importRenames(project));
  // In JavaScript a variable may be an import: `const { a: b } = require('./a')`.
  if (!programFiles(project).some(isJavaScript)) return names;
  return [...new Set(names.flatMap((name) => syntaxOf(project).aliases.of(name)))];
}

/** The same for a function, which is also called through variables and members that it is the value of. */
export function namesOfFunction(project: Project, target: FunctionLike): readonly string[] {
  const { aliases } = syntaxOf(project);
  const values = valueRenames(project);
  const names = new Set([nameOfFunction(target)]);
  for (const name of names) {
    for (const other of aliases.of(name)) names.add(other);
    for (const other of values.get(name) ?? []) names.add(other);
  }
  return [...names];
}

function nameOfFunction(target: FunctionLike): string {
  if (target.name || ts.isConstructorDeclaration(target)) return nameOfKey(target);
  const { parent } = wrapped(target as ts.Expression);
  return (parent as ts.NamedDeclaration).name || ts.isBinaryExpression(parent)
    ? nameOfKey(parent)
    : nameOfKey(target);
}

function isDefault(declaration: Key): boolean {
  return (
    typeof declaration !== 'string' &&
    (ts.getCombinedModifierFlags(declaration as ts.Declaration) & ts.ModifierFlags.Default) !== 0
  );
}

function closure(start: readonly string[], renames: Renames): readonly string[] {
  const names = new Set(start);
  for (const name of names) for (const local of renames.get(name) ?? []) names.add(local);
  return [...names];
}

const imported = new WeakMap<Project, Renames>();

/** `import { a as b }`, `export { a as b }`, `import a from`, `export default a`, by the name that is renamed. */
function importRenames(project: Project): Renames {
  const known = imported.get(project) ?? join(programFiles(project).flatMap(renamesIn));
  imported.set(project, known);
  return known;
}

type Rename = readonly [declared: string, local: string];

function join(renames: readonly Rename[]): Renames {
  const joined = new Map<string, Set<string>>();
  for (const [declared, local] of renames) {
    const locals = joined.get(declared);
    if (locals) locals.add(local);
    else joined.set(declared, new Set([local]));
  }
  return joined;
}

function renamesIn(file: ts.SourceFile): Rename[] {
  return file.statements.flatMap((statement): Rename[] => {
    if (ts.isExportAssignment(statement)) return [[lastName(statement.expression), 'default']];
    if (ts.isImportEqualsDeclaration(statement)) {
      const { moduleReference: of } = statement;
      const declared = ts.isExternalModuleReference(of)
        ? 'default'
        : ts.isIdentifier(of)
          ? of.text
          : of.right.text;
      return [[declared, statement.name.text]];
    }
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      return clause && ts.isNamedExports(clause) ? renamesOf(clause.elements) : [];
    }
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    const named = clause?.namedBindings;
    const own: Rename[] = clause?.name ? [['default', clause.name.text]] : [];
    if (!named) return own;
    return [...own, ...(ts.isNamedImports(named) ? renamesOf(named.elements) : [wholeModule(named)])];
  });
}

/** `import * as a` of a module that is one value: `export = a`. */
const wholeModule = ({ name }: ts.NamespaceImport): Rename => ['default', name.text];

function renamesOf(elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]): Rename[] {
  return elements.flatMap(({ name, propertyName }): Rename[] =>
    propertyName ? [[propertyName.text, name.text]] : [],
  );
}

const given = new WeakMap<Project, Renames>();

/** `onAnswer = finish` in a class, `this.onAnswer = finish`: names that the aliases of the program do not have. */
function valueRenames(project: Project): Renames {
  const known = given.get(project) ?? join(findValueRenames(project));
  given.set(project, known);
  return known;
}

function findValueRenames(project: Project): Rename[] {
  const fields = programFiles(project).flatMap((file) =>
    nodesOf<ts.PropertyDeclaration>(file, ts.SyntaxKind.PropertyDeclaration),
  );
  return [
    ...fields.flatMap(({ name, initializer }): Rename[] => {
      const local = memberKey(name);
      return local !== undefined && initializer ? [[lastName(initializer), local]] : [];
    }),
    ...syntaxOf(project)
      .assigned.all()
      .map(({ at, value }): Rename => [lastName(value), lastName(at)]),
  ].filter(([declared, local]) => declared !== local && declared !== '*' && local !== '*');
}
