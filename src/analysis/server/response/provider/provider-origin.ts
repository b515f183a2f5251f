import { ts } from '../../../../compiler.cjs';
import { proxyProviderClass } from '../../../../sdk/roles.ts';
import { codeText, isJavaScript, unwrap } from '../../../program/ast.ts';
import { memberOf } from '../../../program/option-members.ts';
import type { Project } from '../../../program/project.ts';
import { sdkEntityAt, sdkTypes, symbolOf } from '../../../program/sdk-symbols.ts';
import { valuesBehind } from '../../../program/values-behind.ts';
import {
  type ConstructorFunction,
  isConstructorFunction,
  type ProviderNode,
  providerNodesOf,
} from './provider-node.ts';

/** What a `provider` option may be. */
export interface ProviderOrigin {
  /** Classes and object literals of the project. */
  readonly nodes: readonly ProviderNode[];
  /** True when it may be the SDK's own proxy provider. */
  readonly proxy: boolean;
  /** False when it may be something else that the program does not show. */
  readonly complete: boolean;
}

const unknown: ProviderOrigin = { nodes: [], proxy: false, complete: false };
const maxDepth = 8;

/** What these give has the members of each argument. */
const copying = /^Object\.(assign|create|freeze|seal)$/;

/** Follows a provider back to its class or object literal, across files. */
export function providerOrigin(project: Project, expression: ts.Expression, depth = 0): ProviderOrigin {
  if (depth > maxDepth) return unknown;
  const inner = (values: readonly ts.Expression[]): ProviderOrigin =>
    merge(values.map((value) => providerOrigin(project, value, depth + 1)));
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node)) return { nodes: [node], proxy: false, complete: true };
  if (ts.isNewExpression(node)) return ofClass(project, node.expression) ?? byType(project, node);
  if (ts.isCallExpression(node) && copying.test(codeText(node.expression))) return inner(node.arguments);
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) {
    const values = valuesBehind(project, node);
    return values.length > 0 ? inner(values) : byType(project, node);
  }
  const typed = byType(project, node);
  if (typed.complete) return typed;
  const values = valuesBehind(project, node);
  if (values.length > 0 || !ts.isPropertyAccessExpression(node))
    return values.length > 0 ? inner(values) : typed;
  // `this.options.provider`, where callers pass the options.
  const { entries, complete } = memberOf(project, node.expression, node.name.text);
  const given = entries.flatMap(({ value }) => value ?? []);
  const found = inner(given);
  return given.length > 0 ? { ...found, complete: found.complete && complete } : typed;
}

function merge(all: readonly ProviderOrigin[]): ProviderOrigin {
  return {
    nodes: [...new Set(all.flatMap(({ nodes }) => nodes))],
    proxy: all.some(({ proxy }) => proxy),
    complete: all.every(({ complete }) => complete),
  };
}

function ofClass(project: Project, name: ts.Expression): ProviderOrigin | undefined {
  if (sdkEntityAt(project, name)?.name === proxyProviderClass)
    return { nodes: [], proxy: true, complete: true };
  const declaration = symbolOf(project, name)?.valueDeclaration;
  return declaration && (ts.isClassLike(declaration) || isMaker(declaration))
    ? { nodes: [declaration], proxy: false, complete: true }
    : undefined;
}

/** `function Provider() { this.x = … }` of JavaScript, as `new Provider()` runs it. */
function isMaker(declaration: ts.Node): declaration is ConstructorFunction {
  return isConstructorFunction(declaration) && isJavaScript(declaration);
}

function byType(project: Project, node: ts.Expression): ProviderOrigin {
  const type = project.checker.getTypeAtLocation(node);
  const parts = type.isUnion() ? type.types : [type];
  return merge(
    parts.map((part): ProviderOrigin => {
      const nodes = providerNodesOf(part);
      if (nodes.length > 0) return { nodes, proxy: false, complete: true };
      const proxy = sdkTypes(project, part).some(({ name }) => name === proxyProviderClass);
      return proxy ? { nodes: [], proxy: true, complete: true } : unknown;
    }),
  );
}
