import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { evaluateCall, evaluateNew } from './evaluate-call.ts';
import { classAt, type Frame, isSubject, noteAnswer, variableAt } from './frame.ts';
import { isPure } from './purity.ts';
import { constant, type Primitive, unknown, type Value } from './scenarios.ts';
import { isCodeRead, valueInTable } from './tables.ts';

/** What an expression holds when the handler is given the error of this world; `unknown` where that cannot be said. */
export function evaluate(expression: ts.Expression, frame: Frame): Value {
  const node = unwrap(expression);
  if (isSubject(frame, node)) return { kind: 'error' };
  if (ts.isStringLiteralLike(node)) return constant(node.text);
  if (ts.isNumericLiteral(node)) return constant(Number(node.text));
  if (node.kind === ts.SyntaxKind.TrueKeyword) return constant(true);
  if (node.kind === ts.SyntaxKind.FalseKeyword) return constant(false);
  if (node.kind === ts.SyntaxKind.NullKeyword) return constant(null);
  if (ts.isVoidExpression(node)) return isPure(node.expression, frame) ? constant(undefined) : unknown;
  if (ts.isIdentifier(node)) return evaluateName(node, frame);
  if (ts.isPropertyAccessExpression(node)) return evaluateMember(node, node.name.text, frame);
  if (ts.isElementAccessExpression(node)) {
    const key = evaluate(node.argumentExpression, frame);
    if (key.kind === 'const' && isCodeRead(node.argumentExpression, key, frame))
      return valueInTable(node.expression, String(key.value), frame);
    return key.kind === 'const' && !key.opaque ? evaluateMember(node, String(key.value), frame) : unknown;
  }
  if (ts.isPrefixUnaryExpression(node)) return evaluatePrefix(node, frame);
  if (ts.isTypeOfExpression(node)) return typeOf(evaluate(node.expression, frame));
  if (ts.isConditionalExpression(node)) return evaluateConditional(node, frame);
  if (ts.isBinaryExpression(node)) return evaluateBinary(node, frame);
  if (ts.isArrayLiteralExpression(node)) {
    if (!isPure(node, frame)) return unknown;
    return { kind: 'list', items: node.elements.map((element) => evaluate(element, frame)) };
  }
  if (ts.isTemplateExpression(node)) return evaluateTemplate(node, frame);
  if (ts.isCallExpression(node)) return evaluateCall(node, frame);
  if (ts.isNewExpression(node)) return evaluateNew(node, frame);
  return unknown;
}

/** Three-valued truth: undefined when it cannot be said. */
export function truth(expression: ts.Expression, frame: Frame): boolean | undefined {
  return truthOf(evaluate(expression, frame));
}

function truthOf(value: Value): boolean | undefined {
  if (value.kind === 'const' || value.kind === 'truth') return Boolean(value.value);
  return value.kind === 'unknown' ? undefined : true;
}

function evaluateName(node: ts.Identifier, frame: Frame): Value {
  if (node.text === 'undefined') return constant(undefined);
  const symbol = variableAt(frame.project, node);
  if (!symbol) return unknown;
  const known = frame.env.get(symbol);
  if (known) return known;
  const target =
    symbol.flags & ts.SymbolFlags.Alias ? frame.project.checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return unknown;
  if (!(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) || !ts.isIdentifier(declaration.name))
    return unknown;
  // Guards against `const a = () => a`: what is being evaluated is unknown to itself.
  frame.env.set(symbol, unknown);
  const value = evaluate(declaration.initializer, frame);
  frame.env.delete(symbol);
  return value;
}

