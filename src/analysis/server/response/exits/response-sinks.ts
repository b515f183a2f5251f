import { ts } from '../../../../compiler.cjs';
import { codeText, descendants, type FunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { functionAt } from '../../../program/callees.ts';
import { declarationAt, memberNamed } from '../../../program/declaration-at.ts';
import { nodesOf } from '../../../program/node-index.ts';
import { programFiles } from '../../../program/program-files.ts';
import { declaredAs } from '../../../program/sdk-symbols.ts';
import { carriersOf, respondersOf } from '../carriers/carriers.ts';
import type { Flow } from '../flow/flow.ts';
import { type Fact, has, inside } from '../flow/value-facts.ts';

/** A call that sends (part of) a response. */
export interface Sink {
  readonly call: ts.CallExpression | ts.NewExpression | ts.BinaryExpression;
  readonly kind: 'redirect' | 'location' | 'body' | 'delegate';
  /** Sent on the `res` that the SDK wrapped. */
  readonly onWrapped: boolean;
  /** Sent on that `res` for some callers of a helper, and on the one of another route for others. */
  readonly onSome: boolean;
  readonly facts: readonly Fact[];
  /** What is sent: the URL, the header value, the body. */
  readonly values: readonly ts.Expression[];
}

const headerSetters = new Set([
  'setHeader',
  'set',
  'header',
  'append',
  'writeHead',
  'setHeaders',
  'writeEarlyHints',
]);
const bodySenders = new Set(['send', 'end', 'json', 'jsonp', 'write', 'render', 'html']);

const senders = new Set([...headerSetters, ...bodySenders, 'redirect', 'location']);

/** `authorize()` and the functions of the program that get its `res`. */
export function functionsWithResponse(flow: Flow): ReadonlySet<ts.Node> {
  const found = new Set<ts.Node>([flow.authorize]);
  for (const receiver of found) {
    for (const node of descendants(receiver)) {
      const target = ts.isCallExpression(node) ? functionAt(flow.project, node.expression) : undefined;
      if (target?.parameters.some((one) => getsResponse(flow, one))) found.add(target);
    }
  }
  return found;
}

function getsResponse(flow: Flow, parameter: ts.ParameterDeclaration): boolean {
  const facts = flow.factsOfDeclaration(parameter);
  const literals = facts.flatMap((fact) => (fact.kind === 'record' ? [fact.literal] : []));
  return (
    has(facts, 'response') ||
    literals.some((literal) => flow.reach(literal).some((fact) => fact.kind === 'response'))
  );
}

/**
 * What a call sends, or undefined when it sends nothing.
 *
 * @param receivers See {@link functionsWithResponse}.
 */
export function sinkAt(
  flow: Flow,
  call: ts.CallExpression | ts.NewExpression,
  receivers: ReadonlySet<ts.Node>,
): Sink | undefined {
  if (ts.isNewExpression(call)) {
    if (!ts.isIdentifier(call.expression) || call.expression.text !== 'Response') return undefined;
    return relevant(flow, sink(flow, call, 'body', onOther, [...(call.arguments ?? [])]));
  }
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
  if (!ts.isPropertyAccessExpression(callee) || !senders.has(name))
    return isWithin(call, receivers) ? delegate(flow, call) : undefined;
  const found = relevant(flow, sentBy(flow, call, name, originOf(flow, callee.expression)));
  // A method of the program is no response: the flow enters it.
  return found && !functionAt(flow.project, callee) ? found : undefined;
}

/** Whether a `res` is the one that the SDK wrapped: for all callers of a helper, or for some. */
interface Origin {
  readonly always: boolean;
  readonly sometimes: boolean;
}

const onOther: Origin = { always: false, sometimes: false };

function originOf(flow: Flow, receiver: ts.Expression): Origin {
  const always = isWrapped(flow, receiver, 'every');
  return { always, sometimes: always || isWrapped(flow, receiver, 'some') };
}

function sentBy(flow: Flow, call: ts.CallExpression, name: string, on: Origin): Sink | undefined {
  const args = [...call.arguments];
  if (name === 'redirect') return sink(flow, call, 'redirect', on, args);
  if (name === 'location' && args.length === 1) return sink(flow, call, 'location', on, args);
  if (headerSetters.has(name)) {
    const values = locationValues(flow, args, on.always);
    return values.length > 0 ? sink(flow, call, 'location', on, values) : undefined;
  }
  return bodySenders.has(name) ? sink(flow, call, 'body', on, args) : undefined;
}

/** Most calls with such a name send nothing that comes from `authorize()`. They are left out before the checker is asked. */
function relevant(flow: Flow, found: Sink | undefined): Sink | undefined {
  if (!found || found.onWrapped || found.onSome || found.facts.length > 0) return found;
  const isOpaque = found.kind !== 'body' && found.values.some((value) => opaqueCall(flow, value));
  return isOpaque ? found : undefined;
}

/** `ctx.body = { redirect: url.href }` in koa, typed or not. */
export function bodyAt(flow: Flow, assignment: ts.BinaryExpression): Sink | undefined {
  const target = unwrap(assignment.left);
  if (!ts.isPropertyAccessExpression(target)) return undefined;
  const found = relevant(flow, sink(flow, assignment, 'body', onOther, [assignment.right]));
  if (!found) return undefined;
  const { checker } = flow.project;
  const declared = declaredAs(checker.getSymbolAtLocation(target.name));
  const owner = ts.isIdentifier(target.expression)
    ? declarationAt(flow.project, target.expression)
    : undefined;
  const untyped =
    owner !== undefined &&
    ts.isParameter(owner) &&
    (checker.getTypeAtLocation(target.expression).flags & ts.TypeFlags.Any) !== 0;
  if (declared?.area !== 'platform/koa' && !untyped) return undefined;
  return found;
}

function isWithin(node: ts.Node, receivers: ReadonlySet<ts.Node>): boolean {
  for (let owner: ts.Node | undefined = node; owner; owner = owner.parent)
    if (receivers.has(owner)) return true;
  return false;
}

function sink(
  flow: Flow,
  call: Sink['call'],
  kind: Sink['kind'],
  { always: onWrapped, sometimes: onSome }: Origin,
  values: ts.Expression[],
): Sink {
  const { expressions } = carriersOf(flow);
  const facts = values.flatMap((value) => [
    ...(onSome || expressions.has(unwrap(value)) ? flow.reach(value) : []),
    ...(kind === 'body' ? rendered(flow, value, onSome) : []),
  ]);
  return { call, kind, onWrapped, onSome, values, facts };
}

/** True when it is the `res` of `authorize()` in every call of a helper, or in some. */
function isWrapped(
  flow: Flow,
  receiver: ts.Expression,
  calls: 'every' | 'some',
  seen = new Set<ts.Node>(),
): boolean {
  const plain = unwrap(receiver);
  if (!respondersOf(flow).expressions.has(plain) || !has(flow.facts(plain), 'response')) return false;
  if (ts.isCallExpression(plain) && ts.isPropertyAccessExpression(plain.expression))
    return isWrapped(flow, plain.expression.expression, calls, seen);
  const declaration = ts.isIdentifier(plain) ? declarationAt(flow.project, plain) : undefined;
  if (!declaration || !ts.isParameter(declaration) || declaration.parent === flow.authorize) return true;
  // A helper that calls itself adds no other caller.
  if (seen.has(declaration)) return calls === 'every';
  seen.add(declaration);
  const owner = declaration.parent as FunctionLike;
  const index = owner.parameters.indexOf(declaration);
  return (bindingsOf(flow.project).calls.get(owner) ?? [])[calls]((call) => {
    const given = call.arguments[index];
    return given !== undefined && isWrapped(flow, given, calls, seen);
  });
}

/** A page that a function outside the program renders contains the arguments of that function. */
function rendered(flow: Flow, value: ts.Expression, onWrapped: boolean): Fact[] {
  const plain = unwrap(value);
  const call = ts.isAwaitExpression(plain) ? unwrap(plain.expression) : plain;
  if (!ts.isCallExpression(call) || !(onWrapped || carriersOf(flow).calls.has(call))) return [];
  if (functionAt(flow.project, call.expression)) return [];
  return inside(call.arguments.flatMap((argument) => flow.reach(argument)));
}

/** The wrapped `res` itself is passed to code outside the program. */
function delegate(flow: Flow, call: ts.CallExpression): Sink | undefined {
  const { expressions } = respondersOf(flow);
  const isGiven = call.arguments.some(
    (argument) =>
      expressions.has(unwrap(argument)) && flow.reach(argument).some((fact) => fact.kind === 'response'),
  );
  if (!isGiven) return undefined;
  if (functionAt(flow.project, call.expression)) return undefined;
  return sink(flow, call, 'delegate', { always: true, sometimes: true }, [...call.arguments]);
}

/** The values that become the Location header: `('Location', url)`, `(302, { location: url })`, `(302, ['Location', url])`. */
function locationValues(flow: Flow, args: readonly ts.Expression[], onWrapped: boolean): ts.Expression[] {
  const [first, second] = args;
  if (first && second && isLocation(flow, first)) return [second];
  const isAny = onWrapped || hasOpaqueHeaders(flow);
  return args.flatMap((argument) => inHeaders(flow, argument, isAny));
}

/** @param isAny true where headers matter that do not carry the request */
function inHeaders(flow: Flow, argument: ts.Expression, isAny: boolean): ts.Expression[] {
  const plain = unwrap(argument);
  if (ts.isArrayLiteralExpression(plain)) {
    return plain.elements.flatMap((element, index) => {
      const next = plain.elements[index + 1];
      if (ts.isArrayLiteralExpression(element)) return inHeaders(flow, element, isAny);
      return next && isLocation(flow, element) ? [next] : [];
    });
  }
  if (ts.isNewExpression(plain))
    return (plain.arguments ?? []).flatMap((inner) => inHeaders(flow, inner, isAny));
  if (ts.isObjectLiteralExpression(plain)) return locationIn(flow, plain);
  if (!isAny && !carriersOf(flow).expressions.has(plain)) return [];
  return flow.facts(plain).flatMap((fact) => (fact.kind === 'record' ? locationIn(flow, fact.literal) : []));
}

function locationIn(flow: Flow, literal: ts.ObjectLiteralExpression): ts.Expression[] {
  const member =
    ['Location', 'location', 'LOCATION']
      .map((name) => memberNamed(literal, name))
      .find((found) => found !== undefined) ??
    literal.properties.find((property) => {
      const name = property.name;
      return name && ts.isComputedPropertyName(name) && isLocation(flow, name.expression);
    });
  if (member && ts.isPropertyAssignment(member)) return [member.initializer];
  if (member && ts.isShorthandPropertyAssignment(member)) return [member.name];
  return [];
}

const opaque = new WeakMap<Flow, boolean>();

/** True when some headers have a Location that {@link opaqueCall} gives: they do not carry the request and matter all the same. */
function hasOpaqueHeaders(flow: Flow): boolean {
  const known =
    opaque.get(flow) ??
    programFiles(flow.project)
      .filter((file) => /location/i.test(file.text))
      .flatMap((file) => nodesOf<ts.ObjectLiteralExpression>(file, ts.SyntaxKind.ObjectLiteralExpression))
      .some((literal) => locationIn(flow, literal).some((value) => opaqueCall(flow, value)));
  opaque.set(flow, known);
  return known;
}

function isLocation(flow: Flow, node: ts.Expression): boolean {
  const plain = unwrap(node);
  if (ts.isStringLiteralLike(plain)) return plain.text.toLowerCase() === 'location';
  if (!ts.isIdentifier(plain) && !ts.isPropertyAccessExpression(plain)) return false;
  if (!/location/i.test(codeText(plain))) return false;
  const type = flow.project.checker.getTypeAtLocation(plain);
  return type.isStringLiteral() && type.value.toLowerCase() === 'location';
}

/** `append(params.redirectUri, { code })` where `append` is outside the program: nobody sees what the URL contains. */
export function opaqueCall(flow: Flow, value: ts.Expression): ts.CallExpression | undefined {
  const plain = unwrap(value);
  const declaration = ts.isIdentifier(plain)
    ? flow.project.checker.getSymbolAtLocation(plain)?.valueDeclaration
    : undefined;
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
    return opaqueCall(flow, declaration.initializer);
  const call = ts.isAwaitExpression(plain) ? unwrap(plain.expression) : plain;
  const first = ts.isCallExpression(call) ? call.arguments[0] : undefined;
  if (!first || !carriersOf(flow).expressions.has(unwrap(first))) return undefined;
  if (!ts.isCallExpression(call) || functionAt(flow.project, call.expression)) return undefined;
  return has(flow.facts(first), 'redirect') ? call : undefined;
}
