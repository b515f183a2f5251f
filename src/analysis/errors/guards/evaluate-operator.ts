import { ts } from '../../../compiler.cjs';
import { constructorTest, instanceOf } from './class-tests.ts';
import { apply } from './evaluate-call.ts';
import { isKeyOf } from './evaluate-table.ts';
import type { Frame } from './frame.ts';
import { isPure } from './purity.ts';
import {
  constant,
  isOpen,
  isSameConstant,
  onlyTruth,
  type Primitive,
  truthOf,
  unknown,
  type Value,
} from './value.ts';

export function evaluatePrefix(node: ts.PrefixUnaryExpression, frame: Frame): Value {
  const operand = frame.evaluate(node.operand);
  if (node.operator === ts.SyntaxKind.ExclamationToken) {
    const value = truthOf(operand);
    if (value === undefined) return unknown;
    return operand.kind === 'truth' ? { kind: 'truth', value: !value } : constant(!value);
  }
  if (node.operator === ts.SyntaxKind.MinusToken) return apply(operand, (value) => -Number(value));
  return node.operator === ts.SyntaxKind.PlusToken ? apply(operand, Number) : unknown;
}

export function evaluateTypeOf({ expression }: ts.TypeOfExpression, frame: Frame): Value {
  const value = frame.evaluate(expression);
  if (isOpen(value)) return unknown;
  if (value.kind === 'const') return constant(value.value === null ? 'object' : typeof value.value);
  return constant('object');
}

export function evaluateConditional(node: ts.ConditionalExpression, frame: Frame): Value {
  const condition = frame.truth(node.condition);
  if (condition !== undefined) {
    const taken = frame.evaluate(condition ? node.whenTrue : node.whenFalse);
    return isPure(node.condition, frame) ? taken : onlyTruth(taken);
  }
  const [a, b] = [frame.evaluate(node.whenTrue), frame.evaluate(node.whenFalse)];
  return isSameConstant(a, b) && isPure(node.condition, frame) ? a : unknown;
}

export function evaluateTemplate(node: ts.TemplateExpression, frame: Frame): Value {
  let text = node.head.text;
  for (const span of node.templateSpans) {
    const value = frame.evaluate(span.expression);
    if (value.kind !== 'const' || value.opaque) return unknown;
    text += String(value.value) + span.literal.text;
  }
  return constant(text);
}

export function evaluateBinary(node: ts.BinaryExpression, frame: Frame): Value {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.InstanceOfKeyword) return instanceOf(node.left, node.right, frame);
  if (operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.BarBarToken) {
    return evaluateLogical(node, operator === ts.SyntaxKind.BarBarToken, frame);
  }
  const isEquality = equalities.has(operator);
  if (isEquality || inequalities.has(operator)) {
    const isSame = constructorTest(node, frame);
    if (isSame !== undefined) return constant(isSame === isEquality);
  }
  const left = frame.evaluate(node.left);
  if (operator === ts.SyntaxKind.QuestionQuestionToken) {
    if (isOpen(left)) return unknown;
    return left.kind === 'const' && left.value == null ? frame.evaluate(node.right) : left;
  }
  if (operator === ts.SyntaxKind.CommaToken)
    return isPure(node.left, frame) ? frame.evaluate(node.right) : unknown;
  const right = frame.evaluate(node.right);
  return operator === ts.SyntaxKind.InKeyword
    ? evaluateIn(left, right, node.right, frame)
    : compared(left, right, operator, frame);
}

/** Only the truth decides a branch, so `unknown && false` is false. */
function evaluateLogical(node: ts.BinaryExpression, or: boolean, frame: Frame): Value {
  const left = frame.evaluate(node.left);
  const known = truthOf(left);
  if (known === or) return left;
  const right = frame.evaluate(node.right);
  if (known !== undefined) return left.kind === 'truth' ? onlyTruth(right) : right;
  return truthOf(right) === or ? { kind: 'truth', value: or } : unknown;
}

/** `'status' in error` */
function evaluateIn(member: Value, owner: Value, table: ts.Expression, frame: Frame): Value {
  if (member.kind !== 'const') return unknown;
  const name = String(member.value);
  if (owner.kind === 'unknown') return isKeyOf(table, member, frame);
  // `'status' in error.data`
  if (owner.kind === 'record') return constant(owner.members.has(name));
  if (owner.kind !== 'error') return unknown;
  frame.noteMember(name);
  return constant(frame.scenario.has(name));
}

function compared(left: Value, right: Value, operator: ts.SyntaxKind, frame: Frame): Value {
  const compute = operations[operator];
  if (!compute || isOpen(left) || isOpen(right)) return unknown;
  if (left.kind !== 'const' || right.kind !== 'const') {
    // An object is never equal to a primitive. Two objects are not compared here.
    const other = left.kind === 'const' ? left : right;
    if (other.kind !== 'const') return unknown;
    if (equalities.has(operator)) return constant(false);
    return inequalities.has(operator) ? constant(true) : unknown;
  }
  const result = compute(left.value, right.value);
  if (left.value === right.value) frame.noteName(left);
  const isKnown = typeof result === 'boolean' || Number.isNaN(result);
  return isKnown || !(left.opaque || right.opaque) ? constant(result) : unknown;
}

type Compute = (a: Primitive, b: Primitive) => Primitive;
const numeric = (compute: (a: number, b: number) => Primitive): Compute => compute as Compute;
const loose = (a: Primitive, b: Primitive): boolean =>
  a === b || (a == null && b == null) || String(a) === String(b);

const operations: Readonly<Partial<Record<ts.SyntaxKind, Compute>>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: (a, b) => a === b,
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: (a, b) => a !== b,
  [ts.SyntaxKind.EqualsEqualsToken]: loose,
  [ts.SyntaxKind.ExclamationEqualsToken]: (a, b) => !loose(a, b),
  [ts.SyntaxKind.LessThanToken]: numeric((a, b) => a < b),
  [ts.SyntaxKind.LessThanEqualsToken]: numeric((a, b) => a <= b),
  [ts.SyntaxKind.GreaterThanToken]: numeric((a, b) => a > b),
  [ts.SyntaxKind.GreaterThanEqualsToken]: numeric((a, b) => a >= b),
  [ts.SyntaxKind.PlusToken]: numeric((a, b) => a + b),
  [ts.SyntaxKind.MinusToken]: numeric((a, b) => a - b),
  [ts.SyntaxKind.SlashToken]: numeric((a, b) => a / b),
  [ts.SyntaxKind.PercentToken]: numeric((a, b) => a % b),
};

const equalities: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
]);
const inequalities: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);
