import { ts } from '../../../compiler.cjs';
import { isAbsent, isFunctionLike, isJavaScript, memberName, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { referent } from '../../program/mentions.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { changeOfQuery } from '../query/changes.ts';
import { isUrlSearchParams, type QueryRead, queryRead, readsCode } from '../query/query-read.ts';
import { throwingCheck } from '../query/validated.ts';
import { after, awaited, member as memberHop, type Way } from './access-path.ts';
import { liftCallResult } from './call-results.ts';
import { liftFunction } from './functions.ts';
import { memberWays } from './generics.ts';
import { type Lift, replace, replaceRange, shortText, step } from './lift.ts';
import { queriesMadeUp } from './made-up.ts';
import { readNearby } from './nearby.ts';
import { isPromise, liftNew } from './promises.ts';
import { readBeside } from './query-beside.ts';
import { refusalFor } from './refusal.ts';
import { retype } from './retype.ts';
import { liftSymbol } from './slots.ts';

/**
 * Changes an expression that leads to the code by `way` into one that leads to the callback's URLSearchParams, with every
 * step before it.
 * @throws {CannotFollow} naming the step that stands in the way.
 */
export function liftExpression(lift: Lift, expression: ts.Expression, way: Way): void {
  try {
    if (way.length === 0) liftValue(lift, expression);
    else liftHolder(lift, expression, way);
  } catch (error) {
    // A mock of a test says nothing of what it stands for.
    if (!(error instanceof CannotFollow) || !isTestFile(expression.getSourceFile())) throw error;
  }
}

function liftHolder(lift: Lift, expression: ts.Expression, way: Way): void {
  const node = unwrapCasts(lift, expression, way);
  if (isAbsent(node)) {
    noteAbsence(lift, node);
    return;
  }
  if (isFunctionLike(node)) return liftFunction(lift, node, way);
  if (ts.isIdentifier(node)) return liftSymbol(lift, referent(lift.project, node), way, node);
  if (ts.isAwaitExpression(node)) return liftExpression(lift, node.expression, [awaited, ...way]);
  if (ts.isConditionalExpression(node)) {
    liftExpression(lift, node.whenTrue, way);
    return liftExpression(lift, node.whenFalse, way);
  }
  if (ts.isBinaryExpression(node)) return liftEither(lift, node, way);
  if (ts.isCallExpression(node)) return liftCallResult(lift, node, way);
  if (ts.isNewExpression(node)) return liftNew(lift, node, way);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return liftAccess(lift, node, way);
  if (ts.isObjectLiteralExpression(node)) return liftLiteral(lift, node, way);
  if (ts.isArrayLiteralExpression(node) && way[0]?.kind === 'type') {
    for (const element of node.elements) liftExpression(lift, element, way.slice(1));
    return;
  }
  throw refusalFor(lift, node);
}

/** The expression below casts, which change their type with it. */
function unwrapCasts(lift: Lift, expression: ts.Expression, way: Way): ts.Expression {
  let node = expression;
  for (;;) {
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isSatisfiesExpression(node)) {
      if (node.type.getText() !== 'const') retype(lift, node.type, way);
      node = node.expression;
    } else if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) node = node.expression;
    else return node;
  }
}

function liftEither(lift: Lift, node: ts.BinaryExpression, way: Way): void {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.EqualsToken) {
    liftExpression(lift, node.left, way);
    return liftExpression(lift, node.right, way);
  }
  if (operator !== ts.SyntaxKind.QuestionQuestionToken && operator !== ts.SyntaxKind.BarBarToken) {
    if (operator !== ts.SyntaxKind.AmpersandAmpersandToken) throw refusalFor(lift, node);
    return liftExpression(lift, node.right, way);
  }
  liftExpression(lift, node.left, way);
  liftExpression(lift, node.right, way);
}

