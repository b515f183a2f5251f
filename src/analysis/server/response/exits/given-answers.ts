import { ts } from '../../../../compiler.cjs';
import { type FunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import type { Flow } from '../flow/flow.ts';
import { has } from '../flow/value-facts.ts';

/** An object whose members become the parameters of an answer, and the redirect_uri that the answer goes to. */
export interface Answer {
  readonly redirect: ts.Expression;
  readonly literal: ts.ObjectLiteralExpression;
}

const maxDepth = 6;

/**
 * Which objects does a function get as the parameters of an answer, with which redirect_uri, in all of its calls?
 * Asked where a function writes whatever members it is given: `sendForm(res, redirectUri, { code, state })`.
 * Gives those that go to the client.
 *
 * @returns undefined when one of them is not an object literal at its call, or a call is not seen
 */
export function answersGiven(
  flow: Flow,
  redirect: ts.Expression,
  fields: ts.Expression,
): readonly Answer[] | undefined {
  const found: Answer[] = [];
  return collect(flow, { redirect, fields }, found, 0) ? found : undefined;
}

interface Pair {
  readonly redirect: ts.Expression;
  readonly fields: ts.Expression;
}

function collect(flow: Flow, { redirect, fields }: Pair, found: Answer[], depth: number): boolean {
  if (!has(flow.facts(redirect), 'redirect')) return true;
  const literal = unwrap(fields);
  if (ts.isObjectLiteralExpression(literal)) {
    found.push({ redirect, literal });
    return true;
  }
  const [to, given] = [parameterAt(flow, redirect), parameterAt(flow, fields)];
  if (!to || !given || to.parent !== given.parent || depth > maxDepth) return false;
  const owner = to.parent as FunctionLike;
  const [uri, values] = [owner.parameters.indexOf(to), owner.parameters.indexOf(given)];
  const calls = bindingsOf(flow.project).calls.get(owner);
  return (
    calls.length > 0 &&
    calls.every(({ arguments: all }) => {
      const [next, more] = [all[uri], all[values]];
      if (all.some(ts.isSpreadElement) || !next) return false;
      // Without an object there is none to complete: its default may be the answer.
      return more !== undefined && collect(flow, { redirect: next, fields: more }, found, depth + 1);
    })
  );
}

/** A parameter that keeps what it is given. */
function parameterAt({ project }: Flow, node: ts.Expression): ts.ParameterDeclaration | undefined {
  const plain = unwrap(node);
  const declaration = ts.isIdentifier(plain) ? declarationAt(project, plain) : undefined;
  const isKept = declaration && bindingsOf(project).assigned.get(declaration).length === 0;
  return isKept && ts.isParameter(declaration) ? declaration : undefined;
}
