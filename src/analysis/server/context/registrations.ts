import { ts } from '../../../compiler.cjs';
import {
  fallbackHandler,
  listCallback,
  oldRegistrations,
  registrations,
  resourceTemplateClass,
  schemaOption,
  serverClasses,
} from '../../../sdk/context-roles.ts';
import { type FunctionLike, unwrap } from '../../program/ast.ts';
import { oncePerProject } from '../../program/memo.ts';
import { filesHolding } from '../../program/mention-index.ts';
import { nodesOf } from '../../program/node-index.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { sdkEntityAt, sdkTypes } from '../../program/sdk-symbols.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { handlersBehind } from './handler-functions.ts';

/** A handler that SDK v2 calls with a context. */
export interface Registration {
  readonly node: ts.Node;
  /** The SDK's name of what registers it. */
  readonly name: string;
  readonly handler: ts.Expression;
  /** The position of the context among the parameters of the handler. */
  readonly index: number;
}

/**
 * Which handlers does SDK v2 call with a context?
 * Asked by the rule context-auth-info.
 * Gives those of tools, prompts, resources, resource lists and requests, without those of tests.
 */
export function registrationsOf(project: Project): readonly Registration[] {
  const { memberCalls } = syntaxOf(project);
  const calls = registrations.flatMap((name) => memberCalls.get(name) ?? []);
  const found = [
    ...calls.flatMap((call) => ofCall(project, call)),
    ...templates(project),
    ...fallbacks(project),
  ];
  return found.filter(({ node }) => !isTestFile(node.getSourceFile()));
}

/** Handlers that something else than a server of v2 gets as well: one of SDK v1, of a framework, or one without a type. */
export const foreignHandlers = oncePerProject((project: Project): ReadonlySet<FunctionLike> => {
  const { memberCalls } = syntaxOf(project);
  const calls = [...registrations, ...oldRegistrations].flatMap((name) => memberCalls.get(name) ?? []);
  return new Set(
    calls
      .filter((call) => !isTestFile(call.getSourceFile()))
      .filter((call) => !isServer(project, (call.expression as ts.PropertyAccessExpression).expression))
      .flatMap((call) => call.arguments.slice(1))
      .flatMap((handler) => handlersBehind(project, handler)),
  );
});

function ofCall(project: Project, call: ts.CallExpression): Registration[] {
  const callee = unwrap(call.expression) as ts.PropertyAccessExpression;
  const name = callee.name.text;
  const handler = call.arguments.at(-1);
  if (!handler || call.arguments.length < 2 || call.arguments.some(ts.isSpreadElement)) return [];
  if (!isServer(project, callee.expression)) return [];
  const index = contextAt(project, call, name);
  return index === undefined ? [] : [{ node: call, name, handler, index }];
}

function contextAt(project: Project, call: ts.CallExpression, name: string): number | undefined {
  const option = schemaOption[name];
  if (option) {
    const config = call.arguments[1];
    const member = config && memberOf(project, config, option);
    if (!member) return undefined;
    return member.entries.length > 0 ? 1 : member.complete ? 0 : undefined;
  }
  if (name !== 'registerResource') return 1;
  const uri = call.arguments[1];
  if (!uri) return undefined;
  const type = project.checker.getTypeAtLocation(uri);
  if (type.flags & ts.TypeFlags.StringLike) return 1;
  return sdkTypes(project, type).some((entity) => entity.name === resourceTemplateClass) ? 2 : undefined;
}

/** A server of v2: by its type, or by what a value without a type was made of. */
export function isServer(project: Project, value: ts.Expression, depth = 0): boolean {
  const node = unwrap(value);
  const types = sdkTypes(project, project.checker.getTypeAtLocation(node));
  if (types.some(({ name, generation }) => generation === 2 && serverClasses.includes(name))) return true;
  if (depth > maxDepth) return false;
  if (ts.isNewExpression(node)) {
    const entity = sdkEntityAt(project, node.expression);
    return entity?.generation === 2 && serverClasses.includes(entity.name);
  }
  // `server.server` of an McpServer.
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'server')
    if (isServer(project, node.expression, depth + 1)) return true;
  return valuesBehind(project, node).some((each) => isServer(project, each, depth + 1));
}

const maxDepth = 6;

/** `new ResourceTemplate(uri, { list: (ctx) => … })`. */
function templates(project: Project): Registration[] {
  return filesHolding(project, resourceTemplateClass)
    .flatMap((file) => nodesOf<ts.NewExpression>(file, ts.SyntaxKind.NewExpression))
    .flatMap((made): Registration[] => {
      const entity = made.arguments?.[1] ? sdkEntityAt(project, unwrap(made.expression)) : undefined;
      if (entity?.name !== resourceTemplateClass || entity.generation !== 2) return [];
      return memberOf(project, made.arguments![1]!, listCallback).entries.flatMap(({ node, value }) => {
        const handler =
          value ?? (ts.isMethodDeclaration(node) ? (node as ts.Node as ts.Expression) : undefined);
        return handler
          ? [{ node: made, name: `${listCallback} of ${resourceTemplateClass}`, handler, index: 0 }]
          : [];
      });
    });
}

/** `server.fallbackRequestHandler = async (request, ctx) => …`. */
function fallbacks(project: Project): Registration[] {
  return (syntaxOf(project).reads.get(fallbackHandler) ?? []).flatMap((read): Registration[] => {
    if (!ts.isPropertyAccessExpression(read)) return [];
    const { parent } = read;
    const isAssigned =
      ts.isBinaryExpression(parent) &&
      parent.left === read &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (!isAssigned || !isServer(project, read.expression)) return [];
    return [{ node: parent, name: fallbackHandler, handler: parent.right, index: 1 }];
  });
}
