import { ts } from '../../../../compiler.cjs';
import { codeText, unwrap } from '../../../program/ast.ts';
import { functionsAt } from '../../../program/callees.ts';
import { addressFacts, cutFrom } from './address-part.ts';
import type { FactWalk } from './fact-walk.ts';
import { decoded, isDecoder, isEncoder } from './own-json.ts';
import { putInto } from './store-roots.ts';
import { direct, type Fact, has, inside } from './value-facts.ts';

/** Methods that take something out of a collection. */
const readers = new Set(['get', 'shift', 'pop', 'at', 'find', 'findLast']);
/** Methods that give their object again, in another form. */
const transparentMethods = new Set(['toString', 'toJSON', 'valueOf', 'trim', 'then', 'catch', 'finally']);
/** Functions that give their argument again, in another form. */
const transparentCalls = new Set([
  'String',
  'Object.freeze',
  'structuredClone',
  'Promise.resolve',
  'encodeURI',
  'decodeURI',
]);

/** Functions that only write a value in another notation. The name decides which reason is reported, never a fix. */
export const encoders = /(^|\.)(encodeURIComponent|stringify|btoa|from|(escape|encode)\w*)$/i;

/** What a call gives: what the functions of the program return, else what is known about the callee's name. */
export function factsOfCall(walk: FactWalk, node: ts.CallExpression): readonly Fact[] {
  const callee = unwrap(node.expression);
  const targets = functionsAt(walk.project, callee);
  if (targets.length > 0) return targets.flatMap((target) => walk.returned(target));
  if (transparentCalls.has(codeText(callee))) return walk.all(node.arguments.slice(0, 1));
  return ts.isPropertyAccessExpression(callee)
    ? ofMethod(walk, node, callee)
    : throughCall(callee, walk.all(node.arguments));
}

function ofMethod(
  walk: FactWalk,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
): readonly Fact[] {
  const name = callee.name.text;
  if (transparentMethods.has(name)) return walk.facts(callee.expression);
  const stored = readers.has(name) ? walk.all(putInto(walk.project, callee.expression)) : [];
  if (stored.length > 0) return stored;
  const url = cutFrom(walk.project, node);
  if (url) return addressFacts(walk.facts(url));
  if (isDecoder(node)) return decoded(walk, node);
  const base = walk.facts(callee.expression);
  // `res.status(302)` is `res` again.
  if (has(base, 'response')) return [direct('response')];
  const given = throughCall(callee, walk.all(node.arguments));
  return [...inside(base), ...(isEncoder(node) ? given.map(asText) : given)];
}

const asText = (fact: Fact): Fact => ({ ...fact, json: 'text' });

/** An unknown function may return a URL with the one it gets in it, and the request only if it merely encodes it. */
function throughCall(callee: ts.Expression, given: readonly Fact[]): Fact[] {
  return inside(encoders.test(codeText(callee)) ? given : given.filter((fact) => fact.kind === 'build'));
}