function evaluateMember(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  member: string,
  frame: Frame,
): Value {
  const owner = evaluate(node.expression, frame);
  if (owner.kind === 'error') {
    noteAnswer(frame, member);
    return frame.world.members.get(member) ?? constant(undefined);
  }
  if (owner.kind === 'record') return owner.members.get(member) ?? constant(undefined);
  // Of undefined only `?.` gets further; without it the handler throws, which no branch of ours may imitate.
  if (owner.kind === 'const' && owner.value == null) return isOptional(node) ? constant(undefined) : unknown;
  if (owner.kind !== 'unknown') return unknown;
  const fixed = frame.project.checker.getConstantValue(node);
  if (fixed !== undefined) return constant(fixed);
  const type = frame.project.checker.getTypeAtLocation(node);
  return type.isStringLiteral() || type.isNumberLiteral() ? constant(type.value) : unknown;
}

function isOptional(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean {
  return Boolean(node.flags & ts.NodeFlags.OptionalChain);
}

function evaluatePrefix(node: ts.PrefixUnaryExpression, frame: Frame): Value {
  const operand = evaluate(node.operand, frame);
  if (node.operator === ts.SyntaxKind.ExclamationToken) {
    const value = truthOf(operand);
    if (value === undefined) return unknown;
    return operand.kind === 'truth' ? { kind: 'truth', value: !value } : constant(!value);
  }
  if (operand.kind !== 'const' || operand.opaque) return unknown;
  if (node.operator === ts.SyntaxKind.MinusToken) return constant(-Number(operand.value));
  return node.operator === ts.SyntaxKind.PlusToken ? constant(Number(operand.value)) : unknown;
}

function typeOf(value: Value): Value {
  if (isOpen(value)) return unknown;
  if (value.kind === 'const') return constant(value.value === null ? 'object' : typeof value.value);
  return constant('object');
}

function evaluateConditional(node: ts.ConditionalExpression, frame: Frame): Value {
  const condition = truth(node.condition, frame);
  if (condition !== undefined) {
    const taken = evaluate(condition ? node.whenTrue : node.whenFalse, frame);
    return isPure(node.condition, frame) ? taken : onlyTruth(taken);
  }
  const [a, b] = [evaluate(node.whenTrue, frame), evaluate(node.whenFalse, frame)];
  return sameConstant(a, b) && isPure(node.condition, frame) ? a : unknown;
}

function sameConstant(a: Value, b: Value): boolean {
  return a.kind === 'const' && b.kind === 'const' && a.value === b.value;
}

function evaluateTemplate(node: ts.TemplateExpression, frame: Frame): Value {
  let text = node.head.text;
  for (const span of node.templateSpans) {
    const value = evaluate(span.expression, frame);
    if (value.kind !== 'const' || value.opaque) return unknown;
    text += String(value.value) + span.literal.text;
  }
  return constant(text);
}

function evaluateBinary(node: ts.BinaryExpression, frame: Frame): Value {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.InstanceOfKeyword) return instanceOf(node.left, node.right, frame);
  if (operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.BarBarToken) {
    return evaluateLogical(node, operator === ts.SyntaxKind.BarBarToken, frame);
  }
  const sameClass = constructorTest(node, frame);
  if (sameClass) return sameClass;
  const left = evaluate(node.left, frame);
  if (operator === ts.SyntaxKind.QuestionQuestionToken) {
    if (isOpen(left)) return unknown;
    return left.kind === 'const' && left.value == null ? evaluate(node.right, frame) : left;
  }
  if (operator === ts.SyntaxKind.CommaToken)
    return isPure(node.left, frame) ? evaluate(node.right, frame) : unknown;
  const right = evaluate(node.right, frame);
  if (operator === ts.SyntaxKind.InKeyword) {
    if (right.kind !== 'error' || left.kind !== 'const') return unknown;
    noteAnswer(frame, String(left.value));
    return constant(frame.world.has(String(left.value)));
  }
  const compare = comparisons[operator];
  if (!compare || isOpen(left) || isOpen(right)) return unknown;
  if (left.kind !== 'const' || right.kind !== 'const') {
    // An object is never equal to a primitive; two objects are not compared here.
    const other = left.kind === 'const' ? left : right;
    if (other.kind !== 'const') return unknown;
    if (equalities.has(operator)) return constant(false);
    return inequalities.has(operator) ? constant(true) : unknown;
  }
  const result = compare(left.value, right.value);
  if (left.value === right.value) noteAnswer(frame, left);
  return typeof result === 'boolean' || !(left.opaque || right.opaque) ? constant(result) : unknown;
}

