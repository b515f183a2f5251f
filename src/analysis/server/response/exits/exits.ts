import { ts } from '../../../../compiler.cjs';
import {
  enclosingFunction,
  enclosingStatement,
  type FunctionLike,
  isWithin,
  unwrap,
} from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import type { Project } from '../../../program/project.ts';
import { isTestFile } from '../../../program/test-files.ts';
import { carriersOf, respondersOf } from '../carriers/carriers.ts';
import { createFlow, type Flow } from '../flow/flow.ts';
import type { Build } from '../flow/url-build.ts';
import { buildsIn, has } from '../flow/value-facts.ts';
import { callsAnyProvider } from '../provider/authorize-call.ts';
import { findProviders } from '../provider/provider.ts';
import { type Chain, chainsTo, isOnClient } from './call-chains.ts';
import { followsLocation } from './follows-location.ts';
import { type PostedForm, postedForm } from './form-post.ts';
import { issOnTheWay } from './iss-on-the-way.ts';
import { hasIss } from './iss-present.ts';
import { bodyAt, functionsWithResponse, opaqueCall, type Sink, sinkAt } from './response-sinks.ts';
import { answersSealedCopy } from './sealed-copy.ts';

/** Every place where an `authorize()` ends or a response to its client is sent. */
export interface Exits {
  readonly flow: Flow;
  /** Responses to the client without `iss`: the statement, and the URLs that leave there. */
  readonly bare: readonly Exit[];
  /** Responses that carry `iss`, or get it from the SDK's wrapper of `res`. */
  readonly answered: readonly ts.Node[];
  /** Every URL that is sent to the client. */
  readonly sent: readonly Build[];
  /** Ends of `authorize()` without a response to the client: a page, an upstream server, code elsewhere. */
  readonly ends: readonly Sink[];
  /** Answers of `authorize()` with a body that holds a URL of the client. A page of these may lead elsewhere, too. */
  readonly bodies: readonly Sink[];
  /** True when `authorize()` reads its own request and redirects: a page that it sends may come back to it. */
  readonly comesBack: boolean;
  /** True when `authorize()` reads its own request and answers the client itself: a redirect with its own URL leads back to it. */
  readonly answersHere: boolean;
  /** True when some response is sent on a `res` that the SDK did not wrap. */
  readonly answeredLater: boolean;
}

export interface Exit {
  readonly node: ts.Node;
  readonly builds: readonly Build[];
  /** The call that sends, when the exit is not the return of a URL. */
  readonly sink?: Sink;
  /** Where a form of the page posts the answer. */
  readonly form?: PostedForm;
}

/**
 * Where do the authorization responses of one provider leave, and which of them have no `iss`?
 * Asked by the verdict and by the rule about hand-written metadata.
 * Gives the exits with and without `iss`, and the ends of `authorize()` that send no response.
 */
export function findExits(project: Project, authorize: FunctionLike): Exits {
  const flow = createFlow(project, authorize);
  const sinks = sinksOf(flow);
  const found: Found = {
    bare: [],
    answered: [],
    ends: [],
    bodies: [],
    sent: new Set(),
    sentElsewhere: new Set(),
    wrappedRedirect: false,
    onWrapped: false,
    answeredLater: false,
  };
  for (const sink of sinks) sortSink(flow, sink, sinks, found);
  for (const build of returnedBuilds(flow)) {
    const isSeen = found.sent.has(build) && !found.sentElsewhere.has(build);
    if (isSeen || isTestFile(build.node.getSourceFile())) continue;
    found.answeredLater = true;
    if (hasIss(flow, build)) found.answered.push(build.node);
    else found.bare.push({ node: statementOf(build.node), builds: [build] });
  }
  const { bare, answered, sent, ends, answeredLater, wrappedRedirect, onWrapped } = found;
  const isRead = readsRequest(flow);
  return {
    flow,
    bare: merged(bare),
    answered,
    sent: [...sent],
    ends,
    bodies: found.bodies,
    comesBack: wrappedRedirect && isRead,
    answersHere: (wrappedRedirect || onWrapped) && isRead,
    answeredLater,
  };
}