/** `this.pending`, `session.waitForCode`, `deferred.promise`. */
export function liftAccess(
  lift: Lift,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  way: Way,
): void {
  if (memberName(node) === undefined) {
    return liftExpression(lift, node.expression, [{ kind: 'type', index: 0 }, ...way]);
  }
  const name = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
  const symbol = symbolOf(lift.project, name);
  for (const [hop, ways] of symbol ? memberWays(lift.project, symbol) : []) {
    const rest = ways.map((each) => after(way, each)).find((each) => each !== undefined);
    if (rest) return liftExpression(lift, node.expression, [hop, ...rest]);
  }
  if (declaredAs(symbol)) throw refusalFor(lift, node);
  liftSymbol(lift, symbol, way, node);
}

/** The member of an object literal that is on the way. */
function liftLiteral(lift: Lift, literal: ts.ObjectLiteralExpression, way: Way): void {
  const [hop, ...rest] = way;
  if (hop?.kind !== 'member') throw refusalFor(lift, literal);
  for (const property of literal.properties) {
    if (ts.isSpreadAssignment(property))
      liftExpression(lift, property.expression, [memberHop(hop.name), ...rest]);
    else if ((property.name as ts.Identifier).text === hop.name) {
      const symbol = symbolOf(lift.project, property.name as ts.Identifier);
      const declared = ts.isShorthandPropertyAssignment(property)
        ? ({ declarations: [property] } as unknown as ts.Symbol)
        : symbol;
      liftSymbol(lift, declared, rest, property);
    }
  }
}

function liftValue(lift: Lift, expression: ts.Expression): void {
  const node = unwrap(expression);
  const read = queryRead(lift.project, node);
  if (read) return takeWholeQuery(lift, expression, read);
  if (isAbsent(node)) {
    noteAbsence(lift, node);
    return;
  }
  // Before any question of types: asked of each level, they would look at all levels below again.
  if (ts.isConditionalExpression(node)) {
    liftValue(lift, node.whenTrue);
    return liftValue(lift, node.whenFalse);
  }
  if (isUrlSearchParams(lift.project, node)) {
    lift.arrived.add(node);
    return;
  }
  // What is resolved with a promise, or returned by an async function, is what the promise gives.
  if (isPromise(lift.project, node)) return liftExpression(lift, expression, [awaited]);
  if (ts.isIdentifier(node)) return liftName(lift, expression, node);
  if (ts.isAwaitExpression(node)) {
    lift.whole.add(node);
    return liftExpression(lift, node.expression, isPromise(lift.project, node.expression) ? [awaited] : []);
  }
  if (ts.isBinaryExpression(node)) return liftFallback(lift, expression, node);
  if (ts.isTemplateExpression(node)) return liftTemplate(lift, expression, node);
  if (ts.isCallExpression(node)) {
    lift.whole.add(node);
    const [first] = node.arguments;
    if (first && isStringCall(lift, node)) return stripTo(lift, expression, first);
    return liftCallResult(lift, node, []);
  }
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const beside = ts.isPropertyAccessExpression(node) ? readBeside(lift, node) : undefined;
    if (beside) return takeWholeQuery(lift, expression, beside);
    if (memberName(node) !== undefined) lift.whole.add(node);
    const declaration =
      ts.isPropertyAccessExpression(node) && symbolOf(lift.project, node.name)?.valueDeclaration;
    if (declaration) lift.taken.push({ from: declaration, use: node });
    if (refusalFor(lift, node).code === 'no-callback-query') throw refusalFor(lift, node);
    return liftAccess(lift, node, []);
  }
  // A test makes its code up: the query it would have come with is as good.
  if (ts.isStringLiteralLike(node) && isTestFile(node.getSourceFile())) {
    return replace(lift, expression, `new URLSearchParams({ code: ${node.getText()} })`);
  }
  throw refusalFor(lift, node);
}

/** A variable or parameter: takes the query beside it where it is in reach, else the name carries it from now on. */
function liftName(lift: Lift, expression: ts.Expression, name: ts.Identifier): void {
  const declaration = referent(lift.project, name)?.valueDeclaration;
  if (declaration) lift.taken.push({ from: declaration, use: name });
  const nearby = readNearby(lift, name);
  if (nearby) return takeWholeQuery(lift, expression, nearby);
  lift.whole.add(name);
  liftSymbol(lift, referent(lift.project, name), [], name);
}