/** `unknown && false` is false all the same: what decides a branch is the truth, not which operand gave it. */
function evaluateLogical(node: ts.BinaryExpression, or: boolean, frame: Frame): Value {
  const left = evaluate(node.left, frame);
  const known = truthOf(left);
  if (known === or) return left;
  const right = evaluate(node.right, frame);
  if (known !== undefined) return left.kind === 'truth' ? onlyTruth(right) : right;
  return truthOf(right) === or ? { kind: 'truth', value: or } : unknown;
}

/** What comes after something was done decides a branch, and must not stand for the whole. */
function onlyTruth(value: Value): Value {
  const known = truthOf(value);
  return known === undefined ? unknown : { kind: 'truth', value: known };
}

/** Nothing, or not enough, is known of what it holds. */
const isOpen = ({ kind }: Value): boolean => kind === 'unknown' || kind === 'truth';

export function instanceOf(value: ts.Expression, type: ts.Expression, frame: Frame): Value {
  if (evaluate(value, frame).kind !== 'error') return unknown;
  const declared = classAt(frame.project, type);
  if (declared === undefined) return unknown;
  if (declared === 'own') return constant(false);
  if (frame.world.answers?.(declared)) frame.answered = true;
  return constant(frame.world.isInstanceOf(declared));
}

/** `error.constructor === SdkHttpError` */
function constructorTest(node: ts.BinaryExpression, frame: Frame): Value | undefined {
  const operator = node.operatorToken.kind;
  if (!equalities.has(operator) && !inequalities.has(operator)) return undefined;
  for (const [read, type] of [
    [unwrap(node.left), node.right],
    [unwrap(node.right), node.left],
  ] as const) {
    if (!ts.isPropertyAccessExpression(read) || read.name.text !== 'constructor') continue;
    if (evaluate(read.expression, frame).kind !== 'error') continue;
    const declared = classAt(frame.project, type);
    if (!declared) continue;
    const isSame = declared !== 'own' && frame.world.isExactly(declared);
    if (declared !== 'own' && frame.world.answers?.(declared)) frame.answered = true;
    return constant(isSame === equalities.has(operator));
  }
  return undefined;
}

type Compare = (a: never, b: never) => Primitive;
const loose = (a: Primitive, b: Primitive): boolean =>
  a === b || (a == null && b == null) || String(a) === String(b);

const comparisons: Readonly<Partial<Record<ts.SyntaxKind, (a: Primitive, b: Primitive) => Primitive>>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: (a, b) => a === b,
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: (a, b) => a !== b,
  [ts.SyntaxKind.EqualsEqualsToken]: loose,
  [ts.SyntaxKind.ExclamationEqualsToken]: (a, b) => !loose(a, b),
  [ts.SyntaxKind.LessThanToken]: ((a: number, b: number) => a < b) as Compare as never,
  [ts.SyntaxKind.LessThanEqualsToken]: ((a: number, b: number) => a <= b) as Compare as never,
  [ts.SyntaxKind.GreaterThanToken]: ((a: number, b: number) => a > b) as Compare as never,
  [ts.SyntaxKind.GreaterThanEqualsToken]: ((a: number, b: number) => a >= b) as Compare as never,
  [ts.SyntaxKind.PlusToken]: ((a: number, b: number) => a + b) as Compare as never,
  [ts.SyntaxKind.MinusToken]: ((a: number, b: number) => a - b) as Compare as never,
  [ts.SyntaxKind.SlashToken]: ((a: number, b: number) => a / b) as Compare as never,
  [ts.SyntaxKind.PercentToken]: ((a: number, b: number) => a % b) as Compare as never,
};

const equalities: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
]);
const inequalities: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);
