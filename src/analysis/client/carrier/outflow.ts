import { ts } from '../../../compiler.cjs';
import { isJavaScript, memberName, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { argument, awaited, called, type Way } from './access-path.ts';
import { liftCallee, liftGenericPassage } from './call-results.ts';
import { isExport, liftExport } from './commonjs-exports.ts';
import { liftExpression } from './expressions.ts';
import { isMember } from './families.ts';
import { isConsole, liftField } from './fields.ts';
import { functionOf, liftFunction } from './functions.ts';
import { memberWays } from './generics.ts';
import { type Lift, shortText, step } from './lift.ts';
import { combinatorOf, handOver } from './promises.ts';
import { retype } from './retype.ts';
import { liftSink, sinkAround } from './sinks.ts';
import { liftLocal } from './slots.ts';

/**
 * Follows a value forwards that leads to the code by `way`: everyone who gets at the code through it gets the query from
 * now on. Where the code itself arrives in something that no migration wants, the way ends: it becomes `.get('code')`.
 */
export function flowOut(lift: Lift, expression: ts.Expression, way: Way): void {
  const { parent } = expression;
  if (ts.isBindingElement(parent)) return liftLocal(lift, parent, way);
  try {
    if (way.length === 0) flowOutValue(lift, expression);
    else flowOutHolder(lift, expression, way);
  } catch (error) {
    // What a test does with a mock is its own affair: the type check says when it has to change.
    if (!(error instanceof CannotFollow) || !isTestFile(expression.getSourceFile())) throw error;
  }
}

function flowOutHolder(lift: Lift, expression: ts.Expression, way: Way): void {
  const [hop, ...rest] = way;
  if (!hop) return;
  retypeCasts(lift, expression, way);
  const value = wrapped(expression);
  const { parent } = value;
  if (ts.isAwaitExpression(parent)) return flowOut(lift, parent, hop.kind === 'await' ? rest : way);
  if (isWithoutEffect(value)) return;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === value)
    return flowOutAccess(lift, parent, way);
  if (ts.isElementAccessExpression(parent) && parent.expression === value) {
    if (hop.kind === 'type') return flowOut(lift, parent, rest);
  }
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    if (parent.expression === value) return flowOutCall(lift, parent, way);
    return flowIntoArgument(lift, parent, value, way);
  }
  if (ts.isVariableDeclaration(parent) && parent.initializer === value) return liftLocal(lift, parent, way);
  if (ts.isBinaryExpression(parent)) return flowOutBinary(lift, parent, value, way);
  if (ts.isConditionalExpression(parent)) {
    return parent.condition === value ? undefined : flowOut(lift, parent, way);
  }
  if (isMember(parent)) return liftField(lift, [parent], way);
  if (ts.isArrayLiteralExpression(parent)) return handOver(lift, parent, value, way);
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === value)) {
    return flowOutReturn(lift, value, way);
  }
  if (
    ts.isForOfStatement(parent) &&
    hop.kind === 'type' &&
    ts.isVariableDeclarationList(parent.initializer)
  ) {
    for (const each of parent.initializer.declarations) liftLocal(lift, each, rest);
    return;
  }
  if (ts.isSpreadAssignment(parent) && hop.kind === 'member') return flowOut(lift, parent.parent, way);
  if (ts.isExportAssignment(parent)) return;
  throw new CannotFollow('wider-flow', value, `The code is also used in ${shortText(parent)}.`);
}

/** The code itself: whole for a sink, for a variable that takes it; else the single value. */
function flowOutValue(lift: Lift, expression: ts.Expression): void {
  const value = wrapped(expression);
  const sink = sinkAround(lift, value);
  if (sink) return liftSink(lift, sink);
  const { parent } = value;
  // Names and members are written anew where they are renamed.
  if (ts.isIdentifier(expression) || memberName(expression) !== undefined) return;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    lift.whole.add(expression);
    return liftLocal(lift, parent, []);
  }
  if (!isUnused(value)) lift.plain.add(expression);
}

/** Casts say what the value is made of: they follow. */
function retypeCasts(lift: Lift, expression: ts.Expression, way: Way): void {
  for (let node: ts.Node = expression; node !== wrapped(expression); ) {
    node = node.parent;
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isSatisfiesExpression(node)) {
      if (node.type.getText() !== 'const') retype(lift, node.type, way);
    }
  }
}

/** Nothing takes the value: a statement of its own, a test, a comparison. */
function isWithoutEffect(value: ts.Expression): boolean {
  const { parent } = value;
  if (isUnused(value)) return true;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isTypeOfExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent) || ts.isDeleteExpression(parent)) return true;
  if (!ts.isBinaryExpression(parent)) return false;
  return isComparison(parent.operatorToken.kind);
}

function isComparison(operator: ts.SyntaxKind): boolean {
  return [
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.InstanceOfKeyword,
    ts.SyntaxKind.InKeyword,
  ].includes(operator);
}

export function isUnused(expression: ts.Expression): boolean {
  let value: ts.Expression = wrapped(expression);
  while (ts.isAwaitExpression(value.parent) || ts.isVoidExpression(value.parent))
    value = wrapped(value.parent);
  return ts.isExpressionStatement(value.parent);
}

