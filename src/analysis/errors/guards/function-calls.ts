import { ts } from '../../../compiler.cjs';
import { type FunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { mentionsIn } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { onlyFunctionAt } from './own-functions.ts';
/** The calls of a function in this project, under any name. */
export function callsTo(project: Project, target: FunctionLike): ts.CallExpression[] {
  const names = [...namesOf(project, [target])];
  return project.userFiles.flatMap((file) =>
    names
      .flatMap((name) => mentionsIn(file, name))
      .flatMap((name) => {
        const callee =
          ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name;
        const call = wrapped(callee as ts.Expression).parent;
        if (!ts.isCallExpression(call) || unwrap(call.expression) !== callee) return [];
        return onlyFunctionAt(project, call.expression) === target ? [call] : [];
      }),
  );
}

/** The names under which the functions are called, import aliases included. */
export function namesOf(project: Project, functions: readonly FunctionLike[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of functions) {
    const name = node.name ?? (node.parent as ts.NamedDeclaration).name;
    if (name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name))) names.add(name.text);
    // `errors.default(error)`
    if (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Default) names.add('default');
  }
  if (names.size === 0) return names;
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const file of project.userFiles) {
      for (const renamed of renamedIn(project, file, names, functions)) names.add(renamed);
    }
  }
  return names;
}

/** `import isSdkHttp from`, `import { isHttp as isSdkHttp }`, `export { isHttp as … }` */
function renamedIn(
  project: Project,
  file: ts.SourceFile,
  names: ReadonlySet<string>,
  functions: readonly FunctionLike[],
): string[] {
  return file.statements.flatMap((statement) => {
    const whole = ts.isImportDeclaration(statement) ? statement.importClause?.name : undefined;
    if (whole) {
      const target = onlyFunctionAt(project, whole);
      return target && functions.includes(target) ? [whole.text] : [];
    }
    const bindings = ts.isImportDeclaration(statement)
      ? statement.importClause?.namedBindings
      : ts.isExportDeclaration(statement)
        ? statement.exportClause
        : undefined;
    if (!bindings || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return [];
    const elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] = [...bindings.elements];
    return elements.flatMap(({ name, propertyName }) =>
      propertyName && names.has(propertyName.text) ? [name.text] : [],
    );
  });
}
