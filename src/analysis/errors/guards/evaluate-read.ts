import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Frame } from './frame.ts';
import { variableAt } from './subject.ts';
import { fixedTable, valueAt } from './tables.ts';
import { isUnchanged } from './unchanged.ts';
import { type ConstantValue, constant, namedBy, unknown, type Value } from './value.ts';

export function evaluateName(node: ts.Identifier, frame: Frame): Value {
  if (node.text === 'undefined') return constant(undefined);
  const symbol = variableAt(frame.project, node);
  if (!symbol) return unknown;
  const known = frame.known.get(symbol);
  if (known) return known;
  const target =
    symbol.flags & ts.SymbolFlags.Alias ? frame.project.checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return unknown;
  if (!(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) || !ts.isIdentifier(declaration.name))
    return unknown;
  // `const a = () => a`: while a constant is evaluated, its own value is unknown.
  frame.known.learn(symbol, unknown);
  const value = frame.evaluate(declaration.initializer);
  frame.known.forget(symbol);
  if (value.kind === 'list' && !isUnchanged(frame.project, declaration)) return unknown;
  return isOfModule(declaration) ? namedBy(value, node) : value;
}

/** Declared by a module, not by a function: the name means the same wherever it is known. */
const isOfModule = ({ parent }: ts.VariableDeclaration): boolean =>
  ts.isVariableStatement(parent.parent) && ts.isSourceFile(parent.parent.parent);

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

export function evaluateProperty(node: ts.PropertyAccessExpression, frame: Frame): Value {
  const owner = unwrap(node.expression);
  // `RULES[error.status].title`
  const held = ts.isElementAccessExpression(owner)
    ? heldAt(node, { kind: 'const', value: node.name.text }, frame)
    : undefined;
  return held ?? evaluateMember(node, node.name.text, frame);
}

export function evaluateElement(node: ts.ElementAccessExpression, frame: Frame): Value {
  const key = frame.evaluate(node.argumentExpression);
  if (key.kind !== 'const') return unknown;
  const held = heldAt(node, key, frame);
  return held ?? (key.opaque ? unknown : evaluateMember(node, String(key.value), frame));
}

/** What a table of the project holds under a key; undefined where the owner is no table. */
function heldAt(node: Access, key: ConstantValue, frame: Frame): Value | undefined {
  const table = fixedTable(node.expression, frame);
  if (!table || table.isMap) return undefined;
  const value = valueAt(table, key.value, frame);
  return keepsItsName(node, key, frame) ? asItStands(value) : value;
}

/** `TEXTS[403]`: the type of the table says that it is there, so the author's own words may stay. */
function keepsItsName(node: Access, key: ConstantValue, frame: Frame): boolean {
  if (key.opaque || key.value === undefined) return false;
  const { project } = frame;
  const owner = unwrap(node.expression);
  if (ts.isElementAccessExpression(owner)) {
    const outer = frame.evaluate(owner.argumentExpression);
    if (outer.kind !== 'const' || !keepsItsName(owner, outer, frame)) return false;
  }
  return project.checker.getTypeAtLocation(owner).getProperty(String(key.value)) !== undefined;
}

const asItStands = (value: Value): Value =>
  value.kind === 'const' && value.value !== undefined ? { ...value, opaque: true } : value;

function evaluateMember(node: Access, member: string, frame: Frame): Value {
  const owner = frame.evaluate(node.expression);
  if (owner.kind === 'error') frame.noteMember(member);
  const members = frame.membersOf(owner);
  if (members) return members.get(member) ?? constant(undefined);
  // Without `?.` a read from undefined throws, and a branch of ours must not copy that.
  if (owner.kind === 'const' && owner.value == null) return isOptional(node) ? constant(undefined) : unknown;
  if (owner.kind !== 'unknown') return unknown;
  const fixed = frame.project.checker.getConstantValue(node);
  if (fixed !== undefined) return namedBy(constant(fixed), node);
  const type = frame.project.checker.getTypeAtLocation(node);
  return type.isStringLiteral() || type.isNumberLiteral() ? namedBy(constant(type.value), node) : unknown;
}

function isOptional(node: Access): boolean {
  return Boolean(node.flags & ts.NodeFlags.OptionalChain);
}
