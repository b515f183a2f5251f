import { ts } from 'ts-morph';
import type { Edit } from '../../model/edit.ts';
import type { RefusalCode } from '../../model/refusals.ts';
import { descendants, isFunctionLike, unwrap } from '../ast.ts';
import type { Project } from '../project.ts';
import { sdkTypes } from '../sdk-symbols.ts';
import { bindingsOf, functionAt, putValue } from './bindings.ts';
import type { Build } from './build.ts';
import { type Exit, type Exits, findExits, statementOf } from './exits.ts';
import { type Fact, has } from './facts.ts';
import type { Flow } from './flow.ts';
import { type Mended, mend } from './mend.ts';
import type { Provider } from './provider.ts';
import { opaqueCall, type Sink } from './sinks.ts';
import { isMemoryStore } from './store.ts';
import { switchOff } from './switch-off.ts';
import { upstreamOf } from './upstream.ts';

interface Why {
  readonly code: RefusalCode;
  readonly detail?: string;
}

/** One exit of a provider that lacks `iss`, with what can be done about it. */
export interface Verdict {
  readonly node: ts.Node;
  readonly kind: 'bare' | 'elsewhere' | 'upstream';
  readonly provider: Provider;
  readonly flow: Flow;
  readonly builds: readonly Build[];
  readonly edits: readonly Edit[];
  /** Without it the edits are safe; `upstream-answers` makes them suggested; any other means none. */
  readonly reason?: Why | undefined;
}

/** Judges all exits of one provider together: they are mended as one change set, or not at all. */
export function judge(project: Project, provider: Provider): Verdict[] {
  if (provider.flag === 'off') return [];
  const exits = findExits(project, provider.authorize);
  const base = { provider, flow: exits.flow, builds: [], edits: [] };
  const upstream = exits.ends.flatMap((sink): Verdict[] => {
    const found = upstreamVerdict(exits.flow, sink);
    return found ? [{ ...base, node: statementOf(sink.call), kind: 'upstream', ...found }] : [];
  });
  const bare = exits.bare.map(
    (exit): Verdict => ({
      ...base,
      node: exit.node,
      kind: 'bare',
      builds: exit.builds,
      ...mendExit(exits.flow, exit),
    }),
  );
  const handled = new Set(upstream.map((one) => one.node));
  const elsewhere = unanswered(exits)
    .filter((end) => !handled.has(end.node))
    .map((end): Verdict => ({ ...base, node: end.node, kind: 'elsewhere', reason: end.reason }));
  return together(provider, distinct([...upstream, ...bare, ...elsewhere]), exits);
}

function distinct(verdicts: readonly Verdict[]): Verdict[] {
  const seen = new Set<ts.Node>();
  return verdicts.filter((one) => !seen.has(one.node) && seen.add(one.node));
}

function mendExit(flow: Flow, exit: Exit): { edits: readonly Edit[]; reason?: Why } {
  if (exit.sink?.kind === 'delegate')
    return { edits: [], reason: { code: 'response-elsewhere', detail: naming(exit.sink.call) } };
  if (exit.builds.length === 0) {
    const helper = exit.sink?.values
      .map((value) => opaqueCall(flow, value))
      .find((call) => call !== undefined);
    return {
      edits: [],
      reason: helper
        ? { code: 'needs-other-file', detail: `\`${helper.expression.getText()}\` builds the URL.` }
        : { code: 'unclear-construction' },
    };
  }
  const mended = exit.builds.map((build): Mended => mend(flow, build));
  const refused = mended.find((one) => 'refusal' in one);
  if (refused && 'refusal' in refused)
    return { edits: [], reason: reasonFrom(refused.refusal, refused.detail) };
  return { edits: mended.flatMap((one) => ('edits' in one ? one.edits : [])) };
}

function reasonFrom(code: RefusalCode, detail: string | undefined): Why {
  return detail === undefined ? { code } : { code, detail };
}

