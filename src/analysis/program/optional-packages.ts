import { ts } from '../../compiler.cjs';
import type { Edit } from '../../model/edit.ts';
import { isFunctionLike } from './ast.ts';
import { loadedModule } from './import-bindings.ts';
import { oncePerProject } from './memo.ts';
import { mentionsIn } from './mention-index.ts';
import { nodesOf } from './node-index.ts';
import type { Project } from './project.ts';

/**
 * May a new import of a package keep a file from loading, or load the package earlier than today? It does the former where the
 * package is not installed with this one: it is optional, or only for development.
 * Asked by every fix that imports a value.
 *
 * @param edits what imports it: nothing to ask where the file has the name already
 */
export function mayNotLoad(
  project: Project,
  file: ts.SourceFile,
  name: string,
  edits: readonly Edit[],
): boolean {
  if (edits.length === 0 || loadsAtStart(file, name)) return false;
  if (loads(file, isLater).has(name)) return true;
  const need = project.dependency(file.fileName, name)?.need;
  if (need === 'always' || need === 'optional') return need === 'optional';
  if (project.userFiles.some((each) => loadsAtStart(each, name))) return false;
  return need === 'development' || loadedLater(project).has(name);
}

/** The packages that are loaded while the program runs. */
const loadedLater = oncePerProject(
  (project: Project): ReadonlySet<string> =>
    new Set(project.userFiles.flatMap((file) => [...loads(file, isLater)])),
);

const packageOf = (specifier: string): string => /^(?:@[^/]+\/)?[^/]*/.exec(specifier)![0];

/** Whether a file cannot load without a package today. */
function loadsAtStart(file: ts.SourceFile, name: string): boolean {
  return (
    file.statements.some((statement) => {
      const specifier =
        ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
          ? statement.moduleSpecifier
          : undefined;
      if (specifier && ts.isStringLiteral(specifier))
        return packageOf(specifier.text) === name && isKept(file, statement);
      return false;
    }) || loads(file, isAtStart).has(name)
  );
}

/** The packages that calls of `import()` and `require()` load. */
function loads(file: ts.SourceFile, isMeant: (call: ts.CallExpression) => boolean): ReadonlySet<string> {
  if (!/\b(?:import|require)\b/.test(file.text)) return new Set();
  const calls = nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression).filter(isMeant);
  return new Set(calls.map((call) => packageOf(loadedModule(call) ?? '')));
}

/** Where it fails, so does the file. */
function isAtStart(call: ts.CallExpression): boolean {
  for (let node: ts.Node = call; node.parent; node = node.parent)
    if (isFunctionLike(node) || ts.isTryStatement(node) || ts.isIfStatement(node)) return false;
  const isRequire = call.expression.kind !== ts.SyntaxKind.ImportKeyword;
  return isRequire || ts.isAwaitExpression(call.parent);
}

const isLater = (call: ts.CallExpression): boolean => !isAtStart(call);

/** The compiler leaves out an import of which only types are used. */
function isKept(file: ts.SourceFile, statement: ts.Statement): boolean {
  if (ts.isExportDeclaration(statement)) return !statement.isTypeOnly;
  const clause = (statement as ts.ImportDeclaration).importClause;
  if (!clause) return true;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return false;
  if (!/\.[cm]?tsx?$/.test(file.fileName)) return true;
  const bindings = clause.namedBindings;
  const listed =
    bindings && ts.isNamedImports(bindings)
      ? bindings.elements.filter((each) => !each.isTypeOnly).map((each) => each.name)
      : bindings
        ? [bindings.name]
        : [];
  return [...(clause.name ? [clause.name] : []), ...listed].some((name) =>
    mentionsIn(file, name.text).some((node) => node !== name && !isInType(node)),
  );
}

function isInType(node: ts.Node): boolean {
  if (ts.isImportSpecifier(node.parent)) return true;
  for (let current = node; !ts.isStatement(current) && current.parent; current = current.parent)
    if (ts.isTypeNode(current) && !ts.isExpressionWithTypeArguments(current)) return true;
  return false;
}
