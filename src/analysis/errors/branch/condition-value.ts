import { ts } from '../../../compiler.cjs';
import { unwrap, wrapped } from '../../program/ast.ts';
import type { Frame } from '../guards/frame.ts';
import { truthOf, unknown, type Value } from '../guards/value.ts';
import { memberOf, remains } from './held-values.ts';

/** An expression that a value becomes a part of, and what is known about it then. */
export interface Carried {
  readonly node: ts.Expression;
  readonly value: Value;
}

/**
 * The expressions around one whose value is known, evaluated with that value: `!verdict`, `again && left > 0`,
 * `status === 403`. Innermost first.
 */
export function carriedUp(node: ts.Expression, value: Value, frame: Frame): readonly Carried[] {
  const found: Carried[] = [{ node: wrapped(node), value }];
  for (let last = found[0]!; ; found.push(last)) {
    const parent: ts.Node = last.node.parent;
    const next = ts.isExpression(parent) ? throughParent(last.node, parent, last.value, frame) : undefined;
    if (next === undefined) return found;
    last = { node: wrapped(parent as ts.Expression), value: next };
  }
}

/** The value of `parent` when its part `current` has a value; undefined where the value does not become a part of it. */
function throughParent(
  current: ts.Expression,
  parent: ts.Expression,
  value: Value,
  frame: Frame,
): Value | undefined {
  if (ts.isAwaitExpression(parent)) return value;
  if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken) {
    const truth = truthOf(value);
    return truth === undefined ? unknown : { kind: 'const', value: !truth };
  }
  if (ts.isPropertyAccessExpression(parent) && parent.expression === current)
    return memberOf(value, parent.name.text);
  if (ts.isConditionalExpression(parent) && parent.condition !== current) return value;
  if (ts.isCallExpression(parent) && isMembership(parent, current)) return unknown;
  if (!ts.isBinaryExpression(parent)) return undefined;
  return throughOperator(current, parent, value, frame);
}

function throughOperator(
  current: ts.Expression,
  parent: ts.BinaryExpression,
  value: Value,
  frame: Frame,
): Value | undefined {
  const { kind } = parent.operatorToken;
  if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) return undefined;
  const truth = truthOf(value);
  const or = kind === ts.SyntaxKind.BarBarToken;
  if (or || kind === ts.SyntaxKind.AmpersandAmpersandToken) {
    if (truth === or) return { kind: 'truth', value: or };
    const other = frame.truth(parent.left === current ? parent.right : parent.left);
    return other === undefined || truth === undefined ? remains(value) : { kind: 'truth', value: other };
  }
  if (kind === ts.SyntaxKind.QuestionQuestionToken) return value;
  const equal = kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.EqualsEqualsToken;
  const unequal =
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsToken;
  if (!equal && !unequal) return unknown;
  const other = frame.evaluate(unwrap(parent.left === current ? parent.right : parent.left));
  // An object is no constant, whatever it holds.
  if (isObject(value) && other.kind === 'const') return { kind: 'const', value: !equal };
  if (value.kind !== 'const' || other.kind !== 'const') return unknown;
  return { kind: 'const', value: (value.value === other.value) === equal };
}

const isObject = ({ kind }: Value): boolean => kind === 'record' || kind === 'list' || kind === 'error';

const isMembership = (call: ts.CallExpression, argument: ts.Expression): boolean =>
  call.arguments.includes(argument) &&
  ts.isPropertyAccessExpression(call.expression) &&
  /^(has|includes)$/.test(call.expression.name.text);
