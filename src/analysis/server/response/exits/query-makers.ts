import { ts } from '../../../../compiler.cjs';
import { codeText, unwrap } from '../../../program/ast.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import { calledSymbol } from '../../../program/only-shows.ts';
import type { Project } from '../../../program/project.ts';
import { declaredAs } from '../../../program/sdk-symbols.ts';
import { usesOfLocal } from './local-uses.ts';

/** A call that writes an object, or a list of pairs, as a query. */
export type QueryMaker = ts.CallExpression | ts.NewExpression;

/** Where the parameters of a query are listed. */
export type Parameters = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;

/** `new URLSearchParams(values)`, and `stringify(values)` of Node's querystring or of the packages that do the same. */
export function isQueryMaker(project: Project, node: ts.Node): node is QueryMaker {
  if (ts.isNewExpression(node)) return codeText(node.expression) === 'URLSearchParams';
  if (!ts.isCallExpression(node) || !/(^|\.)stringify$/.test(codeText(node.expression))) return false;
  const declared = declaredAs(calledSymbol(project, node));
  if (declared) return declared.name === 'stringify' && declared.area !== 'platform/es';
  return moduleOf(project, node.expression) === 'qs';
}

/** The module that the first name of a callee is imported from. */
function moduleOf({ checker }: Project, callee: ts.Expression): string | undefined {
  const plain = unwrap(callee);
  const first = ts.isPropertyAccessExpression(plain) ? unwrap(plain.expression) : plain;
  for (const declaration of checker.getSymbolAtLocation(first)?.declarations ?? []) {
    const from = sourceOf(declaration);
    if (from && ts.isStringLiteralLike(from)) return from.text;
  }
  return undefined;
}

/** `'qs'` of an import, or of `const qs = require('qs')`. */
function sourceOf(declaration: ts.Node): ts.Expression | undefined {
  for (let node: ts.Node | undefined = declaration; node && !ts.isSourceFile(node); node = node.parent) {
    if (ts.isImportDeclaration(node)) return node.moduleSpecifier;
    if (!ts.isVariableDeclaration(node)) continue;
    const value = node.initializer && unwrap(node.initializer);
    return value && ts.isCallExpression(value) && codeText(value.expression) === 'require'
      ? value.arguments[0]
      : undefined;
  }
  return undefined;
}

/** The literal that lists the parameters: given directly, as entries of an object, or by a local constant. */
export function parametersOf(project: Project, maker: QueryMaker): Parameters | undefined {
  const [given] = maker.arguments ?? [];
  return given && listedIn(project, given);
}

function listedIn(project: Project, given: ts.Expression): Parameters | undefined {
  const plain = unwrap(given);
  if (ts.isObjectLiteralExpression(plain)) return plain;
  if (ts.isArrayLiteralExpression(plain)) return plain.elements.length > 0 ? plain : undefined;
  if (ts.isCallExpression(plain)) {
    const [of] = plain.arguments;
    return of && /^Object\.(entries|fromEntries)$/.test(codeText(plain.expression))
      ? listedIn(project, of)
      : undefined;
  }
  const declaration = ts.isIdentifier(plain) ? declarationAt(project, plain) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  const { initializer } = declaration;
  const literal = initializer && unwrap(initializer);
  if (!literal || !ts.isObjectLiteralExpression(literal) || !isOpen(project, declaration)) return undefined;
  return usesOfLocal(project, declaration.name).every((use) => isOwnUse(project, use)) ? literal : undefined;
}

/** True where one more member fits: no type is written, or one that takes every name. */
function isOpen({ checker }: Project, { type }: ts.VariableDeclaration): boolean {
  return !type || checker.getTypeFromTypeNode(type).getStringIndexType() !== undefined;
}

/** The object only gets more parameters, and becomes the query. */
function isOwnUse(project: Project, use: ts.Node): boolean {
  const { parent } = use;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
    return parent.expression === use && ts.isBinaryExpression(parent.parent) && parent.parent.left === parent;
  if (ts.isVariableDeclaration(parent)) return parent.name === use;
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return false;
  return /^Object\.(entries|fromEntries)$/.test(codeText(parent.expression)) || isQueryMaker(project, parent);
}
