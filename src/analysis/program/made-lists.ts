import { ts } from '../../compiler.cjs';
import { type FunctionLike, ownDescendants, unwrap } from './ast.ts';
import { bindingsOf } from './bindings.ts';
import { functionsAt } from './callees.ts';
import { listMethods } from './list-methods.ts';
import type { Project } from './project.ts';
import { isReduction } from './walked-lists.ts';

/** Gives the entries of another list. */
export type EntriesOf = (list: ts.Expression) => readonly ts.Node[];

/**
 * Which entries has a list that a call makes?
 * Asked of calls whose result is walked or looked into.
 * Gives what callbacks return and what generators yield; undefined where the call makes no list that is known.
 */
export function listMade(
  project: Project,
  call: ts.CallExpression,
  entries: EntriesOf,
): readonly ts.Node[] | undefined {
  const functions = functionsAt(project, call.expression);
  const generators = functions.filter(isGenerator);
  if (generators.length > 0) return generators.flatMap((fn) => yieldsOf(fn, entries));
  const callee = unwrap(call.expression);
  const list = ts.isPropertyAccessExpression(callee) ? callee : undefined;
  if (!list || functions.length > 0) return undefined;
  const name = list.name.text;
  if (name === 'map') return resultsOf(project, call);
  if (name === 'flatMap') return flat(resultsOf(project, call), entries);
  if (name === 'flat') return flat(entries(list.expression), entries);
  if (name === 'concat') return [list.expression, ...call.arguments].flatMap(entries);
  if (isReduction(call)) return reduced(project, call).flatMap(entries);
  return keepsEntries(call) ? entries(list.expression) : undefined;
}

/** `list.filter(…)`, `list.slice(1)`: the same entries, or some of them. */
export function keepsEntries(call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  return ts.isPropertyAccessExpression(callee) && listMethods.get(callee.name.text)?.gives === 'list';
}

/** What `reduce` may give: what its function returns, and what it begins with. */
export const reduced = (project: Project, call: ts.CallExpression): readonly ts.Expression[] => [
  ...resultsOf(project, call),
  ...call.arguments.slice(1, 2),
];

function resultsOf(project: Project, { arguments: [callback] }: ts.CallExpression): readonly ts.Expression[] {
  const functions = callback ? functionsAt(project, callback) : [];
  return functions.flatMap((fn) => bindingsOf(project).returns.get(fn) ?? []);
}

/** `[[a, b], [c]]`: the parts that are lists themselves. */
const flat = (parts: readonly ts.Node[], entries: EntriesOf): readonly ts.Node[] =>
  parts.filter(ts.isExpression).flatMap(entries);

/** The second of each pair: the values of `new Map(pairs)` and `Object.fromEntries(pairs)`. */
export const secondsOf = (pairs: readonly ts.Node[]): readonly ts.Node[] =>
  pairs.flatMap((pair) => {
    const node = ts.isExpression(pair) ? unwrap(pair) : pair;
    return ts.isArrayLiteralExpression(node) ? (node.elements[1] ?? []) : [];
  });

const isGenerator = (fn: FunctionLike): boolean =>
  (ts.isFunctionDeclaration(fn) || ts.isFunctionExpression(fn) || ts.isMethodDeclaration(fn)) &&
  fn.asteriskToken !== undefined;

/** `yield tool`, `yield* tools`. */
export const yieldsOf = (fn: FunctionLike, entries: EntriesOf): readonly ts.Node[] =>
  [...(fn.body ? ownDescendants(fn.body) : [])].filter(ts.isYieldExpression).flatMap((node) => {
    if (!node.expression) return [];
    return node.asteriskToken ? entries(node.expression) : [node.expression];
  });

/** The entries of an iterator of the project: `*[Symbol.iterator]() { … }`, `[Symbol.iterator]() { return list.values(); }`. */
export const iterated = (project: Project, fn: FunctionLike, entries: EntriesOf): readonly ts.Node[] =>
  isGenerator(fn) ? yieldsOf(fn, entries) : (bindingsOf(project).returns.get(fn) ?? []).flatMap(entries);
