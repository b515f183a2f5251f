import { ts } from '../../../compiler.cjs';
import type { RefusalCode } from '../../../model/refusals.ts';
import { unwrap, wrapped } from '../../program/ast.ts';
import type { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { originsOf } from '../callback/origins.ts';
import { followOf } from './follow.ts';
import { Lift, type Shared, type Widening } from './lift.ts';
import { liftSink } from './lift-sink.ts';
import type { Sink } from './sink.ts';
import { walkFails } from './walk.ts';

/*
 * One function redeems the code for several callers, and one of them has no query: a person pastes the code, or it is in a JSON
 * body. Then the function takes both forms, the callers that have the query pass it, and the other one stays as it is.
 */

/** Where a string without a query enters the flow, and why there is none. */
export interface CodeOnly {
  readonly expression: ts.Expression;
  readonly reason: CannotFollow;
}

interface Found extends CodeOnly {
  /** The wider expressions that might stay strings instead, the widest first. */
  readonly outer: readonly ts.Expression[];
}

interface Walked {
  readonly lift: Lift;
  readonly found: readonly Found[];
  readonly reason: CannotFollow | undefined;
}

/** The expressions that stay strings, and how the rest of the flow is widened. */
export interface CodeOnlyCallers {
  readonly widening: Widening;
  readonly callers: readonly CodeOnly[];
}

/**
 * Finds the expressions that have to stay strings, for the rest of the flow to take the query.
 * @returns one way after the other, those first where fewest places stay strings; none when nothing would be left that reads a
 * query
 */
export function* codeOnlyCallers(
  project: Project,
  sinks: readonly Sink[],
  shared: Shared,
  first: { readonly lift: Lift; readonly reason: CannotFollow },
): Generator<CodeOnlyCallers> {
  let walks = 0;
  const walk = (found: readonly Found[]): Walked => {
    walks++;
    const kept = new Set(found.map(({ expression }) => expression));
    const lift = new Lift(project, shared, { kept }, followOf);
    return { lift, found, reason: walkFails(() => sinks.forEach((sink) => void liftSink(lift, sink))) };
  };
  function* solve({ lift, found, reason }: Walked): Generator<Walked> {
    if (!reason) {
      if (lift.evidence.reads.length > 0) yield { lift, found, reason };
    } else if (hasNoQuery(project, reason)) {
      for (const next of entriesBefore(project, sinks, lift, reason))
        if (walks < maxWalks) yield* solve(walk([...found, next]));
    }
  }
  for (const solved of solve({ lift: first.lift, found: [], reason: first.reason }))
    yield settled(widest(solved, walk));
}

function settled({ lift, found }: Walked): CodeOnlyCallers {
  const { kept } = lift.evidence;
  const callers = found.filter(({ expression }) => kept.has(expression));
  return { widening: { kept, wide: lift.flow.reachedFrom(kept) }, callers };
}

const maxWalks = 12;

/** Fewer places change where the whole of a caller stays as it is: all that no query arrives at. */
function widest(solved: Walked, walk: (found: readonly Found[]) => Walked): Walked {
  const withQuery = solved.lift.flow.reachedFrom(solved.lift.evidence.sources);
  const found = solved.found.map((each) => {
    const expression = each.outer.find((outer) => !withQuery.has(outer));
    return expression ? { ...each, expression } : each;
  });
  const wider = walk(found);
  return wider.reason ? solved : wider;
}

/** There is no query where these end. Other reasons say that the tool cannot follow, and the query may well be there. */
const withoutQuery: ReadonlySet<RefusalCode> = new Set([
  'no-callback-query',
  'crosses-boundary',
  'unresolved-step',
]);

/** True where a walk ended at a text that no query is seen behind: `answer.trim()` of what somebody types, too. */
function hasNoQuery(project: Project, { code, node }: CannotFollow): boolean {
  if (withoutQuery.has(code)) return true;
  const text = code === 'wider-flow' ? madeFrom(project, node) : undefined;
  return text !== undefined && originsOf(project, node, text).length === 0;
}

/** The text that the language makes another of: `text.trim()`, `decodeURIComponent(text)`. */
function madeFrom(project: Project, node: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  const member = ts.isPropertyAccessExpression(callee) ? callee : undefined;
  const declared = declaredAs(symbolOf(project, member?.name ?? callee));
  return declared?.area === 'platform/es' ? (member?.expression ?? node.arguments[0]) : undefined;
}

/** The expressions on the way to where the walk ended that may stay strings, the nearest first. */
function entriesBefore(
  project: Project,
  sinks: readonly Sink[],
  lift: Lift,
  reason: CannotFollow,
): readonly Found[] {
  const isSink = (each: ts.Expression) => sinks.some(({ call, code }) => each === call || each === code);
  const entries = lift.flow
    .codesBefore(reason)
    .filter((each) => !isSink(each) && isEntry(each) && isText(project, each));
  return entries
    .map((expression, index) => ({ expression, reason, outer: entries.slice(0, index) }))
    .reverse();
}

/** Where one of several values enters: an argument, a branch, a result, an assigned value. */
function isEntry(expression: ts.Expression): boolean {
  const value = wrapped(expression);
  const { parent } = value;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.EqualsToken) return parent.right === value;
    const falls = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
    return falls && parent.left === value;
  }
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== value;
  if (ts.isConditionalExpression(parent)) return parent.condition !== value;
  if (ts.isArrowFunction(parent)) return parent.body === value;
  return (
    ts.isReturnStatement(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isVariableDeclaration(parent)
  );
}

/** A string, or nothing; in JavaScript, and out of JSON, something without a type. */
function isText({ checker }: Project, expression: ts.Expression): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(expression));
  return checker.isTypeAssignableTo(type, checker.getStringType());
}
