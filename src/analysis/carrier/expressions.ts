import { ts } from '../../compiler.cjs';
import { descendants, enclosingFunction, isFunctionLike, unwrap } from '../ast.ts';
import { isUrlSearchParams, type QueryRead, queryRead, readsCode } from '../query-sources.ts';
import { memberName } from '../receivers.ts';
import { declaredAs, symbolOf } from '../sdk-symbols.ts';
import { userInput } from './boundaries.ts';
import { CannotLift, type Lift, replace, replaceRange, shortText, step } from './context.ts';
import { liftFunction } from './functions.ts';
import { liftName } from './names.ts';
import { liftPromise } from './promises.ts';

/**
 * Changes an expression that gives the code into one that gives the callback's URLSearchParams, with every step before it.
 * @throws {CannotLift} naming the step that stands in the way.
 */
export function liftExpression(lift: Lift, expression: ts.Expression): void {
  const node = unwrap(expression);
  const read = queryRead(lift.project, node);
  if (read) return takeWholeQuery(lift, expression, read);
  if (isAbsent(node) || isUrlSearchParams(lift.project, node)) return;
  if (ts.isIdentifier(node)) return liftName(lift, expression, node);
  if (ts.isAwaitExpression(node)) return liftExpression(lift, node.expression);
  if (ts.isConditionalExpression(node)) {
    liftExpression(lift, node.whenTrue);
    return liftExpression(lift, node.whenFalse);
  }
  if (ts.isBinaryExpression(node)) return liftFallback(lift, expression, node);
  if (ts.isTemplateExpression(node)) return liftTemplate(lift, expression, node);
  if (ts.isNewExpression(node)) return liftPromise(lift, node);
  if (ts.isCallExpression(node)) return liftCall(lift, expression, node);
  throw refusalFor(lift, node);
}

/** Writes the whole query in place of one parameter of it. */
export function takeWholeQuery(lift: Lift, expression: ts.Expression, read: QueryRead): void {
  if (!readsCode(read)) {
    throw new CannotLift('other-parameter', read.node, `It reads '${read.key}'.`);
  }
  const change = changeOfQuery(read);
  if (change) throw new CannotLift('wider-flow', change, `The query is changed by ${shortText(change)}.`);
  step(lift, read.node, "the code leaves the callback's query here; iss stays behind");
  replace(lift, expression, read.params);
}

/** A call that changes the query itself, such as `params.delete('iss')`: what is handed over must be what was received. */
function changeOfQuery(read: QueryRead): ts.Node | undefined {
  const scope = enclosingFunction(read.node) ?? read.node.getSourceFile();
  return [...descendants(scope)].find((node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
    const { name, expression } = node.expression;
    return ['set', 'append', 'delete'].includes(name.text) && expression.getText() === read.params;
  });
}

/** `code ?? ''`: with the whole query at hand there is nothing to fall back from. */
function liftFallback(lift: Lift, expression: ts.Expression, node: ts.BinaryExpression): void {
  const operator = node.operatorToken.kind;
  const falls = operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken;
  const right = unwrap(node.right);
  if (!falls || !(isAbsent(right) || (ts.isStringLiteralLike(right) && right.text === '')))
    throw refusalFor(lift, node);
  liftExpression(lift, node.left);
  const file = node.getSourceFile();
  replaceRange(lift, file, expression.getStart(), node.left.getStart(), '');
  replaceRange(lift, file, node.left.getEnd(), expression.getEnd(), '');
}

/** `${code}` holds nothing but the value. */
function liftTemplate(lift: Lift, expression: ts.Expression, node: ts.TemplateExpression): void {
  const [span, ...more] = node.templateSpans;
  if (!span || more.length > 0 || node.head.text !== '' || span.literal.text !== '') {
    throw new CannotLift('transformed-code', node, `It is changed in ${shortText(node)}.`);
  }
  stripTo(lift, expression, span.expression);
}

function liftCall(lift: Lift, expression: ts.Expression, call: ts.CallExpression): void {
  const [first] = call.arguments;
  const callee = unwrap(call.expression);
  const declared = declaredAs(
    symbolOf(lift.project, ts.isPropertyAccessExpression(callee) ? callee.name : callee),
  );
  if (first && declared?.area === 'platform/es' && declared.name === 'String' && !declared.member) {
    return stripTo(lift, expression, first);
  }
  if (first && declared?.member === 'resolve' && declared.name === 'PromiseConstructor')
    return liftExpression(lift, first);
  const target = symbolOf(lift.project, ts.isPropertyAccessExpression(callee) ? callee.name : callee);
  const declaration = target?.valueDeclaration;
  const local = declaration && functionBehind(declaration);
  if (local && local.getSourceFile() === call.getSourceFile()) {
    step(lift, call, `${shortText(call)} gives the code`);
    return liftFunction(lift, local, call);
  }
  throw refusalFor(lift, call);
}

/** The function a declaration declares: itself, or the arrow it is initialised with. */
export function functionBehind(declaration: ts.Declaration): ts.FunctionLikeDeclaration | undefined {
  if (isFunctionLike(declaration)) return declaration.body ? declaration : undefined;
  if (
    (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) &&
    declaration.initializer &&
    isFunctionLike(unwrap(declaration.initializer) as ts.Node)
  ) {
    return unwrap(declaration.initializer) as ts.ArrowFunction;
  }
  return undefined;
}

function stripTo(lift: Lift, expression: ts.Expression, inner: ts.Expression): void {
  liftExpression(lift, inner);
  const file = expression.getSourceFile();
  replaceRange(lift, file, expression.getStart(), inner.getStart(), '');
  replaceRange(lift, file, inner.getEnd(), expression.getEnd(), '');
}

/** `undefined`, `null`, `void 0`: no code, so no query. */
export function isAbsent(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    ts.isVoidExpression(node) ||
    (ts.isIdentifier(node) && node.text === 'undefined')
  );
}

/** Says why an expression leads no further back. */
export function refusalFor(lift: Lift, node: ts.Expression): CannotLift {
  const input = userInput(lift.project, node);
  if (input) return new CannotLift('no-callback-query', node, `It comes from ${input}.`);
  const text = shortText(node);
  if (ts.isStringLiteralLike(node))
    return new CannotLift('no-callback-query', node, `It is the literal ${text}.`);
  if (ts.isCallExpression(node)) {
    const [only] = node.arguments;
    const transforms = only ? queryRead(lift.project, only) : queryReadOfObject(lift, node);
    if (transforms) return new CannotLift('transformed-code', node, `It is changed by ${text}.`);
    const callee = unwrap(node.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
    const known = declaredAs(symbolOf(lift.project, name));
    if (known) return new CannotLift('wider-flow', node, `The code passes through ${text}.`);
    return new CannotLift(
      'needs-other-file',
      node,
      `The code comes out of ${text}, which is not declared in this file.`,
    );
  }
  if (memberName(node) !== undefined)
    return new CannotLift('wider-flow', node, `The code is kept in ${text}.`);
  return new CannotLift('wider-flow', node, `The code comes from ${text}.`);
}

/** `params.get('code').trim()`. */
function queryReadOfObject(lift: Lift, call: ts.CallExpression): QueryRead | undefined {
  const callee = unwrap(call.expression);
  return ts.isPropertyAccessExpression(callee) ? queryRead(lift.project, callee.expression) : undefined;
}
