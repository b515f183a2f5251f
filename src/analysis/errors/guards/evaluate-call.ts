import { ts } from '../../../compiler.cjs';
import { codeText, unwrap } from '../../program/ast.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { evaluate, instanceOf } from './evaluate.ts';
import { type Frame, noteAnswer } from './frame.ts';
import { answerOf } from './own-functions.ts';
import { constant, type Primitive, unknown, type Value } from './scenarios.ts';

/** Calls whose answer follows from their arguments: `isInstance`, `includes`, `has`, conversions of status codes. */
export function evaluateCall(node: ts.CallExpression, frame: Frame): Value {
  const callee = unwrap(node.expression);
  const [first] = node.arguments;
  if (ts.isIdentifier(callee)) {
    const convert = conversions.get(callee.text);
    if (!convert || !first || !isGlobal(callee, frame)) return answerOf(node, frame);
    return apply(evaluate(first, frame), convert);
  }
  if (!ts.isPropertyAccessExpression(callee)) return unknown;
  const method = callee.name.text;
  if (method === 'isInstance' && first) return instanceOf(first, callee.expression, frame);
  if (isGlobal(callee.expression, frame)) return evaluateStatic(callee, first, frame);
  if (ts.isRegularExpressionLiteral(callee.expression) && method === 'test' && first) {
    const pattern = callee.expression.text;
    const end = pattern.lastIndexOf('/');
    const expression = new RegExp(pattern.slice(1, end), pattern.slice(end + 1));
    return apply(evaluate(first, frame), (value) => expression.test(String(value)));
  }
  const owner = evaluate(callee.expression, frame);
  if (owner.kind === 'list') {
    return first && (method === 'includes' || method === 'has')
      ? contains(owner.items, evaluate(first, frame), frame)
      : unknown;
  }
  if (owner.kind === 'unknown') return answerOf(node, frame);
  if (owner.kind !== 'const' || owner.opaque || owner.value == null) return unknown;
  if (method === 'toString') return constant(String(owner.value));
  const argument = first ? evaluate(first, frame) : constant(undefined);
  if (typeof owner.value !== 'string' || argument.kind !== 'const') return unknown;
  const compute = stringMethods.get(method);
  return compute ? constant(compute(owner.value, String(argument.value))) : unknown;
}

/** `new Set([401, 403])` */
export function evaluateNew(node: ts.NewExpression, frame: Frame): Value {
  const [first] = node.arguments ?? [];
  if (!first || !ts.isIdentifier(node.expression) || node.expression.text !== 'Set') return unknown;
  return isGlobal(node.expression, frame) ? evaluate(first, frame) : unknown;
}

function evaluateStatic(
  callee: ts.PropertyAccessExpression,
  first: ts.Expression | undefined,
  frame: Frame,
): Value {
  if (!first) return unknown;
  const path = codeText(callee);
  const value = evaluate(first, frame);
  if (path === 'Object.freeze') return value;
  if (path === 'Error.isError') return value.kind === 'error' ? constant(true) : unknown;
  if (path === 'Array.isArray') return value.kind === 'error' ? constant(false) : unknown;
  const convert = conversions.get(path);
  return convert ? apply(value, convert) : unknown;
}

function isGlobal(node: ts.Expression, frame: Frame): boolean {
  return (
    ts.isIdentifier(node) &&
    (declaredAs(symbolOf(frame.project, node))?.area.startsWith('platform/') ?? false)
  );
}

function apply(value: Value, compute: (value: Primitive) => Primitive): Value {
  return value.kind === 'const' && !value.opaque ? constant(compute(value.value)) : unknown;
}

function contains(items: readonly Value[], wanted: Value, frame: Frame): Value {
  if (wanted.kind !== 'const') return unknown;
  if (items.some((item) => item.kind === 'const' && item.value === wanted.value)) {
    noteAnswer(frame, wanted);
    return constant(true);
  }
  return items.every((item) => item.kind === 'const') ? constant(false) : unknown;
}

const conversions: ReadonlyMap<string, (value: Primitive) => Primitive> = new Map(
  Object.entries({
    String,
    Number,
    Boolean,
    'Math.floor': (value: Primitive) => Math.floor(Number(value)),
    'Math.trunc': (value: Primitive) => Math.trunc(Number(value)),
    'Number.isInteger': (value: Primitive) => Number.isInteger(value),
    'Number.isFinite': (value: Primitive) => Number.isFinite(value),
  }),
);

const stringMethods: ReadonlyMap<string, (text: string, argument: string) => Primitive> = new Map(
  Object.entries({
    startsWith: (text: string, argument: string) => text.startsWith(argument),
    endsWith: (text: string, argument: string) => text.endsWith(argument),
    includes: (text: string, argument: string) => text.includes(argument),
    toLowerCase: (text: string) => text.toLowerCase(),
    toUpperCase: (text: string) => text.toUpperCase(),
  }),
);