/** {@link Exits} while they are collected. */
interface Found {
  readonly bare: Exit[];
  readonly answered: ts.Node[];
  readonly ends: Sink[];
  readonly bodies: Sink[];
  readonly sent: Set<Build>;
  /** URLs that another file gets from the one that builds them, and sends on a `res` that the SDK did not wrap. */
  readonly sentElsewhere: Set<Build>;
  wrappedRedirect: boolean;
  /** True when a URL leaves on the wrapped `res` in another way. */
  onWrapped: boolean;
  answeredLater: boolean;
}

/** Every call and assignment that sends a part of a response. */
function sinksOf(flow: Flow): readonly Sink[] {
  const receivers = functionsWithResponse(flow);
  const { allCalls, bodies } = bindingsOf(flow.project);
  return [
    ...allCalls.flatMap((call) => sinkAt(flow, call, receivers) ?? []),
    ...bodies.flatMap((assignment) => bodyAt(flow, assignment) ?? []),
  ].filter(({ call }) => !isTestFile(call.getSourceFile()));
}

function sortSink(flow: Flow, sink: Sink, all: readonly Sink[], found: Found): void {
  const builds = buildsIn(sink.facts).filter((build) => clientChains(flow, sink, build)?.length !== 0);
  if (
    isWrappedRedirect(flow, sink) ||
    isInnerProvider(flow, sink) ||
    (readsRequest(flow) && answersSealedCopy(flow, sink))
  ) {
    found.wrappedRedirect = true;
    for (const build of builds) found.sent.add(build);
    found.answered.push(sink.call);
  } else if (isWrappedOfAnother(flow, sink)) {
    for (const build of builds) found.sent.add(build);
    found.answered.push(sink.call);
  } else if (builds.length > 0) sortResponse(flow, sink, builds, found);
  else if (sink.kind !== 'body' && sink.kind !== 'delegate' && sendsRedirectUri(flow, sink))
    found.bare.push({ node: statementOf(sink.call), builds: [], sink });
  else sortPage(flow, sink, all, found);
}

/** A page, or another end of `authorize()`, without a URL that the program builds. */
function sortPage(flow: Flow, sink: Sink, all: readonly Sink[], found: Found): void {
  const form = postedForm(flow, sink);
  const isEnd = sink.onWrapped || (sink.onSome && sink.kind === 'body');
  if (form) found.answeredLater ||= !isEnd;
  if (form?.hasIss) found.answered.push(sink.call);
  else if (form && !isEnd) found.bare.push({ node: statementOf(sink.call), builds: [], sink, form });
  else if (isEnd && !endsAnswer(sink, all)) found.ends.push(sink);
}

/**
 * The calls through which a helper builds the URL of this exit on the client's redirect_uri; empty when every call gives it
 * another address. Undefined when the URL does not come from calls alone.
 */
function clientChains(flow: Flow, sink: Sink, build: Build): readonly Chain[] | undefined {
  const all = sink.values
    .filter((value) => buildsIn(flow.reach(value)).includes(build))
    .map((value) => chainsTo(flow, value, build));
  const chains = all.flatMap((each) => each ?? []);
  if (chains.length === 0 || all.includes(undefined) || chains.some(({ length }) => length === 0))
    return undefined;
  return chains.filter((chain) => isOnClient(flow, build, chain));
}

/** A response with a URL that the program builds. */
function sortResponse(flow: Flow, sink: Sink, builds: readonly Build[], found: Found): void {
  const home = flow.authorize.getSourceFile();
  const isReturned =
    builds.every((build) => build.node.getSourceFile() === home) && sink.call.getSourceFile() !== home;
  found.answeredLater ||= !sink.onWrapped;
  found.onWrapped ||= sink.onWrapped;
  // A URL that a method returns to another file is reported where it is built.
  if (isReturned && !sink.onWrapped) {
    for (const build of builds) found.sentElsewhere.add(build);
    return;
  }
  for (const build of builds) found.sent.add(build);
  if (sink.kind === 'body' && sink.onWrapped) found.bodies.push(sink);
  const lacking = builds.filter(
    (build) => !hasIss(flow, build, clientChains(flow, sink, build)) && !issOnTheWay(flow, sink, build),
  );
  if (lacking.length > 0) found.bare.push({ node: statementOf(sink.call), builds: lacking, sink });
  else found.answered.push(sink.call);
}

