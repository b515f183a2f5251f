import { ts } from '../../compiler.cjs';
import { isTestFile } from '../test-files.ts';
import { bindingsOf, calledAt, putValue } from './bindings.ts';
import type { Flow } from './flow.ts';
import { isLook, naming } from './handed.ts';
import { leavesMemory } from './store.ts';
import { storesAt } from './store-roots.ts';

/** Where a record of the request goes that is not the memory of this program, in words for people; undefined when nowhere. */
export function keptOutside(flow: Flow, literal: ts.ObjectLiteralExpression): string | undefined {
  for (const { at, value } of bindingsOf(flow.project).stored.entriesOf())
    if (holds(flow, value, literal) && leavesMemory(flow.project, storesAt(flow.project, at)))
      return `\`${at.getText()}\` is handed on as a whole.`;
  const taker = takersOf(flow).get(literal);
  return taker && naming(taker);
}

function holds(flow: Flow, value: ts.Expression, literal: ts.ObjectLiteralExpression): boolean {
  return flow.facts(value).some((fact) => fact.kind === 'record' && fact.literal === literal);
}

type Taker = ts.CallExpression | ts.NewExpression;

const known = new WeakMap<Flow, ReadonlyMap<ts.ObjectLiteralExpression, Taker>>();

/** The code out of sight that is handed a record: it may keep it, and give it back later without what was added. */
function takersOf(flow: Flow): ReadonlyMap<ts.ObjectLiteralExpression, Taker> {
  const found = known.get(flow) ?? findTakers(flow);
  known.set(flow, found);
  return found;
}

function findTakers(flow: Flow): ReadonlyMap<ts.ObjectLiteralExpression, Taker> {
  const found = new Map<ts.ObjectLiteralExpression, Taker>();
  for (const call of bindingsOf(flow.project).allCalls) {
    if (!call.arguments?.length || isTestFile(call.getSourceFile())) continue;
    const literals = call.arguments.flatMap((argument) =>
      flow.reach(argument).flatMap((fact) => (fact.kind === 'record' ? [fact.literal] : [])),
    );
    if (literals.length === 0 || isLook(flow, call) || isShown(call)) continue;
    if (calledAt(flow.project, call).length > 0) continue;
    const put = ts.isCallExpression(call) ? putValue(call) : undefined;
    if (put && storesAt(flow.project, put.store).size > 0) continue;
    for (const literal of literals) if (!found.has(literal)) found.set(literal, call);
  }
  return found;
}

/** `res.render('consent', { request })`: for a person, whoever sends it. */
function isShown({ expression }: Taker): boolean {
  return ts.isPropertyAccessExpression(expression) && /^(jsonp?|render|html)$/.test(expression.name.text);
}
