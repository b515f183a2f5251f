import { ts } from '../../../compiler.cjs';
import { argument, awaited, called } from '../../program/access-path.ts';
import { isAbsent, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { referent } from '../../program/mentions.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isNoValue } from '../query/no-value.ts';
import { isUrlSearchParams, type QueryRead, queryRead } from '../query/query-read.ts';
import { isStringCall } from '../query/string-call.ts';
import { fromAccess } from './backward-carrier.ts';
import { liftCallResult } from './call-results.ts';
import { readDecorated, readDescribed } from './decorated-code.ts';
import { type FailingFallback, failingFallback } from './failing-fallback.ts';
import type { Lift } from './lift.ts';
import { sinkAround } from './lift-sink.ts';
import { readNearby } from './nearby.ts';
import { isUpdater } from './package-boxes.ts';
import { isPromise } from './promises.ts';
import { readBeside } from './query-beside.ts';
import { writePassed } from './read-passed.ts';
import { refusalFor } from './refusal.ts';
import { readSearch } from './router-location.ts';
import { shortText } from './short-text.ts';
import { writeQuery } from './write-query.ts';
import { delegated } from './yielded.ts';

/** Backwards from an expression that is the code itself: from now on it gives the query. */
export function codeFrom(lift: Lift, expression: ts.Expression): void {
  const node = unwrap(expression);
  const read = queryRead(lift.project, node);
  if (read) return writeQuery(lift, expression, read);
  if (!ts.isIdentifier(node) && writePassed(lift, expression)) return;
  if (isAbsent(node)) return lift.absence.noteValue(lift.project, node);
  // Before any question of types: asked of each level, they would look at all levels below again.
  if (ts.isConditionalExpression(node)) {
    lift.follow.expression(node.whenTrue, []);
    return lift.follow.expression(node.whenFalse, []);
  }
  if (isUrlSearchParams(lift.project, node)) {
    lift.flow.begin(node);
    return lift.evidence.arriveAt(node);
  }
  // What is resolved with a promise, or returned by an async function, is what the promise gives.
  if (isPromise(lift.project, node)) return lift.follow.expression(expression, [awaited]);
  const handler = handlers[node.kind];
  if (!handler) throw refusalFor(lift, node);
  handler(lift, node as never, expression);
}

/** `whole` is the expression with its casts, as it is written where the code is wanted. */
type CodeHandler<N extends ts.Expression> = (lift: Lift, node: N, whole: ts.Expression) => void;

const handlers: Partial<Record<ts.SyntaxKind, CodeHandler<never>>> = {
  [ts.SyntaxKind.Identifier]: fromName,
  [ts.SyntaxKind.AwaitExpression]: fromAwait,
  [ts.SyntaxKind.YieldExpression]: fromYield,
  [ts.SyntaxKind.BinaryExpression]: fromFallback,
  [ts.SyntaxKind.TemplateExpression]: fromTemplate,
  [ts.SyntaxKind.CallExpression]: fromCall,
  [ts.SyntaxKind.PropertyAccessExpression]: fromMember,
  [ts.SyntaxKind.ElementAccessExpression]: fromMember,
  [ts.SyntaxKind.ArrowFunction]: fromUpdater,
  [ts.SyntaxKind.FunctionExpression]: fromUpdater,
  [ts.SyntaxKind.StringLiteral]: fromLiteral,
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral]: fromLiteral,
};

/** A variable or parameter: takes the query that can be written here, else the variable itself carries it from now on. */
function fromName(lift: Lift, name: ts.Identifier, whole: ts.Expression): void {
  const symbol = referent(lift.project, name);
  lift.trace.take(symbol?.valueDeclaration, name);
  const nearby = readNearby(lift, name) ?? readDecorated(lift, name) ?? readSearch(lift, name);
  if (nearby) return writeQuery(lift, whole, nearby);
  if (writePassed(lift, whole)) return;
  lift.uses.wantWhole(name);
  lift.follow.symbol(symbol, [], name);
}

function fromAwait(lift: Lift, node: ts.AwaitExpression): void {
  lift.uses.wantWhole(node);
  lift.follow.expression(node.expression, isPromise(lift.project, node.expression) ? [awaited] : []);
}

