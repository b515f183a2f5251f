import { ts } from '../../compiler.cjs';
import { codeText, type FunctionLike, isAssignment, unwrap, wrapped } from './ast.ts';
import { lastName } from './index-by-name.ts';
import { listMethods } from './list-methods.ts';
import { mentionsIn, nodesOf } from './node-index.ts';
import { programFiles } from './program-files.ts';
import type { Project } from './project.ts';
import { resolveAlias, symbolOf } from './sdk-symbols.ts';
import { isReduction } from './walked-lists.ts';

/** Stands for every key of a list; a map has its values under it, too. */
export const anyKey = '*';

/** Stands for the result of a call. */
export const called = '()';

/** The call of a list's method whose list gets what a callback returns, and what it adds to the way: `names.map(() => run)`. */
export function listGetting(
  callback: FunctionLike,
): { call: ts.CallExpression; keys: readonly string[] } | undefined {
  if (!ts.isExpression(callback)) return undefined;
  const node = wrapped(callback);
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== node) return undefined;
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
  if (listMethods.get(name)?.takes === undefined) return undefined;
  if (name === 'map') return { call, keys: [anyKey] };
  return name === 'flatMap' || isReduction(call) ? { call, keys: [] } : undefined;
}

/** Where code of a class may read a member of it by a computed name: `this[name]`. */
export function computedOfThis(project: Project, owner: ts.ClassLikeDeclaration): readonly ts.Expression[] {
  return nodesOf<ts.ElementAccessExpression>(
    owner.getSourceFile(),
    ts.SyntaxKind.ElementAccessExpression,
  ).filter(
    ({ expression, argumentExpression }) =>
      unwrap(expression).kind === ts.SyntaxKind.ThisKeyword &&
      !ts.isStringLiteralLike(argumentExpression) &&
      project.checker.getTypeAtLocation(expression).symbol ===
        project.checker.getTypeAtLocation(owner).symbol,
  );
}

/** Where the name of a whole module is used that exports a declaration: `import * as tools from './tools.js'`. */
export function namespacesOf(project: Project, declaration: ts.Node, name: string): readonly ts.Identifier[] {
  const { checker } = project;
  const outer = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  if (!ts.isSourceFile(outer.parent)) return [];
  return programFiles(project)
    .flatMap((file) => nodesOf<ts.NamespaceImport>(file, ts.SyntaxKind.NamespaceImport))
    .filter((node) => {
      const module = symbolOf(project, node.name);
      const isProjects = module?.valueDeclaration?.getSourceFile().isDeclarationFile === false;
      const exported = isProjects ? checker.tryGetMemberInModuleExports(name, module) : undefined;
      return exported && resolveAlias(project, exported).valueDeclaration === declaration;
    })
    .flatMap(({ name: module }) =>
      mentionsIn(module.getSourceFile(), module.text).filter(
        (use): use is ts.Identifier =>
          use !== module && ts.isIdentifier(use) && symbolOf(project, use) === symbolOf(project, module),
      ),
    );
}

/** What puts a value into a list or a map, with its position. */
export const puts: ReadonlyMap<string, number> = new Map(
  Object.entries({ push: 0, unshift: 0, add: 0, set: 1 }),
);

export const keyNamed = (name: ts.PropertyName | ts.MemberName): string =>
  ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isPrivateIdentifier(name) ? name.text : anyKey;

/** The call of what is accessed: `list.find(…)` of `list.find`. */
export function calledOn(access: ts.Expression): ts.CallExpression | undefined {
  const { parent } = wrapped(access);
  return ts.isCallExpression(parent) && unwrap(parent.expression) === access ? parent : undefined;
}

/** `new Map([[name, f]])`: its values stand in pairs. */
export const isMapMade = (callee: ts.Expression): boolean => /Map$/.test(lastName(callee));

/** `exports.check = f`: calls through the module are found by what it declares. */
export const isExports = (target: ts.Expression): boolean => /^(?:module\.)?exports\b/.test(codeText(target));

export const isTarget = (node: ts.Expression): boolean =>
  ts.isBinaryExpression(node.parent) &&
  node.parent.left === node &&
  isAssignment(node.parent.operatorToken.kind);

/** A statement, a test, a text, an export. */
export const isOnlyLookedAt = (node: ts.Node): boolean =>
  ts.isStatement(node) ||
  ts.isPrefixUnaryExpression(node) ||
  ts.isTypeOfExpression(node) ||
  ts.isVoidExpression(node) ||
  ts.isTemplateSpan(node) ||
  ts.isExportAssignment(node);
