import { ts } from '../../../../compiler.cjs';
import { codeText, descendants, type FunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { functionAt } from '../../../program/callees.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import type { Flow } from '../flow/flow.ts';
import { has } from '../flow/value-facts.ts';
import type { Sink } from './response-sinks.ts';
import { urlVariableOf } from './url-variable.ts';

/** What a redirect to another place than the client does with the client's redirect_uri. */
export type PassedOn =
  /** An upstream authorization server gets it and answers the client itself. */
  | 'upstream'
  /** An own page or an unknown place gets it in its query. */
  | 'query'
  | 'nothing';

/** The place that passes the redirect_uri on, and whether configuration decides it. */
export interface Upstream {
  readonly passed: PassedOn;
  readonly node?: ts.Node;
  readonly conditional: boolean;
}

export function upstreamOf(flow: Flow, sink: Sink): Upstream {
  return passedBy(flow, sink.values);
}

/** The same for what a call gets, e.g. the body of a pushed authorization request (RFC 9126). */
export function passedBy(flow: Flow, values: readonly ts.Expression[]): Upstream {
  const parts = contributors(flow, values, 'own parts');
  for (const part of parts) {
    for (const node of ownNodes(part)) {
      const value = redirectIn(flow, node);
      if (!value) continue;
      const passed = isOwnPage(values) ? 'query' : isAuthorizationRequest(parts) ? 'upstream' : 'query';
      return { passed, node, conditional: isChosen(flow, value) };
    }
  }
  return { passed: 'nothing', conditional: false };
}

/** True when a form field, a link or the query of a redirect carries the redirect_uri away. */
export function givesRedirectAway(flow: Flow, sink: Sink): boolean {
  if (sink.kind !== 'body') return upstreamOf(flow, sink).passed !== 'nothing';
  return contributors(flow, sink.values).some((part) =>
    [...descendants(part)].some((node) => {
      const value = ts.isTemplateSpan(node) ? node.expression : undefined;
      const isField = value && /(value=\\?["']?|[?&][\w.-]+=)$/.test(textBefore(node as ts.TemplateSpan));
      return isField && flow.reach(value).some((fact) => fact.kind === 'redirect' || fact.kind === 'params');
    }),
  );
}

function textBefore(span: ts.TemplateSpan): string {
  const spans = span.parent.templateSpans;
  const index = spans.indexOf(span);
  return index === 0 ? span.parent.head.text : (spans[index - 1]?.literal.text ?? '');
}

/** The client's redirect_uri, where a node gives it to a parameter of that name. */
function redirectIn(flow: Flow, node: ts.Node): ts.Expression | undefined {
  const value = redirectUriValue(node);
  return value && has(flow.facts(value), 'redirect') ? value : undefined;
}

/**
 * `/login?next=<the authorization request, built again>`: the client's redirect_uri is only part of a parameter, so that the
 * browser comes back to `authorize()`.
 */
export function asksAgain(flow: Flow, sink: Sink): boolean {
  if (sink.kind === 'body' || upstreamOf(flow, sink).passed !== 'nothing') return false;
  const parts = contributors(flow, sink.values);
  return (
    parts.some((part) => /\/authorize\b/.test(codeText(part))) &&
    parts.some((part) => [...descendants(part)].some((node) => redirectIn(flow, node) !== undefined))
  );
}

/** What a helper gives back; all of it, where that is a parameter, which was filled before. */
function resultsOf({ project }: Flow, helper: FunctionLike): readonly ts.Node[] {
  const results = bindingsOf(project).returns.get(helper) ?? [];
  const isGiven = results.some((each) => {
    const value = unwrap(each);
    const declaration = ts.isIdentifier(value) ? declarationAt(project, value) : undefined;
    return declaration && ts.isParameter(declaration);
  });
  return isGiven || results.length === 0 ? [helper.body!] : results;
}

/** The nodes of a URL's own parts. What stands inside the value of a parameter (`next=…`, `state=…`) is none of them. */
function ownNodes(node: ts.Node, found: ts.Node[] = []): ts.Node[] {
  found.push(node);
  const inner = innerValue(node);
  ts.forEachChild(node, (child) => {
    if (child !== inner) ownNodes(child, found);
  });
  return found;
}

/** The value of a parameter of a query, or of a record that a query is made of. */
function innerValue(node: ts.Node): ts.Node | undefined {
  if (ts.isPropertyAssignment(node)) return node.initializer;
  if (ts.isTemplateSpan(node)) return /[?&][\w.-]+=$/.test(textBefore(node)) ? node.expression : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  const isSet = ts.isPropertyAccessExpression(callee) && /^(?:set|append)$/.test(callee.name.text);
  return isSet ? node.arguments[1] : undefined;
}

/** The value of a `redirect_uri` parameter: `set('redirect_uri', x)`, `{ redirect_uri: x }`, `…redirect_uri=${x}`. */
function redirectUriValue(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node)) {
    const [key, value] = node.arguments;
    return key && value && ts.isStringLiteralLike(key) && key.text === 'redirect_uri' ? value : undefined;
  }
  if (ts.isPropertyAssignment(node) && node.name.getText().replace(/['"]/g, '') === 'redirect_uri')
    return node.initializer;
  if (ts.isTemplateSpan(node)) {
    return /redirect_uri=$/.test(textBefore(node)) ? node.expression : undefined;
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return /redirect_uri=['"`]$/.test(codeText(node.left)) ? node.right : undefined;
  }
  return undefined;
}

function isOwnPage(values: readonly ts.Expression[]): boolean {
  return values.some((value) => /^['"`]\//.test(codeText(unwrap(value))));
}

function isAuthorizationRequest(parts: readonly ts.Node[]): boolean {
  return parts.some((part) => /\bresponse_type\b|\/authorize\b|['"`]https?:\/\//.test(codeText(part)));
}

function isChosen(flow: Flow, value: ts.Expression): boolean {
  const plain = unwrap(value);
  if (ts.isConditionalExpression(plain)) return true;
  if (ts.isBinaryExpression(plain)) return plain.operatorToken.kind !== ts.SyntaxKind.PlusToken;
  if (ts.isCallExpression(plain)) return plain.arguments.some((argument) => isChosen(flow, argument));
  const declaration = ts.isIdentifier(plain)
    ? flow.project.checker.getSymbolAtLocation(plain)?.valueDeclaration
    : undefined;
  const initial = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return initial !== undefined && isChosen(flow, initial);
}

/**
 * Every piece of code that makes up a URL: its variables, what is set on them, the helpers that return it.
 * @param which `own parts` leaves out what stands inside the value of a parameter
 */
export function contributors(
  flow: Flow,
  values: readonly ts.Expression[],
  which: 'all' | 'own parts' = 'all',
): ts.Node[] {
  const found = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (found.has(node)) return;
    found.add(node);
    for (const inner of which === 'all' ? descendants(node) : ownNodes(node)) {
      if (ts.isIdentifier(inner)) {
        const declaration = flow.project.checker.getSymbolAtLocation(inner)?.valueDeclaration;
        const initial =
          declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
        if (!initial || has(flow.facts(initial), 'params')) continue;
        visit(initial);
        urlVariableOf(flow.project, initial)?.changes.forEach(visit);
      } else if (ts.isCallExpression(inner)) {
        const target = functionAt(flow.project, inner.expression);
        if (target?.body) (which === 'all' ? [target.body] : resultsOf(flow, target)).forEach(visit);
      }
    }
  };
  values.forEach(visit);
  return [...found];
}