/** Writes the whole query in place of one parameter of it. */
function takeWholeQuery(lift: Lift, expression: ts.Expression, read: QueryRead): void {
  if (!readsCode(read)) {
    throw new CannotFollow('other-parameter', read.node, `It reads '${read.key}'.`);
  }
  const check = throwingCheck(lift.project, expression);
  if (check) {
    throw new CannotFollow(
      'wider-flow',
      check,
      `${shortText(check)} may refuse the query, which must not be lost.`,
    );
  }
  const change = changeOfQuery(lift.project, read, expression);
  if (change) throw new CannotFollow('wider-flow', change, `The query is changed by ${shortText(change)}.`);
  refuseMadeUp(lift, read);
  lift.reads.add(read.node);
  step(lift, read.node, "the code leaves the callback's query here; iss stays behind");
  if (read.assumes) lift.assumptions.push({ code: read.assumes, detail: '' });
  const { parent } = expression;
  // The name of the field is written with the field.
  if (ts.isShorthandPropertyAssignment(parent)) lift.literals.set(parent, read.params);
  else replace(lift, expression, read.params);
}

/** Handing over a query that somebody made of the code would hide that `iss` is lost. */
function refuseMadeUp({ project }: Lift, { node, root }: QueryRead): void {
  if (!isUrlSearchParams(project, root)) return;
  const [madeUp] = queriesMadeUp(project, node, root);
  if (madeUp)
    throw new CannotFollow(
      'synthesised-params',
      madeUp.flow[0]?.node ?? node,
      'It is made from the code alone.',
    );
}

/** `code ?? ''`: with the whole query at hand there is nothing to fall back from; `fromQuery ?? fromBody` has two sources. */
function liftFallback(lift: Lift, expression: ts.Expression, node: ts.BinaryExpression): void {
  const operator = node.operatorToken.kind;
  const falls = operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken;
  if (!falls) throw refusalFor(lift, node);
  const right = unwrap(node.right);
  liftValue(lift, node.left);
  if (!isAbsent(right)) {
    if (!ts.isStringLiteralLike(right) || right.text !== '') throw refusalFor(lift, node);
    lift.emptied.some = true;
  }
  const file = node.getSourceFile();
  replaceRange(lift, file, expression.getStart(), node.left.getStart(), '');
  replaceRange(lift, file, node.left.getEnd(), expression.getEnd(), '');
}

/** `${code}` holds nothing but the value. */
function liftTemplate(lift: Lift, expression: ts.Expression, node: ts.TemplateExpression): void {
  const [span, ...more] = node.templateSpans;
  if (!span || more.length > 0 || node.head.text !== '' || span.literal.text !== '') {
    throw new CannotFollow('transformed-code', node, `It is changed in ${shortText(node)}.`);
  }
  stripTo(lift, expression, span.expression);
}

export function isStringCall(lift: Lift, call: ts.CallExpression): boolean {
  const declared = declaredAs(symbolOf(lift.project, unwrap(call.expression)));
  return declared?.area === 'platform/es' && declared.name === 'String' && !declared.member;
}

function stripTo(lift: Lift, expression: ts.Expression, inner: ts.Expression): void {
  liftValue(lift, inner);
  const file = expression.getSourceFile();
  replaceRange(lift, file, expression.getStart(), inner.getStart(), '');
  replaceRange(lift, file, inner.getEnd(), expression.getEnd(), '');
}

/** Nothing is written here: who reads it must be ready for that, also where the types do not say so. */
function noteAbsence(lift: Lift, node: ts.Expression): void {
  const { parent } = node;
  const target = ts.isBinaryExpression(parent)
    ? symbolOf(lift.project, nameOf(parent.left))?.valueDeclaration
    : parent;
  lift.absent.add(target ?? parent);
  if (isJavaScript(node)) lift.absent.add('everything');
}

function nameOf(node: ts.Expression): ts.Node {
  return ts.isPropertyAccessExpression(node) ? node.name : node;
}