/** The SDK adds `iss` here, whatever the order of the arguments is. */
function isWrappedRedirect(flow: Flow, sink: Sink): boolean {
  return sink.kind === 'redirect' && sink.onWrapped && sendsRedirectUri(flow, sink);
}

/** The same in the `authorize()` of another provider, which keeps its requests in the same store. */
function isWrappedOfAnother({ project, authorize }: Flow, { kind, call, onSome }: Sink): boolean {
  if (kind !== 'redirect' || onSome || !ts.isCallExpression(call)) return false;
  return findProviders(project).some((other) => {
    if (other.authorize === authorize || !isWithin(call, other.authorize)) return false;
    const flow = createFlow(project, other.authorize);
    const sink = sinkAt(flow, call, functionsWithResponse(flow));
    return sink !== undefined && isWrappedRedirect(flow, sink);
  });
}

/** `inner.authorize(client, params, res)`: another provider gets the wrapped `res`, and has its own verdict. */
function isInnerProvider(flow: Flow, { kind, call }: Sink): boolean {
  return kind === 'delegate' && ts.isCallExpression(call) && callsAnyProvider(flow.project, call);
}

/** `res.end()`, or the body that follows a Location header: no exit of its own. */
function endsAnswer(sink: Sink, all: readonly Sink[]): boolean {
  if (sink.kind !== 'body') return false;
  if (sink.values.length === 0) return true;
  return followsLocation(sink, all);
}

function sendsRedirectUri(flow: Flow, sink: Sink): boolean {
  return sink.values.some((value) => {
    const facts = carriersOf(flow).expressions.has(unwrap(value)) ? flow.facts(value) : [];
    const isBuilt = facts.some(
      (fact) => fact.kind === 'build' && !fact.inside && clientChains(flow, sink, fact.build)?.length !== 0,
    );
    return isBuilt || has(facts, 'redirect') || opaqueCall(flow, value) !== undefined;
  });
}

/** URLs that the function which builds them returns. */
function returnedBuilds(flow: Flow): Build[] {
  const { texts, returns } = bindingsOf(flow.project);
  const { expressions } = carriersOf(flow);
  const builds = buildsIn(texts.flatMap((node) => (expressions.has(node) ? flow.facts(node) : [])));
  return builds.filter((build) => {
    for (let owner = enclosingFunction(build.node); owner; owner = enclosingFunction(owner)) {
      if ((returns.get(owner) ?? []).some((value) => buildsIn(flow.reach(value)).includes(build)))
        return true;
    }
    return false;
  });
}

/** `res.req.method`, `res.req.body`: the consent form posts back to the authorize endpoint. */
function readsRequest(flow: Flow): boolean {
  const file = flow.authorize.getSourceFile();
  return [...respondersOf(flow).expressions].some(
    (node) =>
      node.getSourceFile() === file &&
      ts.isPropertyAccessExpression(node) &&
      node.name.text === 'req' &&
      has(flow.facts(node), 'request'),
  );
}

/** The statement of a call; an arrow's expression body is its own statement. */
export function statementOf(node: ts.Node): ts.Node {
  const owner = enclosingFunction(node);
  const statement = enclosingStatement(node);
  if (owner && ts.isArrowFunction(owner) && !ts.isBlock(owner.body) && statement && statement.pos < owner.pos)
    return owner.body;
  if (statement && ts.isIfStatement(statement)) return node;
  return statement ?? node;
}

/** `res.writeHead(…).end(url)` is one exit, however many calls name the URL. */
function merged(exits: readonly Exit[]): Exit[] {
  const byNode = new Map<ts.Node, Exit>();
  for (const exit of exits) {
    const before = byNode.get(exit.node);
    byNode.set(
      exit.node,
      before ? { ...before, builds: [...new Set([...before.builds, ...exit.builds])] } : exit,
    );
  }
  return [...byNode.values()];
}
