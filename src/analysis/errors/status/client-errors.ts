import { ts } from '../../../compiler.cjs';
import type { Step } from '../../../model/fix.ts';
import { codeValuesOf403 } from '../../../sdk/facts.ts';
import { clientArea, httpErrorClasses } from '../../../sdk/roles.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import { oncePerNode, oncePerProject } from '../../program/memo.ts';
import type { Argument } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, sdkTypes, symbolOf } from '../../program/sdk-symbols.ts';
import type { Call } from '../branch/attempts.ts';
import { createFrame } from '../guards/evaluator.ts';
import { handlerAt } from '../guards/handlers.ts';
import { givesPromise, senderOf, sendersIn } from '../guards/requests.ts';
import { httpScenario, migratedScenario } from '../guards/scenarios.ts';
import { isOtherTransport, otherTransports, transportsOf } from '../guards/transports.ts';
import { isCaughtInside } from './caught-inside.ts';
import { type ErrorSource, type ErrorValue, errorSources } from './error-sources.ts';
import { functionsRun, type Given, givenTo } from './given-functions.ts';
import { keptAway } from './reached.ts';

/** Where an error of the MCP client comes from: the request that raises it, and the steps to the place that has it. */
export interface Raised {
  readonly generation: 1 | 2;
  readonly steps: readonly Step[];
  /** The call that raises it, where it is one. */
  readonly request?: Call | undefined;
}

/** Which calls raise the errors that are looked for, and of which generation they are. */
export type Requests = (project: Project, call: Call) => 1 | 2 | undefined;

/**
 * Whether a value may be an error that a request raises; undefined where no request leads to it.
 *
 * @param requests the calls that count, by default those that may be sent over Streamable HTTP
 */
export function raisedTo(
  project: Project,
  value: ErrorValue,
  requests: Requests = requestAt,
): Raised | undefined {
  for (const source of errorSources(project, value).found) {
    const isLost = ({ node, at }: Argument) => requests === requestAt && isAnsweredBefore(project, node, at);
    if (source.passed.some(isLost)) continue;
    const raised = raisedAt(project, source, requests);
    if (raised) return { ...raised, steps: [...raised.steps, ...source.steps] };
  }
  return undefined;
}

function raisedAt(project: Project, { kind, node }: ErrorSource, requests: Requests): Raised | undefined {
  if (kind === 'tried') return requestIn(project, node, requests);
  if (kind !== 'reported' || !ts.isPropertyAccessExpression(node)) return undefined;
  const [sender] = sendersIn(project, project.checker.getTypeAtLocation(node.expression));
  if (!sender || isOtherTransport(project, node.expression)) return undefined;
  return { generation: sender.generation, steps: [] };
}

/** `if (error instanceof SdkHttpError) return …` stands before the call that passes the error on. */
function isAnsweredBefore(project: Project, value: ts.Expression, at: ts.Node): boolean {
  const handler = handlerAt(project, { node: at, value, kind: 'v2' });
  if (!handler) return false;
  return answered.every((status) => {
    const both = [httpScenario(codeValuesOf403[0]!, status), migratedScenario(status)];
    return both.every((each) => keptAway(handler, createFrame(project, handler.subject, each), at));
  });
}

/** A handler that answers all of these before answers the class, not a status. */
const answered = [400, 401, 403, 404, 405, 418, 429, 500, 503, 599];

/** The first request in some code, also in the functions of the project that it calls. */
export function requestIn(
  project: Project,
  code: ts.Node,
  requests: Requests = requestAt,
): Raised | undefined {
  const silent = silentCode(project, requests);
  const seen: Seen = new Map();
  const open: Entered[] = [{ code, given: new Set() }];
  // Level by level: the request is rarely far away, and what the calls before it lead to may be half of a large program.
  for (const entered of open) {
    const given = newlyGiven(entered, seen, silent);
    if (!given) continue;
    seen.set(entered.code, given);
    const calls = callsIn(project, entered.code);
    const request = calls.find((call) => requests(project, call));
    if (request) return raisedBy(request, requests(project, request)!);
    for (const call of calls) open.push(...enteredBy(project, call, given));
  }
  // All of it was looked through, and sends nothing.
  for (const [part, given] of seen) silent.set(part, given);
  return undefined;
}

/** A piece of code that is looked through, and what the calls on the way gave to the functions that were entered. */
interface Entered {
  readonly code: ts.Node;
  readonly given: Given;
}

/** Code, and what was given when it was looked through. */
type Seen = Map<ts.Node, Given>;

