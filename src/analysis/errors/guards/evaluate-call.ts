import { ts } from '../../../compiler.cjs';
import { codeValuesOf403 } from '../../../sdk/facts.ts';
import { codeText, unwrap } from '../../program/ast.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { instanceOf } from './class-tests.ts';
import { evaluateLookup } from './evaluate-table.ts';
import type { Frame } from './frame.ts';
import { answerOf } from './function-answer.ts';
import { constant, type Primitive, unknown, type Value } from './value.ts';

/** Calls whose result follows from their arguments: `isInstance`, `includes`, `has`, conversions, functions of the project. */
export function evaluateCall(node: ts.CallExpression, frame: Frame): Value {
  const callee = unwrap(node.expression);
  const [first] = node.arguments;
  if (ts.isIdentifier(callee)) {
    const convert = conversions.get(callee.text);
    if (!convert || !first || !isGlobal(callee, frame)) return answerOf(node, frame);
    return apply(frame.evaluate(first), convert);
  }
  if (!ts.isPropertyAccessExpression(callee)) return unknown;
  const method = callee.name.text;
  if (method === 'isInstance' && first) return instanceOf(first, callee.expression, frame);
  const held = evaluateLookup(node, frame);
  if (held) return held;
  if (isGlobal(callee.expression, frame)) return evaluateStatic(callee, first, frame);
  if (ts.isRegularExpressionLiteral(callee.expression) && method === 'test' && first) {
    const pattern = callee.expression.text;
    const end = pattern.lastIndexOf('/');
    const expression = new RegExp(pattern.slice(1, end), pattern.slice(end + 1));
    return apply(frame.evaluate(first), (value) => expression.test(String(value)));
  }
  const owner = frame.evaluate(callee.expression);
  if (owner.kind === 'list') {
    return first && (method === 'includes' || method === 'has')
      ? contains(owner.items, frame.evaluate(first), frame)
      : unknown;
  }
  if (owner.kind === 'unknown') return answerOf(node, frame);
  if (owner.kind !== 'const' || owner.opaque || owner.value == null) return unknown;
  if (method === 'toString') return constant(String(owner.value));
  const argument = first ? frame.evaluate(first) : constant(undefined);
  if (typeof owner.value !== 'string' || argument.kind !== 'const') return unknown;
  const compute = stringMethods.get(method);
  return compute ? constant(compute(owner.value, String(argument.value))) : unknown;
}

/** `new Set([401, 403])` */
export function evaluateNew(node: ts.NewExpression, frame: Frame): Value {
  const [first] = node.arguments ?? [];
  if (!first || !ts.isIdentifier(node.expression) || node.expression.text !== 'Set') return unknown;
  return isGlobal(node.expression, frame) ? frame.evaluate(first) : unknown;
}

function evaluateStatic(
  callee: ts.PropertyAccessExpression,
  first: ts.Expression | undefined,
  frame: Frame,
): Value {
  if (!first) return unknown;
  const path = codeText(callee);
  const value = frame.evaluate(first);
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

/** Of a code that varies it is known what is the same for each: `Number(error.code)` is NaN. */
export function apply(value: Value, compute: (value: Primitive) => Primitive): Value {
  if (value.kind !== 'const') return unknown;
  if (!value.opaque) return constant(compute(value.value));
  // The code is a text already.
  if (compute === String) return value;
  if (!codeValuesOf403.some((code) => code === value.value)) return unknown;
  const [result, ...others] = codeValuesOf403.map(compute);
  return others.every((other) => Object.is(other, result)) ? constant(result) : unknown;
}

function contains(items: readonly Value[], wanted: Value, frame: Frame): Value {
  if (wanted.kind !== 'const') return unknown;
  if (items.some((item) => item.kind === 'const' && item.value === wanted.value)) {
    frame.noteName(wanted);
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
