import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { isAssignedToExports } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import type { Frame } from './frame.ts';
import { isUnchanged, type TableName } from './unchanged.ts';
import { constant, type Primitive, unknown, type Value } from './value.ts';

/** An object or a `Map` of the project that is asked by a key: `TEXTS[error.code]`, `HINTS.get(error.status)`. */
export interface Table {
  readonly entries: readonly Entry[];
  /** Of a `Map`: 403 and '403' are two keys. */
  readonly isMap: boolean;
}

interface Entry {
  readonly key: ts.PropertyName | ts.Expression;
  readonly value: ts.Expression;
}

/** What a name stands for as a table, whether it is changed later or not. */
export function tableOf(table: ts.Expression, { project }: { readonly project: Project }): Table | undefined {
  const node = throughConstants(project, unwrap(table));
  return tableIn(project, heldAt(project, node)?.value ?? node);
}

/** The table that an expression makes. */
export function tableIn(project: Project, expression: ts.Expression): Table | undefined {
  const node = unwrap(expression);
  if (ts.isCallExpression(node) && node.arguments[0] && isOfPlatform(project, node, 'freeze'))
    return tableIn(project, node.arguments[0]);
  if (ts.isNewExpression(node)) return mapIn(project, node);
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const entries = node.properties.flatMap((each) =>
    ts.isPropertyAssignment(each) ? [{ key: each.name, value: each.initializer }] : [],
  );
  return entries.length === node.properties.length ? { entries, isMap: false } : undefined;
}

/** `new Map([['a', 1], ['b', 2]])` */
function mapIn(project: Project, node: ts.NewExpression): Table | undefined {
  const list = node.arguments?.[0] && unwrap(node.arguments[0]);
  const declared = declaredAs(symbolOf(project, node.expression));
  if (declared?.name !== 'Map' || !declared.area.startsWith('platform/')) return undefined;
  if (!list || !ts.isArrayLiteralExpression(list)) return undefined;
  const entries = list.elements.map(unwrap).flatMap((each) => {
    if (!ts.isArrayLiteralExpression(each) || each.elements.length !== 2) return [];
    return [{ key: each.elements[0]!, value: each.elements[1]! }];
  });
  return entries.length === list.elements.length ? { entries, isMap: true } : undefined;
}

const isOfPlatform = (project: Project, { expression }: ts.CallExpression, member: string): boolean => {
  const callee = unwrap(expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== member) return false;
  return declaredAs(symbolOf(project, callee.name))?.area.startsWith('platform/') ?? false;
};

/** A table whose entries are what a handler finds: nothing changes it. */
export function fixedTable(table: ts.Expression, frame: Frame): Table | undefined {
  const { project } = frame;
  const node = unwrap(table);
  const held = heldAt(project, node);
  if (!held && (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)))
    return innerTable(node, frame);
  if (!held) return ts.isIdentifier(node) ? undefined : tableIn(project, node);
  const found = tableIn(project, held.value);
  return found && isUnchanged(project, held.by) ? found : undefined;
}

/** The constant or export that a name stands for: `TEXTS`, `texts.TEXTS` of `const texts = require('./texts')`. */
function heldAt(
  project: Project,
  node: ts.Expression,
): { readonly by: TableName; readonly value: ts.Expression } | undefined {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const by = declarationAt(project, node);
  if (!by) return undefined;
  const { parent } = by;
  if (ts.isPropertyAccessExpression(by))
    return ts.isBinaryExpression(parent) && isAssignedToExports(parent.right)
      ? { by, value: parent.right }
      : undefined;
  if (!ts.isVariableDeclaration(by) || !by.initializer) return undefined;
  return ts.getCombinedNodeFlags(by) & ts.NodeFlags.Const ? { by, value: by.initializer } : undefined;
}

/** `TEXTS.en`, `RULES[error.code]`: an entry that is a table itself. */
function innerTable(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  frame: Frame,
): Table | undefined {
  const outer = fixedTable(node.expression, frame);
  if (!outer || outer.isMap) return undefined;
  const key: Value = ts.isPropertyAccessExpression(node)
    ? constant(node.name.text)
    : frame.evaluate(node.argumentExpression);
  const entry = key.kind === 'const' ? entryOf(outer, key.value, frame) : undefined;
  return entry && entry !== 'open' ? tableIn(frame.project, entry.value) : undefined;
}

/** The entry under a key: 'open' where that is not known. */
function entryOf({ entries, isMap }: Table, key: Primitive, frame: Frame): Entry | 'open' | undefined {
  // The last one of two counts.
  for (const entry of [...entries].reverse()) {
    const name = keyOf(entry, frame);
    if (name === undefined) return 'open';
    if (isMap ? name.value === key : String(name.value) === String(key)) return entry;
  }
  return undefined;
}

/** Whether a table has a key; undefined where that is not known. */
export function hasKey(table: Table, key: Primitive, frame: Frame): boolean | undefined {
  const entry = entryOf(table, key, frame);
  return entry === 'open' ? undefined : entry !== undefined;
}

/** What a table holds under a key. */
export function valueAt(table: Table, key: Primitive, frame: Frame): Value {
  const entry = entryOf(table, key, frame);
  if (entry === 'open') return unknown;
  return entry ? frame.evaluate(entry.value) : constant(undefined);
}

function keyOf({ key }: Entry, frame: Frame): { readonly value: Primitive } | undefined {
  if (ts.isIdentifier(key) && ts.isPropertyAssignment(key.parent)) return { value: key.text };
  const value = frame.evaluate(ts.isComputedPropertyName(key) ? key.expression : (key as ts.Expression));
  return value.kind === 'const' && !value.opaque ? value : undefined;
}

/** The keys of a table that are known. */
export const keysOf = ({ entries }: Table, frame: Frame): Primitive[] =>
  entries.flatMap((entry) => keyOf(entry, frame)?.value ?? []);