function flowOutAccess(lift: Lift, access: ts.PropertyAccessExpression, way: Way): void {
  const [hop, ...rest] = way;
  const name = access.name.text;
  if (hop?.kind === 'member') {
    if (name !== hop.name) return;
    const symbol = symbolOf(lift.project, access.name);
    const known = (symbol?.declarations ?? []).some((each) => lift.slots.has(each));
    if (known) return;
    return liftField(lift, symbol?.declarations ?? [], rest);
  }
  if (hop?.kind === 'await') return flowOutPromise(lift, access, way);
  if (hop?.kind === 'type') {
    const property = symbolOf(lift.project, access.name);
    refuseComparison(lift, access, way);
    for (const [each, ways] of property ? memberWays(lift.project, property) : []) {
      if (each.kind === 'type' && each.index === hop.index) {
        for (const found of ways) flowOut(lift, access, [...found, ...rest]);
      }
    }
    return;
  }
  const call = access.parent;
  if (ts.isCallExpression(call) && call.expression === access) {
    if (name === 'bind' && call.arguments.length === 1) return flowOut(lift, call, way);
    if (name === 'call' && hop?.kind === 'argument') {
      const given = call.arguments[hop.index + 1];
      if (given) liftExpression(lift, given, rest);
      return;
    }
  }
  throw new CannotFollow('wider-flow', access, `The code is also used in ${shortText(access)}.`);
}

const comparing = ['has', 'includes', 'indexOf', 'lastIndexOf', 'delete', 'join', 'sort', 'toSorted'];

/** Two equal codes are one string, two queries are two objects: what is found by its value would not be found again. */
function refuseComparison(lift: Lift, access: ts.PropertyAccessExpression, way: Way): void {
  const [hop, ...rest] = way;
  if (rest.length > 0 || !comparing.includes(access.name.text)) return;
  const declared = declaredAs(symbolOf(lift.project, access.name));
  const isMapValue = /Map$/.test(declared?.name ?? '') && hop?.kind === 'type' && hop.index === 1;
  if (declared?.area !== 'platform/es' || isMapValue) return;
  throw new CannotFollow('wider-flow', access, `Codes are compared in ${shortText(access.parent)}.`);
}

/** `promise.then(code => …)`: the callback receives the query; what it returns is its own affair. */
function flowOutPromise(lift: Lift, access: ts.PropertyAccessExpression, way: Way): void {
  const call = access.parent;
  const [, ...rest] = way;
  if (ts.isCallExpression(call) && call.expression === access) {
    const [onFulfilled] = call.arguments;
    const name = access.name.text;
    if (name === 'then' && onFulfilled) return liftExpression(lift, onFulfilled, [argument(0), ...rest]);
    if (name === 'catch' || name === 'finally') return flowOut(lift, call, way);
  }
  throw new CannotFollow('wider-flow', access, `The code is also used in ${shortText(access.parent)}.`);
}

function flowOutCall(lift: Lift, call: ts.CallExpression | ts.NewExpression, way: Way): void {
  const [hop, ...rest] = way;
  if (hop?.kind === 'call') return flowOut(lift, call, rest);
  if (hop?.kind !== 'argument')
    throw new CannotFollow('wider-flow', call, `The code is also used in ${shortText(call)}.`);
  const given = call.arguments?.[hop.index];
  if (call.arguments?.some(ts.isSpreadElement)) {
    throw new CannotFollow('wider-flow', call, `${shortText(call)} spreads its arguments.`);
  }
  if (!given) {
    if (isJavaScript(call)) lift.absent.add('everything');
    return;
  }
  if (rest.length === 0) step(lift, call, `${shortText(call.expression)} is called with the code`);
  liftExpression(lift, given, rest);
}

/** A holder is handed to a function: its parameter holds from now on, or hands through, or nothing happens to it there. */
function flowIntoArgument(
  lift: Lift,
  call: ts.CallExpression | ts.NewExpression,
  value: ts.Expression,
  way: Way,
): void {
  const index = call.arguments?.indexOf(value) ?? -1;
  if (ts.isNewExpression(call) && combinatorOf(lift, call) === 'Promise') return;
  if (liftGenericPassage(lift, call, index, way)) return;
  if (ts.isCallExpression(call) && isConsole(lift, call)) return;
  liftCallee(lift, call, [argument(index), ...way]);
}

function flowOutBinary(lift: Lift, binary: ts.BinaryExpression, value: ts.Expression, way: Way): void {
  const operator = binary.operatorToken.kind;
  if (operator === ts.SyntaxKind.EqualsToken || operator === ts.SyntaxKind.QuestionQuestionEqualsToken) {
    if (binary.left === value) return liftExpression(lift, binary.right, way);
    // The members of an exported record are found by their names.
    if (isExport(binary.left)) return way[0]?.kind === 'member' ? undefined : liftExport(lift, binary, way);
    liftExpression(lift, binary.left, way);
    return isUnused(binary) ? undefined : flowOut(lift, binary, way);
  }
  const passes =
    operator === ts.SyntaxKind.QuestionQuestionToken ||
    operator === ts.SyntaxKind.BarBarToken ||
    (operator === ts.SyntaxKind.AmpersandAmpersandToken && binary.right === value) ||
    operator === ts.SyntaxKind.CommaToken;
  if (passes) return flowOut(lift, binary, way);
  if (operator !== ts.SyntaxKind.AmpersandAmpersandToken) {
    throw new CannotFollow('wider-flow', binary, `The code is also used in ${shortText(binary)}.`);
  }
}

function flowOutReturn(lift: Lift, value: ts.Expression, way: Way): void {
  const fn = functionOf(value);
  if (!fn) return;
  const isAsync = (ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Async) !== 0;
  const promised = isAsync && way[0]?.kind !== 'await';
  liftFunction(lift, fn, promised ? [called, awaited, ...way] : [called, ...way]);
}