/** `yield* effect`; nothing comes of one that only fails. */
function fromYield(lift: Lift, node: ts.YieldExpression): void {
  if (lift.project.checker.getTypeAtLocation(node).flags & ts.TypeFlags.Never) return;
  const inner = delegated(lift.project, node);
  if (!inner || !node.expression) throw refusalFor(lift, node);
  lift.uses.wantWhole(node);
  lift.follow.expression(node.expression, inner);
}

/** `code ?? ''`: the whole query is always there, so it needs no fallback. `fromQuery ?? fromBody` has two sources. */
function fromFallback(lift: Lift, node: ts.BinaryExpression, whole: ts.Expression): void {
  const operator = node.operatorToken.kind;
  const failing = failingFallback(lift.project, node);
  const read = failing && queryRead(lift.project, failing.read);
  if (failing && read) return writeChecked(lift, whole, read, failing);
  const falls = operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken;
  if (!falls) throw refusalFor(lift, node);
  // `flags.code ?? (await waitForCallback())`: what a person passes stays a string.
  if (lift.keeps(node.left)) return lift.follow.expression(node.right, []);
  lift.absence.noteFallback(node.right, sinkAround(lift, node) !== undefined);
  lift.follow.expression(node.left, []);
  if (!isNoValue(node.right)) throw refusalFor(lift, node);
  lift.edits.stripTo(whole, node.left);
}

/** The check of the code stays where it is, and the query comes behind it. */
function writeChecked(lift: Lift, whole: ts.Expression, read: QueryRead, failing: FailingFallback): void {
  const { test, failure } = failing;
  const isAlone = [
    ts.isVariableDeclaration,
    ts.isReturnStatement,
    ts.isCallExpression,
    ts.isPropertyAssignment,
  ];
  if (!isAlone.some((is) => is(whole.parent))) throw refusalFor(lift, whole);
  writeQuery(lift, whole, { ...read, params: `${test} ? ${failure.getText()} : ${read.params}` });
}

/** `${code}` holds nothing but the value. */
function fromTemplate(lift: Lift, node: ts.TemplateExpression, whole: ts.Expression): void {
  const [span, ...more] = node.templateSpans;
  if (!span || more.length > 0 || node.head.text !== '' || span.literal.text !== '') {
    throw new CannotFollow('transformed-code', node, `It is changed in ${shortText(node)}.`);
  }
  codeFrom(lift, span.expression);
  lift.edits.stripTo(whole, span.expression);
}

/** `String(code)` is the code; any other call has to give the query. */
function fromCall(lift: Lift, node: ts.CallExpression, whole: ts.Expression): void {
  lift.uses.wantWhole(node);
  const [first] = node.arguments;
  if (!first || !isStringCall(lift.project, node)) return liftCallResult(lift, node, []);
  codeFrom(lift, first);
  lift.edits.stripTo(whole, first);
}

/** `setCode((previous) => previous ?? code)`: it is given the last value, and gives the next one. */
function fromUpdater(lift: Lift, fn: ts.ArrowFunction | ts.FunctionExpression): void {
  if (!isUpdater(lift.project, fn)) throw refusalFor(lift, fn);
  lift.follow.function(fn, [argument(0)]);
  lift.follow.function(fn, [called]);
}

function fromMember(
  lift: Lift,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  whole: ts.Expression,
): void {
  const beside = ts.isPropertyAccessExpression(node)
    ? (readBeside(lift, node) ?? readDescribed(lift, node) ?? readSearch(lift, node))
    : undefined;
  if (beside) return writeQuery(lift, whole, beside);
  lift.uses.wantWhole(node);
  if (ts.isPropertyAccessExpression(node)) {
    lift.trace.take(symbolOf(lift.project, node.name)?.valueDeclaration, node);
  }
  const refusal = refusalFor(lift, node);
  if (refusal.code === 'no-callback-query') throw refusal;
  fromAccess(lift, node, []);
}

/** A test makes its code up, and may as well make up the query that it would have come with. */
function fromLiteral(lift: Lift, node: ts.StringLiteralLike, whole: ts.Expression): void {
  if (!isTestFile(node.getSourceFile())) throw refusalFor(lift, node);
  lift.edits.replace(whole, `new URLSearchParams({ code: ${node.getText()} })`);
}
