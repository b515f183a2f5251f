import { ts } from '../../../compiler.cjs';
import type { Frame } from './frame.ts';
import { variableAt } from './subject.ts';
import { isCodeRead, valueInTable } from './tables.ts';
import { constant, namedBy, unknown, type Value } from './value.ts';

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
  return isOfModule(declaration) ? namedBy(value, node) : value;
}

/** Declared by a module, not by a function: the name means the same wherever it is known. */
const isOfModule = ({ parent }: ts.VariableDeclaration): boolean =>
  ts.isVariableStatement(parent.parent) && ts.isSourceFile(parent.parent.parent);

export function evaluateProperty(node: ts.PropertyAccessExpression, frame: Frame): Value {
  return evaluateMember(node, node.name.text, frame);
}

export function evaluateElement(node: ts.ElementAccessExpression, frame: Frame): Value {
  const key = frame.evaluate(node.argumentExpression);
  if (key.kind !== 'const') return unknown;
  if (isCodeRead(node.argumentExpression, key, frame))
    return valueInTable(node.expression, String(key.value), frame);
  return key.opaque ? unknown : evaluateMember(node, String(key.value), frame);
}

function evaluateMember(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  member: string,
  frame: Frame,
): Value {
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

function isOptional(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean {
  return Boolean(node.flags & ts.NodeFlags.OptionalChain);
}
