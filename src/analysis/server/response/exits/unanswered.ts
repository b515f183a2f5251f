import { ts } from '../../../../compiler.cjs';
import type { RefusalCode } from '../../../../model/refusals.ts';
import {
  codeText,
  descendants,
  isFunctionLike,
  isWithin,
  memberName,
  unwrap,
  wrapped,
} from '../../../program/ast.ts';
import { functionAt } from '../../../program/callees.ts';
import { putValue } from '../../../program/syntax-index.ts';
import { carriersOf } from '../carriers/carriers.ts';
import type { Flow } from '../flow/flow.ts';
import { storesAt } from '../flow/store-roots.ts';
import { type Exits, statementOf } from './exits.ts';
import { type PostedForm, postedForm } from './form-post.ts';
import { carriesRequest, describeTaker, inCookie, requestTaker, type Taker } from './request-takers.ts';
import type { Sink } from './response-sinks.ts';
import { asksAgain, contributors, givesRedirectAway, passedBy, upstreamOf } from './upstream-login.ts';

/** Why there is no fix, or what it rests on. */
export interface Reason {
  readonly code: RefusalCode;
  readonly detail?: string;
}

interface End {
  readonly node: ts.Node;
  readonly reason: Reason;
  /** Where the page is the answer itself. */
  readonly form?: PostedForm;
}

/** Why an answer that a form posts is not fixed. */
export const postedByForm: Reason = {
  code: 'unclear-construction',
  detail: 'A form of the page posts the answer.',
};

/** The ends of `authorize()` for which no response to the client was found. */
export function unanswered(exits: Exits): End[] {
  const { flow, ends } = exits;
  if (exits.answeredLater)
    return ends.filter((sink) => staysOpen(exits, sink)).map((sink) => endOf(flow, sink));
  const open = ends.filter((sink) => {
    if (sink.kind === 'delegate')
      return exits.answered.length + exits.bare.length === 0 || carriesRequest(sink.facts);
    if (sink.kind === 'body') return !(exits.comesBack && postsBack(flow, sink)) && !isErrorPage(flow, sink);
    // `/login?next=<this request>`: the browser comes back to authorize().
    if (exits.answersHere && sink.facts.some((fact) => fact.kind === 'request')) return false;
    return !(exits.answered.length > 0 && asksAgain(flow, sink));
  });
  if (open.length > 0) return open.map((sink) => endOf(flow, sink));
  // A ticket in the page holds the request: what gets it back answers.
  const ticket = exits.bodies.find(
    (sink) => carriesRequest(sink.facts) && !isOnlyLink(flow, sink) && leadsOn(exits, sink),
  );
  if (ticket) return [{ node: ticket.call, reason: endOf(flow, ticket).reason }];
  const call = requestTaker(flow);
  if (!call) return [];
  const page = exits.bodies.find((sink) => leadsOn(exits, sink));
  if (page) return [{ node: statementOf(call), reason: endOf(flow, page).reason }];
  if (ends.length > 0 || exits.answered.length > 0 || exits.bare.length > 0) return [];
  return [{ node: statementOf(call), reason: { code: 'response-elsewhere', detail: describeTaker(call) } }];
}

/** A page whose only way on is the link that is written into it. */
function isOnlyLink(flow: Flow, sink: Sink): boolean {
  const ways = waysOn(flow, sink);
  return ways.length === 1 && /^<a$/i.test(ways[0]!);
}

/** The tags of a page by which a person goes on. */
const waysOn = (flow: Flow, sink: Sink): readonly string[] =>
  textOf(flow, sink).match(/<(?:form|a|button|script)\b/gi) ?? [];

/** `res.render('consent', …)`: the page stands in a template. */
const isView = ({ call }: Sink): boolean =>
  ts.isCallExpression(call) && memberName(unwrap(call.expression)) === 'render';

/** A page with a "No" that goes to the client, and a form or a link whose answer other code sends. */
function leadsOn({ flow, comesBack }: Exits, sink: Sink): boolean {
  return (
    (isView(sink) || waysOn(flow, sink).length > 0) &&
    !postedForm(flow, sink) &&
    !(comesBack && postsBack(flow, sink))
  );
}

/** Other responses were found, but this end passes the redirect_uri to code or to a browser that answers later. */
function staysOpen(exits: Exits, sink: Sink): boolean {
  const { flow } = exits;
  if (sink.kind === 'delegate') return carriesRequest(sink.facts) && !isAuthorizeCall(sink);
  if (exits.comesBack && (sink.kind !== 'body' || postsBack(flow, sink))) return false;
  return givesRedirectAway(flow, sink) && !isErrorPage(flow, sink);
}

function endOf(flow: Flow, sink: Sink): End {
  const node = statementOf(sink.call);
  if (sink.kind === 'delegate' && !ts.isBinaryExpression(sink.call))
    return { node, reason: { code: 'response-elsewhere', detail: describeTaker(sink.call) } };
  const form = postedForm(flow, sink);
  if (form) return { node, reason: postedByForm, form };
  const call = requestTaker(flow);
  // The upstream server got the request without the browser, and answers the client itself.
  if (call && passedBy(flow, valuesOf(call)).passed === 'upstream')
    return { node, reason: { code: 'upstream-answers' } };
  // `pending.set(id, Request.parse(params))` stays in the memory, as a record that only the package knows.
  const stays = call !== undefined && isPutInMemory(flow, call);
  const kept: Reason = call
    ? { code: stays ? 'response-elsewhere' : 'persisted-request', detail: describeTaker(call) }
    : { code: 'response-elsewhere' };
  const throughBrowser = goesThroughBrowser(flow, sink);
  const sealed = call !== undefined && /\b(update|(sign|seal|encrypt)\w*)$/i.test(codeText(call.expression));
  return { node, reason: throughBrowser && !sealed ? { code: 'browser-round-trip' } : kept };
}

