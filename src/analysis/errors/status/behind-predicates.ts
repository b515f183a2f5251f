import { ts } from '../../../compiler.cjs';
import { isFunctionLike, isWithin } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { type Handler, handlerAt } from '../guards/handlers.ts';
import { passedTo } from './given-back.ts';
import { isReached } from './newly-reached.ts';
import {
  codeReads,
  framesFor,
  readAt,
  type StatusMatch,
  type StatusTest,
  statusesAsked,
} from './status-tests.ts';

/** `if (isGone(error)) { … }`: a call of the function that the fix changes, and the code that has the same error. */
export interface Asked {
  readonly handler: Handler;
  /** The call, or the test itself. */
  readonly owner: ts.Node;
  readonly isBehind: (place: ts.Node) => boolean;
}

/** The calls of the function that has the tests, and of those that ask it in turn. */
export function askedBy({ project, tests }: StatusMatch): readonly Asked[] {
  const seen = new Set<ts.Node>();
  return tests.flatMap((test) => (test.handler ? callsOf(project, test, test.handler, seen) : []));
}

function callsOf(
  project: Project,
  test: StatusTest,
  { subject, scope }: Handler,
  seen: Set<ts.Node>,
): Asked[] {
  const root = subject.symbol.valueDeclaration;
  if (seen.has(scope) || !root || !isFunctionLike(scope) || root.parent !== scope) return [];
  seen.add(scope);
  const index = scope.parameters.indexOf(root as ts.ParameterDeclaration);
  return passedTo(project, scope, index).flatMap(({ node, at }) => {
    const handler = handlerAt(project, { node: at, value: node, kind: 'v2' });
    if (!handler || handler.scope === scope) return [];
    const call = { ...test, read: at, place: at, handler };
    const truths = statusesAsked(test).map((status) =>
      framesFor(project, handler.subject, status).map((frame) => frame.truth(at as ts.Expression)),
    );
    // Where the call is not understood, all that comes later may be behind it.
    const isUnknown = truths.every(([v1, v2]) => v1 === undefined && v2 === undefined);
    const isOpen = truths.some(([v1, v2]) => v1 !== undefined && v2 === undefined);
    const isBehind = (place: ts.Node): boolean =>
      (isUnknown && place.pos >= at.end && isWithin(place, handler.scope)) ||
      (isOpen && isInBranchOf(at, place)) ||
      isReached({ project, tests: [call] }, call, place);
    return [{ handler, owner: at, isBehind }, ...callsOf(project, test, handler, seen)];
  });
}

/** `if (isGone(error)) { … }`, `isGone(error) ? … : …`: the place is in a branch. */
function isInBranchOf(call: ts.Node, place: ts.Node): boolean {
  for (let node = place; node.parent && !isWithin(call, node); node = node.parent) {
    const { parent } = node;
    const condition = ts.isIfStatement(parent)
      ? parent.expression
      : ts.isConditionalExpression(parent) && parent.condition;
    if (condition && isWithin(call, condition)) return true;
  }
  return false;
}

/** What reads `code` of the error behind such calls, which was the status in v1; a read behind two of them is given twice. */
export function readsBehindCalls(match: StatusMatch): readonly StatusTest[] {
  const { project, tests } = match;
  return askedBy(match).flatMap(({ handler: { scope, subject }, isBehind }) =>
    codeReads(scope.getSourceFile()).flatMap((read): StatusTest[] => {
      if (!isWithin(read, scope) || tests.some((each) => each.read === read)) return [];
      const test = readAt(project, read);
      const same = test?.handler?.subject ?? test?.subject;
      const isSame = same?.symbol === subject.symbol && same.text === subject.text;
      return test && isSame && test.kind !== 'mixed' && isBehind(read) ? [test] : [];
    }),
  );
}
