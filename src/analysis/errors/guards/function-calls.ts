import { ts } from '../../../compiler.cjs';
import { type FunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { oncePerProject } from '../../program/memo.ts';
import { mentionsOfNames } from '../../program/mention-index.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { onlyFunctionAt } from './own-functions.ts';
/** The calls of a function in this project, under any name. */
export function callsTo(project: Project, target: FunctionLike): ts.CallExpression[] {
  const names = [...namesOf(project, [target])];
  return mentionsOfNames(project, names).flatMap((name) => {
    const callee =
      ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name;
    const call = wrapped(callee as ts.Expression).parent;
    if (!ts.isCallExpression(call) || unwrap(call.expression) !== callee) return [];
    return onlyFunctionAt(project, call.expression) === target ? [call] : [];
  });
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
  for (const { local } of defaultImports(project).filter(({ target }) => functions.includes(target)))
    names.add(local);
  const renames = renamesOf(project);
  // A set grows while it is walked: a renamed name may be renamed again.
  for (const name of names) for (const renamed of renames.get(name) ?? []) names.add(renamed);
  return names;
}

interface DefaultImport {
  readonly local: string;
  readonly target: FunctionLike;
}

/** `import isSdkHttp from`, with the function that it stands for. */
const defaultImports = oncePerProject((project): readonly DefaultImport[] =>
  project.userFiles
    .flatMap((file) => nodesOf<ts.ImportClause>(file, ts.SyntaxKind.ImportClause))
    .flatMap(({ name }) => {
      const target = name && onlyFunctionAt(project, name);
      return name && target ? [{ local: name.text, target }] : [];
    }),
);

/** `import { isHttp as isSdkHttp }`, `export { isHttp as … }`: the other names of each name. */
const renamesOf = oncePerProject((project): ReadonlyMap<string, ReadonlySet<string>> => {
  const renames = new Map<string, Set<string>>();
  for (const file of project.userFiles) {
    for (const { name, propertyName } of [
      ...nodesOf<ts.ImportSpecifier>(file, ts.SyntaxKind.ImportSpecifier),
      ...nodesOf<ts.ExportSpecifier>(file, ts.SyntaxKind.ExportSpecifier),
    ]) {
      if (!propertyName) continue;
      renames.set(propertyName.text, (renames.get(propertyName.text) ?? new Set<string>()).add(name.text));
    }
  }
  return renames;
});
