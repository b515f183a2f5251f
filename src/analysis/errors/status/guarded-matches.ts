import type { ts } from '../../../compiler.cjs';
import { isWithin } from '../../program/ast.ts';
import type { Handler } from '../guards/handlers.ts';
import { answeredBefore } from './answer-before.ts';
import { readsBehindCalls } from './behind-predicates.ts';
import { readsBehind } from './newly-reached.ts';
import { type NumberGuard, numberGuards } from './number-guards.ts';
import { codeReads, readAt, type StatusMatch, type StatusTest, statusesAsked } from './status-tests.ts';

/**
 * Tests behind the same test for a number are one match: once it is widened, an SdkHttpError gets to all of them, so they are
 * fixed together or not at all. So are a test for a status and what is read behind it.
 */
export function withGuards(matches: readonly StatusMatch[]): StatusMatch[] {
  const found: StatusMatch[] = [];
  for (const match of matches.map(withKeepers)) {
    const index = found.findIndex((other) => belongTogether(other, match));
    const other = found[index];
    if (other) found[index] = joined(other, match);
    else found.push(match);
  }
  const all = found.map((match) => {
    if (match.pattern) return match;
    const own = match.guards ? othersBehind(match) : readsBehind(match);
    const others = [...own, ...readsBehindCalls(match)];
    return { ...match, others: others.filter((each, index) => isFirst(each, index, others)) };
  });
  const behind = new Set(all.flatMap(({ others = [] }) => others.map(({ read }) => read)));
  return all.filter(({ tests }) => tests.length === 0 || !tests.every(({ read }) => behind.has(read)));
}

interface KeptMatch extends StatusMatch {
  /** The conditions around it that tell statuses apart. */
  readonly parts?: readonly ts.Expression[];
}

function belongTogether(a: KeptMatch, b: KeptMatch): boolean {
  const isPart = ({ parts = [] }: KeptMatch, { tests }: KeptMatch) =>
    parts.some((part) => tests.some(({ read }) => isWithin(read, part)));
  return (b.guards?.some((each) => isAmong(each, a.guards ?? [])) ?? false) || isPart(a, b) || isPart(b, a);
}

function joined(a: KeptMatch, b: KeptMatch): KeptMatch {
  const guards = united([...(a.guards ?? []), ...(b.guards ?? [])]);
  const both = { ...a, tests: [...a.tests, ...b.tests], parts: [...(a.parts ?? []), ...(b.parts ?? [])] };
  return guards.length > 0 ? { ...both, guards } : both;
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

/** The match with what keeps the errors of v2 away from it, where all of that is known. */
function withKeepers(match: StatusMatch): KeptMatch {
  if (match.pattern || answeredBefore(match) !== 'guarded') return match;
  const guards: NumberGuard[] = [];
  const parts: ts.Expression[] = [];
  for (const test of match.tests) {
    const { handler, place, kind } = test;
    const [status] = statusesAsked(test);
    if (!handler || kind === 'http' || status === undefined) return match;
    const kept = numberGuards(match.project, handler, place, status);
    if (!kept) return match;
    guards.push(...kept.guards);
    parts.push(...kept.parts);
  }
  return guards.length > 0 ? { ...match, guards: united(guards), parts } : match;
}

/** Whatever reads `code` behind the guards gets what it got in v1, too. */
function othersBehind(match: StatusMatch): readonly StatusTest[] {
  const { project, tests, guards } = match;
  const [{ handler, read }] = tests as [StatusTest];
  return codeReads(read.getSourceFile()).flatMap((each): StatusTest[] => {
    const isKnown = tests.some((test) => test.read === each);
    if (isKnown || !guards!.some(({ leadsTo }) => leadsTo(each))) return [];
    const test = readAt(project, each);
    return test && test.kind !== 'http' && isSame(test.handler, handler) ? [test] : [];
  });
}

const isFirst = ({ read }: StatusTest, index: number, all: readonly StatusTest[]): boolean =>
  all.findIndex((each) => each.read === read) === index;

const isSame = (a: Handler | undefined, b: Handler | undefined): boolean =>
  a !== undefined && a.subject.symbol === b?.subject.symbol && a.subject.text === b.subject.text;
