import { ts } from '../../../../compiler.cjs';
import { descendants } from '../../../program/ast.ts';
import type { Flow } from '../flow/flow.ts';
import type { Build } from '../flow/url-build.ts';
import { buildsIn } from '../flow/value-facts.ts';
import { mentionsIss } from './iss-mention.ts';
import type { Sink } from './response-sinks.ts';
import { urlVariableOf, usesInHelper } from './url-variable.ts';

/** `const url = build(…); url.searchParams.set('iss', …); res.end(url.href)`: added between the helper and the exit. */
export function issOnTheWay(flow: Flow, sink: Sink, build: Build): boolean {
  // `res.redirect(answer.with('iss', issuer).href)`
  if (sink.kind !== 'body' && sink.values.some((value) => mentionsIss(flow.project, value))) return true;
  return sink.values.some((value) => addsIss(flow, value, build));
}

function addsIss(flow: Flow, value: ts.Expression, build: Build): boolean {
  return [...descendants(value)].some((node) => {
    if (ts.isCallExpression(node)) return helperAddsIss(flow, node, build);
    if (!ts.isIdentifier(node)) return false;
    const declaration = flow.project.checker.getSymbolAtLocation(node)?.valueDeclaration;
    const initial =
      declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    if (!initial || initial === build.node || !buildsIn(flow.facts(initial)).includes(build)) return false;
    const changes = urlVariableOf(flow.project, initial)?.changes ?? [];
    return (
      [...changes, initial].some((change) => mentionsIss(flow.project, change)) ||
      addsIss(flow, initial, build)
    );
  });
}

/** `withIssuer(url, params.issuer)` */
function helperAddsIss(flow: Flow, call: ts.CallExpression, build: Build): boolean {
  return call.arguments.some(
    (argument) =>
      buildsIn(flow.facts(argument)).includes(build) &&
      usesInHelper(flow.project, call, argument).changes.some((change) => mentionsIss(flow.project, change)),
  );
}
