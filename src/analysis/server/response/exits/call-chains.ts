import { ts } from '../../../../compiler.cjs';
import {
  enclosingFunction,
  type FunctionLike,
  isWithin,
  ownDescendants,
  unwrap,
} from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { functionsAt } from '../../../program/callees.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import { cutFrom } from '../flow/address-part.ts';
import type { Flow } from '../flow/flow.ts';
import type { Build } from '../flow/url-build.ts';
import { buildsIn } from '../flow/value-facts.ts';

/** The calls through which an exit gets a URL that a helper builds; the first one calls the helper itself. */
export type Chain = readonly ts.CallExpression[];

const maxDepth = 6;

/**
 * Through which calls of helpers does a value get a URL?
 * Asked where one helper builds URLs for the client and for other places: each call is judged alone.
 *
 * @returns undefined when the value also comes another way, e.g. from a field
 */
export function chainsTo(flow: Flow, value: ts.Expression, build: Build): readonly Chain[] | undefined {
  const found: Chain[] = [];
  return collect(flow, value, build, [], found, 0) ? found : undefined;
}

/** @returns false when a part of the value cannot be followed */
function collect(
  flow: Flow,
  value: ts.Expression,
  build: Build,
  outer: Chain,
  found: Chain[],
  depth: number,
): boolean {
  if (depth > maxDepth) return false;
  const on = (next: ts.Expression, chain: Chain): boolean =>
    collect(flow, next, build, chain, found, depth + 1);
  const plain = unwrap(value);
  if (isWithin(build.node, plain)) {
    found.push(outer);
    return true;
  }
  for (const node of ownDescendants(plain)) {
    if (ts.isCallExpression(node)) {
      for (const target of functionsAt(flow.project, node.expression)) {
        if (!buildsIn(flow.returned(target)).includes(build)) continue;
        if (enclosingFunction(build.node) === target) found.push([node, ...outer]);
        else if (!returnsOf(flow, target).every((each) => on(each, [node, ...outer]))) return false;
      }
    } else if (ts.isIdentifier(node) && buildsIn(flow.facts(node)).includes(build)) {
      const next = valuesOf(flow, node, outer);
      if (!next?.every(([each, chain]) => on(each, chain))) return false;
    } else if (isMember(node) && buildsIn(flow.facts(node as ts.Expression)).includes(build)) {
      // `url.href` is the URL again; other members are read from elsewhere.
      if (!/^(href|searchParams)$/.test(node.name.text)) return false;
    }
  }
  return true;
}

function isMember(node: ts.Node): node is ts.PropertyAccessExpression {
  const { parent } = node;
  const isCalled = ts.isCallExpression(parent) && parent.expression === node;
  return ts.isPropertyAccessExpression(node) && !isCalled;
}

function returnsOf(flow: Flow, target: FunctionLike): readonly ts.Expression[] {
  const returns = bindingsOf(flow.project).returns.get(target) ?? [];
  return returns;
}

/** What a variable, or the parameter of a function on the chain, has as its value. */
function valuesOf(
  flow: Flow,
  name: ts.Identifier,
  chain: Chain,
): readonly (readonly [ts.Expression, Chain])[] | undefined {
  const { project } = flow;
  const declaration = declarationAt(project, name);
  if (!declaration) return undefined;
  const { assigned, calls } = bindingsOf(project);
  const later = assigned.get(declaration).map((each) => [each, chain] as const);
  if (ts.isVariableDeclaration(declaration))
    return [...(declaration.initializer ? [[declaration.initializer, chain] as const] : []), ...later];
  if (!ts.isParameter(declaration) || later.length > 0) return undefined;
  const owner = declaration.parent as FunctionLike;
  const index = owner.parameters.indexOf(declaration);
  const [call, ...rest] = chain;
  const given = call && functionsAt(project, call.expression).includes(owner) ? [call] : calls.get(owner);
  return given.flatMap((each) => {
    const argument = each.arguments[index];
    return argument ? [[argument, each === call ? rest : []] as const] : [];
  });
}

/** True unless the calls of the chain show that the URL is built on another address than the client's redirect_uri. */
export function isOnClient(flow: Flow, build: Build, chain: Chain): boolean {
  return mayBeClients(flow, build.redirect, chain);
}

function mayBeClients(flow: Flow, base: ts.Expression, chain: Chain): boolean {
  const plain = unwrap(base);
  const [call, ...rest] = chain;
  if (!call) return carries(flow, plain);
  const url = cutFrom(flow.project, plain);
  if (url) return mayBeClients(flow, url, chain);
  const object = ts.isPropertyAccessExpression(plain) ? unwrap(plain.expression) : plain;
  const declaration = ts.isIdentifier(object) ? declarationAt(flow.project, object) : undefined;
  const initial = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  if (initial && object === plain) return mayBeClients(flow, initial, chain);
  const whole = declaration && cutFrom(flow.project, declaration);
  if (whole && object === plain) return mayBeClients(flow, whole, chain);
  const parameter = declaration && parameterOf(declaration);
  const owner = parameter?.parent as FunctionLike | undefined;
  if (!parameter || !owner || !functionsAt(flow.project, call.expression).includes(owner)) return true;
  const argument = call.arguments[owner.parameters.indexOf(parameter)];
  if (!argument) return parameter.initializer !== undefined;
  // A parameter that is taken apart: any client's address in the argument counts.
  return parameter === declaration && object === plain
    ? mayBeClients(flow, argument, rest)
    : flow.reach(argument).some(({ kind }) => kind === 'params' || kind === 'redirect' || kind === 'record');
}

function carries(flow: Flow, value: ts.Expression): boolean {
  return flow.facts(value).some(({ kind }) => kind === 'redirect' || kind === 'build' || kind === 'params');
}

function parameterOf(declaration: ts.Node): ts.ParameterDeclaration | undefined {
  let node = declaration;
  while (ts.isBindingElement(node) || ts.isObjectBindingPattern(node)) node = node.parent;
  return ts.isParameter(node) ? node : undefined;
}