const silentCodes = oncePerProject(() => new Map<Requests, Seen>());

/** Code that was looked through for an earlier question, and sends nothing. */
function silentCode(project: Project, requests: Requests): Seen {
  const known = silentCodes(project).get(requests) ?? new Map();
  silentCodes(project).set(requests, known);
  return known;
}

/** With what some code has to be looked through; undefined where it was, with no more than is known now. */
function newlyGiven({ code, given }: Entered, seen: Seen, silent: Seen): Given | undefined {
  const quiet = silent.get(code);
  if (quiet && [...quiet].every((each) => given.has(each))) return undefined;
  const before = seen.get(code);
  if (!before) return given;
  // With less that is known, more may be called.
  const common = new Set([...before].filter((each) => given.has(each)));
  return common.size === before.size ? undefined : common;
}

function enteredBy(project: Project, call: Call, given: Given): Entered[] {
  return functionsRun(project, call, given).flatMap((target): Entered[] =>
    target.body ? [{ code: target.body, given: givenTo(project, target, call, given) }] : [],
  );
}

const raisedBy = (request: Call, generation: 1 | 2): Raised => ({
  generation,
  request,
  steps: [{ node: request, message: 'the request is sent here' }],
});

/** The calls whose errors leave a piece of code. */
const callsIn = oncePerNode((project, code: ts.Node): readonly Call[] =>
  [...descendants(code)].filter(
    (node): node is Call =>
      (ts.isCallExpression(node) || ts.isNewExpression(node)) && !isCaughtInside(project, node, code),
  ),
);

/** The generation of the client or transport that a call sends something with, where that may be Streamable HTTP. */
const requestAt = oncePerNode((project: Project, node: Call): 1 | 2 | undefined => {
  if (ts.isNewExpression(node)) {
    const declared = declaredAs(symbolOf(project, node.expression));
    if (!/ClientTransport$/.test(declared?.name ?? '') || otherTransports.test(declared!.name))
      return undefined;
    return declared!.area.startsWith('v1') ? 1 : declared!.area.startsWith('v2') ? 2 : undefined;
  }
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee) || quiet.has(callee.name.text)) return undefined;
  const sender = senderOf(project, callee);
  if (!sender || !givesPromise(project, node) || isOtherTransport(project, sender.node)) return undefined;
  const [first] = node.arguments;
  const transports = callee.name.text === 'connect' && first ? [first] : transportsOf(project, sender.node);
  const isOther = transports.length > 0 && transports.every((each) => isOtherTransport(project, each));
  return isOther ? undefined : sender.generation;
});

/** They send nothing that is answered with a status. */
const quiet: ReadonlySet<string> = new Set(['close', 'finishAuth']);

/**
 * What the type of a value says, where it is read: `http` for the SDK's own error, `open` where it may be that one, `other`
 * for the error of somebody else; `mixed` where it is one of several classes, the SDK's among them.
 */
export function kindOfError(project: Project, value: ts.Expression): Kind | 'mixed' {
  const [own, cast] = [unwrap(value), value].map((each) => kindsOf(project, each)) as [Kind[], Kind[]];
  if ([own, cast].some((kinds) => kinds.every((kind) => kind === 'other'))) return 'other';
  if (!own.includes('http')) return 'open';
  return own.every((kind) => kind === 'http') ? 'http' : 'mixed';
}

type Kind = 'http' | 'open' | 'other';

function kindsOf(project: Project, value: ts.Expression): Kind[] {
  const type = project.checker.getTypeAtLocation(value);
  const parts = type.isUnion() ? type.types : [type];
  return parts.filter(({ flags }) => !(flags & absent)).map((part) => kindOfType(project, part));
}

const absent = ts.TypeFlags.Undefined | ts.TypeFlags.Null;

function kindOfType(project: Project, type: ts.Type): Kind {
  const declared = sdkTypes(project, type);
  const [http, base] = httpErrorClasses;
  if (declared.some(({ area, name }) => area === clientArea && name === http)) return 'http';
  if (declared.some(({ area, name }) => area === clientArea && name === base)) return 'open';
  if (declared.length > 0) return 'other';
  if (type.isIntersection())
    return type.types.some((part) => kindOfType(project, part) === 'other') ? 'other' : 'open';
  const { symbol } = type;
  const isClass = symbol && symbol.flags & ts.SymbolFlags.Class;
  return isClass && !declaredAs(symbol)?.area.startsWith('platform/') ? 'other' : 'open';
}
