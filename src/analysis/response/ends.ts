import { ts } from '../../compiler.cjs';
import type { RefusalCode } from '../../model/refusals.ts';
import { descendants, isFunctionLike, unwrap } from '../ast.ts';
import { functionAt, putValue } from './bindings.ts';
import { type Exits, statementOf } from './exits.ts';
import { type Fact, has } from './facts.ts';
import { type Flow, writers } from './flow.ts';
import type { Sink } from './sinks.ts';
import { isMemoryStore } from './store.ts';
import { contributors, upstreamOf } from './upstream.ts';

/** Why there is no safe fix. */
export interface Why {
  readonly code: RefusalCode;
  readonly detail?: string;
}

interface End {
  readonly node: ts.Node;
  readonly reason: Why;
}

/** Ends of `authorize()` for which no answer is in sight. */
export function unanswered(exits: Exits): End[] {
  const { flow, ends } = exits;
  if (exits.answeredLater)
    return ends.flatMap((sink) =>
      sink.kind === 'delegate' && carriesRequest(sink.facts) && !isAuthorizeCall(sink)
        ? [endOf(flow, sink)]
        : [],
    );
  const open = ends.filter((sink) => {
    if (sink.kind === 'delegate')
      return exits.answered.length + exits.bare.length === 0 || carriesRequest(sink.facts);
    if (sink.kind === 'body') return !(exits.comesBack && postsBack(flow, sink)) && !isErrorPage(sink);
    // `/login?next=<this request>`: the browser comes back to authorize().
    return !(exits.comesBack && sink.facts.some((fact) => fact.kind === 'request'));
  });
  if (open.length > 0) return open.map((sink) => endOf(flow, sink));
  if (ends.length > 0 || exits.answered.length > 0 || exits.bare.length > 0) return [];
  const call = handedAway(flow);
  return call
    ? [{ node: statementOf(call), reason: { code: 'response-elsewhere', detail: naming(call) } }]
    : [];
}

function endOf(flow: Flow, sink: Sink): End {
  const node = statementOf(sink.call);
  if (sink.kind === 'delegate')
    return { node, reason: { code: 'response-elsewhere', detail: naming(sink.call) } };
  const call = handedAway(flow);
  const kept: Why = call
    ? { code: 'persisted-request', detail: naming(call) }
    : { code: 'response-elsewhere' };
  const throughBrowser = carriesRequest(sink.facts) || upstreamOf(flow, sink).handed !== 'nothing';
  const sealed = call !== undefined && /\b(update|(sign|seal|encrypt)\w*)$/i.test(call.expression.getText());
  return { node, reason: throughBrowser && !sealed ? { code: 'browser-round-trip' } : kept };
}

function isAuthorizeCall(sink: Sink): boolean {
  return ts.isCallExpression(sink.call) && /\.authorize$/.test(sink.call.expression.getText());
}

export function naming(call: Sink['call']): string {
  const text = call.expression.getText().replace(/\s+/g, ' ');
  const name = ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : text;
  return `It is handed to \`${text.length > 60 ? name : text}\`.`;
}

function carriesRequest(facts: readonly Fact[]): boolean {
  return facts.some((fact) => fact.kind === 'params' || fact.kind === 'redirect');
}

const lookers = new Set([
  'includes',
  'has',
  'indexOf',
  'some',
  'every',
  'test',
  'match',
  'startsWith',
  'endsWith',
  'push',
  'add',
  'then',
]);

/** The first call that gets the request (or its redirect_uri) and is neither of this program nor a look at it. */
function handedAway(flow: Flow): ts.CallExpression | undefined {
  const calls = callsWithin(flow).filter((call) => {
    if (functionAt(flow.project, call.expression)) return false;
    const callee = unwrap(call.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
    const receiver = ts.isPropertyAccessExpression(callee) ? callee.expression.getText() : '';
    if (
      lookers.has(name) ||
      writers.test(callee.getText()) ||
      name === 'String' ||
      /(^|\.)(console|log|logger)$/i.test(receiver)
    )
      return false;
    if (ts.isPropertyAccessExpression(callee) && has(flow.facts(callee.expression), 'response')) return false;
    const put = putValue(call);
    if (put && isMemoryStore(flow.project, put.store)) return false;
    return call.arguments.some((argument) => carriesRequest(flow.reach(argument)));
  });
  return (
    calls.find((call) =>
      call.arguments.some((argument) => flow.facts(argument).some((fact) => fact.kind === 'record')),
    ) ?? calls[0]
  );
}

/** The calls that `authorize()` makes, and those of the functions it calls. */
function callsWithin(flow: Flow): ts.CallExpression[] {
  const owners = new Set<ts.Node>([flow.authorize]);
  const calls = new Set<ts.CallExpression>();
  for (const owner of owners) {
    for (const node of descendants(owner)) {
      if (!ts.isCallExpression(node)) continue;
      calls.add(node);
      const target = functionAt(flow.project, node.expression);
      if (target) owners.add(target);
    }
  }
  return [...calls];
}

/** A page for people that ends the request with an error: no authorization response follows. */
function isErrorPage(sink: Sink): boolean {
  if (carriesRequest(sink.facts)) return false;
  const statement = statementOf(sink.call);
  if (/\bstatus(Code)?\s*(\(|=)\s*[45]\d\d|sendStatus\(\s*[45]/.test(statement.getText())) return true;
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
    before.some((one) => /\bstatus(Code)?\s*(\(|=)\s*[45]\d\d/.test(one.getText()) && !ts.isIfStatement(one))
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

/** The form of the page has no action, or the authorize endpoint's: it runs authorize() again, on a wrapped `res`. */
function postsBack(flow: Flow, sink: Sink): boolean {
  const text = contributors(flow, sink.values)
    .map((part) => part.getText())
    .join('\n');
  const targets = [...text.matchAll(/<form\b[^>]*?\baction=\\?["']?([^"'>\s]*)/gi)].map(
    (match) => match[1] ?? '',
  );
  return targets.every(
    (target) =>
      /^$|^[?#]|\bauthorize\/?([?#]|$)/.test(target) ||
      (target.startsWith('${') && sink.facts.some((fact) => fact.kind === 'request')),
  );
}
