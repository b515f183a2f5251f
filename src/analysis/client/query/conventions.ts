import { ts } from '../../../compiler.cjs';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { keyOfElement, throughConstants } from '../../program/constants.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { resolveAlias } from '../../program/sdk-symbols.ts';
import { type Convention, conventions } from './table.ts';

/**
 * True when an expression is what a framework passes to a function that it finds by file and export, e.g. `searchParams` of
 * the page in app/callback/page.tsx. A declared type wins over it: callers ask for that first.
 */
export function isConventional(
  project: Project,
  expression: ts.Expression,
  gives: Convention['gives'],
): boolean {
  const file = expression.getSourceFile();
  const rows = conventions.filter((row) => row.gives === gives && row.file.test(file.fileName));
  if (rows.length === 0) return false;
  const found = pathFromParameter(project, expression);
  if (!found) return false;
  return rows.some(
    ({ exports, path }) => path === found.path && isExported(project, file, exports, found.owner),
  );
}

export interface ParameterPath {
  readonly owner: ts.Node;
  readonly path: string;
}

/** Follows an expression back to the first parameter of its function, through members, destructuring and `await`. */
export function pathFromParameter(
  project: Project,
  expression: ts.Expression,
  depth = 0,
): ParameterPath | undefined {
  if (depth > 8) return undefined;
  const node = throughConstants(project, expression);
  const further = (inner: ts.Expression) => pathFromParameter(project, inner, depth + 1);
  if (ts.isAwaitExpression(node)) return further(node.expression);
  if (ts.isCallExpression(node)) return isReactUse(project, node) ? further(node.arguments[0]!) : undefined;
  if (ts.isPropertyAccessExpression(node)) return joined(further(node.expression), node.name.text);
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = declarationAt(project, node);
  if (declaration && ts.isBindingElement(declaration)) return pathOfElement(declaration, further);
  return declaration && ts.isParameter(declaration) ? pathOfRoot(declaration, further) : undefined;
}

function pathOfElement(
  element: ts.BindingElement,
  further: (inner: ts.Expression) => ParameterPath | undefined,
): ParameterPath | undefined {
  const key = keyOfElement(element);
  if (key === undefined) return undefined;
  const owner = element.parent.parent;
  return joined(ts.isBindingElement(owner) ? pathOfElement(owner, further) : pathOfRoot(owner, further), key);
}

function pathOfRoot(
  declaration: ts.ParameterDeclaration | ts.VariableDeclaration,
  further: (inner: ts.Expression) => ParameterPath | undefined,
): ParameterPath | undefined {
  if (ts.isVariableDeclaration(declaration))
    return declaration.initializer ? further(declaration.initializer) : undefined;
  const owner = declaration.parent;
  return owner.parameters[0] === declaration ? { owner, path: '' } : undefined;
}

function joined(found: ParameterPath | undefined, key: string): ParameterPath | undefined {
  return found && { owner: found.owner, path: found.path === '' ? key : `${found.path}.${key}` };
}

/** `use(searchParams)` of React, which awaits a promise in a client component. */
function isReactUse(project: Project, call: ts.CallExpression): boolean {
  const name = call.arguments.length === 1 ? project.checker.getSymbolAtLocation(call.expression) : undefined;
  const imported = name?.declarations?.find(ts.isImportSpecifier);
  const specifier = imported?.parent.parent.parent.moduleSpecifier;
  return (
    (imported?.propertyName ?? imported?.name)?.text === 'use' &&
    specifier !== undefined &&
    ts.isStringLiteral(specifier) &&
    specifier.text === 'react'
  );
}

function isExported(project: Project, file: ts.SourceFile, names: RegExp, owner: ts.Node): boolean {
  const module = project.checker.getSymbolAtLocation(file);
  const exported = module ? project.checker.getExportsOfModule(module) : [];
  return exported.some(
    (symbol) =>
      names.test(symbol.name) &&
      (resolveAlias(project, symbol).declarations ?? []).some((found) => functionOf(found) === owner),
  );
}

function functionOf(declaration: ts.Declaration): ts.Node | undefined {
  if (isFunctionLike(declaration)) return declaration;
  if (ts.isExportAssignment(declaration)) return unwrap(declaration.expression);
  if (ts.isVariableDeclaration(declaration) && declaration.initializer)
    return unwrap(declaration.initializer);
  return undefined;
}
