import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { sdkEntityAt, sdkEntityOf } from '../../program/sdk-symbols.ts';
import { keyOf } from './declared.ts';
import { onlyReading } from './table.ts';

type Call = ts.CallExpression | ts.NewExpression;

/** True for a call of a function that is known to only read what it gets: of the platform, or of the SDK. */
export function onlyReads(project: Project, call: Call): boolean {
  const callee = unwrap(call.expression);
  return onlyReading.includes(keyOf(project, callee) ?? '') || isOfSdk(project, call);
}

function isOfSdk(project: Project, call: Call): boolean {
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (sdkEntityAt(project, name)) return true;
  // A class of the project that adds no constructor has that of the SDK.
  const called = project.checker.getResolvedSignature(call)?.declaration;
  return sdkEntityOf((called as (ts.Node & { symbol?: ts.Symbol }) | undefined)?.symbol) !== undefined;
}

/** `auth(provider, { serverUrl: url })` of the SDK, and what an effect of React depends on: `[params]`. */
export function isReadInLiteral(project: Project, node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isArrayLiteralExpression(parent)) return isDependencies(project, parent);
  const isValue =
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node);
  const literal = isValue ? parent.parent : undefined;
  const call = literal?.parent;
  const isGiven =
    call !== undefined &&
    (ts.isCallExpression(call) || ts.isNewExpression(call)) &&
    call.expression !== literal;
  return isGiven && isOfSdk(project, call);
}

const hooks = ['useCallback', 'useEffect', 'useInsertionEffect', 'useLayoutEffect', 'useMemo'];

/** The hooks only compare them. */
function isDependencies(project: Project, list: ts.ArrayLiteralExpression): boolean {
  const call = list.parent;
  if (!ts.isCallExpression(call) || call.arguments[1] !== list) return false;
  const callee = unwrap(call.expression);
  const root = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  const imported = project.checker.getSymbolAtLocation(root)?.declarations?.find(isImport);
  const named =
    imported && ts.isImportSpecifier(imported) ? (imported.propertyName ?? imported.name) : undefined;
  const hook = ts.isPropertyAccessExpression(callee) ? callee.name : named;
  return imported !== undefined && hooks.includes(hook?.text ?? '') && moduleOf(imported) === 'react';
}

function isImport(node: ts.Node): boolean {
  return ts.isImportSpecifier(node) || ts.isNamespaceImport(node) || ts.isImportClause(node);
}

function moduleOf(imported: ts.Node): string | undefined {
  let node: ts.Node = imported;
  while (!ts.isImportDeclaration(node) && !ts.isSourceFile(node)) node = node.parent;
  return ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)
    ? node.moduleSpecifier.text
    : undefined;
}