/** True when the browser gets the request with a page or a redirect, or keeps it in a cookie. */
function goesThroughBrowser(flow: Flow, sink: Sink): boolean {
  return carriesRequest(sink.facts) || upstreamOf(flow, sink).passed !== 'nothing' || inCookie(flow);
}

/** The same where a text of the request, sealed or not, may be a part of what the browser gets. */
export function mayGoThroughBrowser({ flow, ends, bodies }: Exits): boolean {
  // `setCookie(res, 'login', JSON.stringify(login))`
  const isGivenWithResponse = [...carriersOf(flow).calls].some(
    (call) =>
      takesRecord(flow, call) &&
      call.arguments?.some((argument) => flow.reach(argument).some(({ kind }) => kind === 'response')),
  );
  if (isGivenWithResponse) return true;
  return [...ends, ...bodies].some(
    (sink) =>
      goesThroughBrowser(flow, sink) ||
      contributors(flow, sink.values).some((part) =>
        valueNodes(part).some((node) => takesRecord(flow, node)),
      ),
  );
}

/** A call to code outside of the program that gets the whole request, or a record of it, and gives something for it. */
function takesRecord(flow: Flow, node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !carriersOf(flow).calls.has(node)) return false;
  const isWhole = node.arguments.some((argument) =>
    flow.reach(argument).some(({ kind }) => kind === 'record' || kind === 'params' || kind === 'rest'),
  );
  return isWhole && functionAt(flow.project, node.expression) === undefined;
}

/** The nodes that make up a value: what a statement does on its own is no part of it. */
function valueNodes(node: ts.Node, found: ts.Node[] = []): readonly ts.Node[] {
  found.push(node);
  ts.forEachChild(node, (child) => {
    if (!ts.isExpressionStatement(child)) valueNodes(child, found);
  });
  return found;
}

/** True when what a call gives is put into a collection of this program, alone or in a record. */
function isPutInMemory({ project }: Flow, call: Taker): boolean {
  for (let node: ts.Expression = call; ; ) {
    const { parent } = wrapped(node);
    if (ts.isCallExpression(parent)) {
      const put = putValue(parent);
      return put !== undefined && isWithin(call, put.value) && storesAt(project, put.store).size > 0;
    }
    const isPart = ts.isPropertyAssignment(parent) || ts.isSpreadAssignment(parent);
    if (isPart) node = parent.parent;
    else if (ts.isAwaitExpression(parent)) node = parent;
    else return false;
  }
}

/** What a call gets: its arguments, and the object of a method that collects them, such as a query. */
function valuesOf({ expression, arguments: all }: Taker): readonly ts.Expression[] {
  const given = all ?? [];
  const callee = unwrap(expression);
  return ts.isPropertyAccessExpression(callee) ? [callee.expression, ...given] : [...given];
}

function isAuthorizeCall(sink: Sink): boolean {
  return ts.isCallExpression(sink.call) && /\.authorize$/.test(codeText(sink.call.expression));
}

/** A page that ends the request with an error: no authorization response follows. */
function isErrorPage(flow: Flow, sink: Sink): boolean {
  // A page may name the redirect_uri; with a form or a link it may lead there.
  if (carriesRequest(sink.facts) && /<(form|a|input|meta)\b/i.test(textOf(flow, sink))) return false;
  const statement = statementOf(sink.call);
  if (/\bstatus(Code)?\s*(\(|=)\s*[45]\d\d|sendStatus\(\s*[45]/.test(codeText(statement))) return true;
  for (
    let current: ts.Node = statement;
    current.parent && !isFunctionLike(current);
    current = current.parent
  ) {
    if (ts.isCatchClause(current)) return true;
  }
  const block = statement.parent;
  const before = ts.isBlock(block) ? block.statements.filter((one) => one.end <= statement.pos) : [];
  if (
    before.some((one) => /\bstatus(Code)?\s*(\(|=)\s*[45]\d\d/.test(codeText(one)) && !ts.isIfStatement(one))
  )
    return true;
  return (
    sink.kind === 'body' &&
    sink.values.some((value) =>
      [...descendants(value)].some(
        (node) =>
          ts.isPropertyAssignment(node) &&
          node.name.getText() === 'error' &&
          ts.isObjectLiteralExpression(unwrap(value)),
      ),
    )
  );
}

function textOf(flow: Flow, sink: Sink): string {
  return contributors(flow, sink.values)
    .map((part) => codeText(part))
    .join('\n');
}

/** The form of the page has no action, or the authorize endpoint's: it runs authorize() again, on a wrapped `res`. */
function postsBack(flow: Flow, sink: Sink): boolean {
  const text = textOf(flow, sink);
  const targets = [...text.matchAll(/<form\b[^>]*?\baction=\\?["']?([^"'>\s]*)/gi)].map(
    (match) => match[1] ?? '',
  );
  return targets.every(
    (target) =>
      /^$|^[?#]|\bauthorize\/?([?#]|$)/.test(target) ||
      (target.startsWith('${') && sink.facts.some((fact) => fact.kind === 'request')),
  );
}
