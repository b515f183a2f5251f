import { ts } from '../../../../compiler.cjs';
import { codeText, descendants, unwrap } from '../../../program/ast.ts';
import { functionAt } from '../../../program/callees.ts';
import { calledSymbol, onlyShows } from '../../../program/only-shows.ts';
import { declaredAs, symbolOf } from '../../../program/sdk-symbols.ts';
import { putValue } from '../../../program/syntax-index.ts';
import { encoders } from '../flow/call-facts.ts';
import type { Flow } from '../flow/flow.ts';
import { storesAt } from '../flow/store-roots.ts';
import { type Fact, has } from '../flow/value-facts.ts';

/** A call or construction that may get the request as an argument. */
export type Taker = ts.CallExpression | ts.NewExpression;

/** Says in a report which code gets the request. */
export function describeTaker(call: Taker): string {
  const text = call.expression.getText().replace(/\s+/g, ' ');
  const name = ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : text;
  return `It is passed to \`${text.length > 60 ? name : text}\`.`;
}

export function carriesRequest(facts: readonly Fact[]): boolean {
  return facts.some((fact) => fact.kind === 'params' || fact.kind === 'rest' || fact.kind === 'redirect');
}

/** The first call to code outside the program that gets the request or its redirect_uri and may keep it. */
export function requestTaker(flow: Flow): Taker | undefined {
  const calls = callsWithin(flow).filter((call) => {
    if (keepsNothing(flow, call) || (ts.isCallExpression(call) && encoders.test(codeText(call.expression))))
      return false;
    if (ts.isNewExpression(call)) return takesRequest(flow, call);
    if (functionAt(flow.project, call.expression)) return false;
    const put = putValue(call);
    if (put && storesAt(flow.project, put.store).size > 0) return false;
    return takesRequest(flow, call);
  });
  return (
    calls.find((call) =>
      call.arguments?.some((argument) => flow.facts(argument).some((fact) => fact.kind === 'record')),
    ) ?? calls[0]
  );
}

/** True for a call that keeps none of its arguments: it compares, shows, answers the browser, or belongs to the language. */
export function keepsNothing(flow: Flow, call: Taker): boolean {
  if (ts.isNewExpression(call)) return !isForeign(flow, call);
  const { project } = flow;
  if (declaredAs(calledSymbol(project, call))?.area === 'platform/es' || onlyShows(project, call))
    return true;
  const callee = unwrap(call.expression);
  return ts.isPropertyAccessExpression(callee) && has(flow.facts(callee.expression), 'response');
}

function takesRequest(flow: Flow, { arguments: given }: Taker): boolean {
  return given?.some((argument) => carriesRequest(flow.reach(argument))) ?? false;
}

/** An object of a package's class, e.g. `new SignJWT({ … })`. */
function isForeign(flow: Flow, { expression }: ts.NewExpression): boolean {
  const symbol = symbolOf(flow.project, expression);
  const declaration = symbol?.valueDeclaration;
  return !declaredAs(symbol) && !(declaration && ts.isClassLike(declaration));
}

/** `res.cookie('oauth', JSON.stringify({ redirectUri, … }))`, `res.setHeader('Set-Cookie', …)`: the browser stores the request. */
export function inCookie(flow: Flow): boolean {
  return callsWithin(flow).some((call) => {
    const callee = unwrap(call.expression);
    if (!ts.isPropertyAccessExpression(callee) || !has(flow.facts(callee.expression), 'response'))
      return false;
    const [first] = call.arguments ?? [];
    const named = first && ts.isStringLiteralLike(first) && /^set-cookie$/i.test(first.text);
    return (callee.name.text === 'cookie' || named === true) && takesRequest(flow, call);
  });
}

/** The calls that `authorize()` makes, directly and through the functions it calls. */
function callsWithin(flow: Flow): Taker[] {
  const owners = new Set<ts.Node>([flow.authorize]);
  const calls = new Set<Taker>();
  for (const owner of owners) {
    for (const node of descendants(owner)) {
      if (ts.isNewExpression(node)) calls.add(node);
      if (!ts.isCallExpression(node)) continue;
      calls.add(node);
      const target = functionAt(flow.project, node.expression);
      if (target) owners.add(target);
    }
  }
  return [...calls];
}
