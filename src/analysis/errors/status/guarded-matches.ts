import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isWithin, wrapped } from '../../program/ast.ts';
import { calleesOf } from '../branch/attempts.ts';
import type { Handler } from '../guards/handlers.ts';
import { isSubject } from '../guards/subject.ts';
import { answeredBefore } from './answer-before.ts';
import { isReached, readsBehind } from './newly-reached.ts';
import { type NumberGuard, numberGuards } from './number-guards.ts';
import { codeReads, readAt, type StatusMatch, type StatusTest, statusesAsked } from './status-tests.ts';

/**
 * Tests behind the same test for a number are one match: once it is widened, an SdkHttpError gets to all of them, so they are
 * fixed together or not at all.
 */
export function withGuards(matches: readonly StatusMatch[]): StatusMatch[] {
  const found: StatusMatch[] = [];
  const known = new Set<ts.Node>(matches.flatMap(({ tests }) => tests.map(({ read }) => read)));
  for (const match of matches) {
    const guards = guardsOf(match);
    const index = found.findIndex((other) => guards?.some((each) => isAmong(each, other.guards ?? [])));
    const other = found[index];
    if (!guards) found.push(match.pattern ? match : { ...match, others: readsBehind(match, known) });
    else if (!other) found.push(withOthers({ ...match, guards }));
    else {
      const tests = [...other.tests, ...match.tests];
      found[index] = withOthers({ ...other, tests, guards: united([...other.guards!, ...guards]) });
    }
  }
  return found;
}

const isAmong = ({ operand }: NumberGuard, all: readonly NumberGuard[]): boolean =>
  all.some((each) => each.operand === operand);

/** Each part of a condition once. */
function united(guards: readonly NumberGuard[]): NumberGuard[] {
  const first = guards.filter((each, index) => !isAmong(each, guards.slice(0, index)));
  return first.map((each) => {
    const same = guards.filter(({ operand }) => operand === each.operand);
    return { ...each, http: same.some(({ http }) => http), scope: same.some(({ scope }) => scope) };
  });
}

function guardsOf(match: StatusMatch): readonly NumberGuard[] | undefined {
  if (match.pattern || answeredBefore(match) !== 'guarded') return undefined;
  const found: NumberGuard[] = [];
  for (const test of match.tests) {
    const { handler, place, kind } = test;
    const [status] = statusesAsked(test);
    if (!handler || kind === 'http' || status === undefined) return undefined;
    const guards = numberGuards(match.project, handler, place, status);
    if (!guards || guards.length === 0) return undefined;
    found.push(...guards);
  }
  return united(found);
}

/** Whatever reads `code` behind the guards gets what it got in v1, too. */
function withOthers(match: StatusMatch): StatusMatch {
  const { project, tests, guards } = match;
  const [{ handler, read }] = tests as [StatusTest];
  const others = codeReads(read.getSourceFile()).flatMap((each): StatusTest[] => {
    const isKnown = tests.some((test) => test.read === each);
    if (isKnown || !guards!.some(({ leadsTo }) => leadsTo(each))) return [];
    const test = readAt(project, each);
    return test && test.kind !== 'http' && isSame(test.handler, handler) ? [test] : [];
  });
  return { ...match, others };
}

const isSame = (a: Handler | undefined, b: Handler | undefined): boolean =>
  a !== undefined && a.subject.symbol === b?.subject.symbol && a.subject.text === b.subject.text;

/** A function of the project gets the error behind the guards: it may read `code`. */
export function passedOn(match: StatusMatch): ts.Node | undefined {
  const { project, tests, guards } = match;
  const [test] = tests;
  const handler = test?.handler;
  if (!handler) return undefined;
  for (const node of descendants(handler.scope)) {
    if (!isSubject(project, handler.subject, node)) continue;
    const value = wrapped(node as ts.Expression);
    const call = value.parent;
    const isPassed = (ts.isCallExpression(call) || ts.isNewExpression(call)) && call.expression !== value;
    if (!isPassed) continue;
    const callees = calleesOf(project, call);
    const isBehind = guards
      ? guards.some(({ leadsTo }) => leadsTo(node)) && callees.length > 0
      : callees.some(readsCode) && isReached(match, test, node);
    if (isBehind) return call;
  }
  return undefined;
}

const readsCode = ({ body }: FunctionLike): boolean =>
  body !== undefined && codeReads(body.getSourceFile()).some((read) => isWithin(read, body));