/** One change set over all exits, or none; an upstream that answers is settled by the flag alone. */
function together(provider: Provider, verdicts: readonly Verdict[], exits: Exits): Verdict[] {
  if (provider.flag === 'computed')
    return verdicts.map((one) => ({ ...one, edits: [], reason: { code: 'computed-issuer-flag' } }));
  const upstream = verdicts.filter((one) => one.kind === 'upstream');
  if (upstream.length > 0) {
    const byConfiguration = upstream.some((one) => one.reason?.code === 'decided-by-configuration');
    const mixed = exits.answered.length > 0 || verdicts.length > upstream.length;
    const code: RefusalCode = byConfiguration || mixed ? 'decided-by-configuration' : 'upstream-answers';
    const edits = code === 'upstream-answers' ? [switchOff(provider.node)] : [];
    return verdicts.map((one) => ({ ...one, edits, reason: { code } }));
  }
  const blocked = verdicts.find((one) => one.reason);
  if (!blocked) {
    const edits = unique(verdicts.flatMap((one) => one.edits));
    return verdicts.map((one) => ({ ...one, edits }));
  }
  const place = `It is on line ${blocked.node.getSourceFile().getLineAndCharacterOfPosition(blocked.node.getStart()).line + 1}.`;
  return verdicts.map((one) => ({
    ...one,
    edits: [],
    reason: one.reason ?? { code: 'other-exit', detail: place },
  }));
}

function unique(edits: readonly Edit[]): Edit[] {
  const seen = new Set<string>();
  return edits.filter((edit) => {
    const key = `${edit.file}\0${edit.start}\0${edit.end}\0${edit.text}`;
    return !seen.has(key) && seen.add(key);
  });
}

function upstreamVerdict(flow: Flow, sink: Sink): Pick<Verdict, 'reason'> | undefined {
  if (sink.kind === 'delegate') {
    return isProxyCall(flow, sink) ? { reason: { code: 'upstream-answers' } } : undefined;
  }
  if (sink.kind === 'body') return undefined;
  const found = upstreamOf(flow, sink);
  if (found.handed !== 'upstream') return undefined;
  return { reason: { code: found.conditional ? 'decided-by-configuration' : 'upstream-answers' } };
}

/** `this.proxy.authorize(client, params, res)` on the SDK's own proxy provider. */
function isProxyCall(flow: Flow, sink: Sink): boolean {
  const callee = ts.isCallExpression(sink.call) ? unwrap(sink.call.expression) : undefined;
  if (!callee || !ts.isPropertyAccessExpression(callee) || callee.name.text !== 'authorize') return false;
  const type = flow.project.checker.getTypeAtLocation(callee.expression);
  return sdkTypes(flow.project, type).some((entity) => entity.name === 'ProxyOAuthServerProvider');
}

interface End {
  readonly node: ts.Node;
  readonly reason: Why;
}

/** Ends of `authorize()` for which no answer is in sight. */
function unanswered(exits: Exits): End[] {
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
    if (sink.kind === 'body') return !exits.comesBack && !isErrorPage(sink);
    return true;
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
  const throughBrowser = carriesRequest(sink.facts) || upstreamOf(flow, sink).handed !== 'nothing';
  if (throughBrowser) return { node, reason: { code: 'browser-round-trip' } };
  const call = handedAway(flow);
  return {
    node,
    reason: call ? { code: 'persisted-request', detail: naming(call) } : { code: 'response-elsewhere' },
  };
}

function isAuthorizeCall(sink: Sink): boolean {
  return ts.isCallExpression(sink.call) && /\.authorize$/.test(sink.call.expression.getText());
}

function naming(call: Sink['call']): string {
  return `It is handed to \`${call.expression.getText()}\`.`;
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
  const calls = bindingsOf(flow.project).allCalls.filter((call): call is ts.CallExpression => {
    if (!ts.isCallExpression(call) || functionAt(flow.project, call.expression)) return false;
    const callee = unwrap(call.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
    const receiver = ts.isPropertyAccessExpression(callee) ? callee.expression.getText() : '';
    if (
      lookers.has(name) ||
      /^(String|encodeURIComponent)$/.test(name) ||
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
