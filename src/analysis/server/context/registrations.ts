import { ts } from '../../../compiler.cjs';
import { type Proof, proved, worst } from '../../../model/proof.ts';
import {
  authInfoMember,
  fallbackHandler,
  listCallback,
  oldRegistrations,
  oldServerModule,
  registrations,
  resourceCalls,
  resourceTemplateClass,
  schemaArgument,
  schemaOption,
  serverClasses,
} from '../../../sdk/context-roles.ts';
import type { Generation } from '../../../sdk/modules.ts';
import { bindingKey, type FunctionLike, isFunctionLike, isWithin, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { oncePerNode, oncePerProject } from '../../program/memo.ts';
import { filesHolding, mentionsIn } from '../../program/mention-index.ts';
import { nodesOf } from '../../program/node-index.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { argumentsObjects } from '../../program/rest-parameters.ts';
import { sdkEntityAt, sdkTypes } from '../../program/sdk-symbols.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { handlersBehind } from '../verifier/handler-functions.ts';
import { type Method, methodOf, plain } from './replaced-registrations.ts';

/** A handler that the SDK calls with a context. */
export interface Registration {
  readonly node: ts.Node;
  /** Whose servers call it. */
  readonly generations: ReadonlySet<Generation>;
  /** The SDK's name of what registers it. */
  readonly name: string;
  readonly handler: ts.Expression;
  /** The position of the context among the parameters of the handler; of one of several handlers, where only its parameters tell. */
  readonly index: number | 'second';
  readonly method: Method;
}

/** The position of the context; undefined for a handler of which neither its schema nor its parameters tell it. */
export const contextIn = ({ index }: Registration, { parameters }: FunctionLike): number | undefined =>
  index === 'second' ? (parameters.length > 1 ? 1 : undefined) : index;

/**
 * Which handlers does the SDK call with a context?
 * Asked by the rule context-auth-info.
 * Gives those of tools, prompts, resources, resource lists and requests, without those of tests.
 */
export const registrationsOf = oncePerProject((project: Project): readonly Registration[] =>
  allRegistrations(project).filter(({ method }) => !method.isElsewhere),
);

/** Does the SDK's own method get a handler, wherever it is registered? */
export const registeredItself = (project: Project, fn: FunctionLike): Proof =>
  worst(
    allRegistrations(project)
      .filter(
        ({ method, handler }) => method.isOwn !== proved && handlersBehind(project, handler).includes(fn),
      )
      .map(({ method }) => method.isOwn),
  );

const allRegistrations = oncePerProject((project: Project): readonly Registration[] => {
  const { memberCalls } = syntaxOf(project);
  // Only v1 has the old ones, and other libraries have methods of these names.
  const isOld = filesHolding(project, oldServerModule).length > 0;
  return [
    ...[...registrations, ...(isOld ? oldRegistrations : [])]
      .flatMap((name) => memberCalls.get(name) ?? [])
      .filter((call) => !isTestFile(call.getSourceFile()))
      .flatMap((call) => ofCall(project, call)),
    ...[...templates(project), ...fallbacks(project)].filter(({ node }) => !isTestFile(node.getSourceFile())),
  ];
});

/** Handlers that something else than a server of v2 gets as well: one of SDK v1, of a framework, or one without a type. */
export const foreignHandlers = oncePerProject((project: Project): ReadonlySet<FunctionLike> => {
  const { memberCalls } = syntaxOf(project);
  const calls = [...registrations, ...oldRegistrations].flatMap((name) => memberCalls.get(name) ?? []);
  return new Set(
    calls
      .filter((call) => !isTestFile(call.getSourceFile()))
      .filter((call) => {
        const generations = generationsOf(
          project,
          (call.expression as ts.PropertyAccessExpression).expression,
        );
        return !generations.has(2) || generations.has(1);
      })
      .flatMap((call) => call.arguments.slice(1))
      .flatMap((handler) => handlersBehind(project, handler)),
  );
});

function ofCall(project: Project, call: ts.CallExpression): Registration[] {
  const callee = unwrap(call.expression) as ts.PropertyAccessExpression;
  const name = callee.name.text;
  const handler = call.arguments.at(-1);
  if (!handler || call.arguments.length < 2 || call.arguments.some(ts.isSpreadElement)) return [];
  // Whose server it is takes long to find out.
  const from = oldRegistrations.includes(name) ? contextAt(project, call, name) : 0;
  if (!mayRead(handler, from === 'second' ? 1 : from)) return [];
  const generations = generationsOf(project, callee.expression);
  const index = generations.size > 0 ? contextAt(project, call, name) : undefined;
  if (index === undefined) return [];
  return [{ node: call, generations, name, handler, index, method: methodOf(project, call) }];
}

/** False for a function that has no parameter from a position on, or none that it uses in a way that leads to `authInfo`. */
function mayRead(handler: ts.Expression, from: number | undefined): boolean {
  const fn = unwrap(handler);
  if (!isFunctionLike(fn)) return true;
  if (argumentsObjects(fn).length > 0) return true;
  return fn.parameters
    .filter(({ dotDotDotToken }, index) => dotDotDotToken || index >= (from ?? 0))
    .some(({ name }) =>
      ts.isIdentifier(name)
        ? mentionsIn(fn.getSourceFile(), name.text).some((each) => each !== name && isWithin(each, fn))
        : ts.isArrayBindingPattern(name) ||
          name.elements.some((each) => each.dotDotDotToken || bindingKey(each) === authInfoMember),
    );
}

function contextAt(
  project: Project,
  call: ts.CallExpression,
  name: string,
): Registration['index'] | undefined {
  const option = schemaOption[name];
  const isOld = schemaArgument.includes(name);
  if (isOld) return hasSchema(project, call) ? 1 : 0;
  if (option) {
    const config = call.arguments[1];
    if (config && takesTwo(call.arguments.at(-1)) && !ts.isObjectLiteralExpression(unwrap(config))) return 1;
    const member = config && memberOf(project, config, option);
    if (!member) return undefined;
    if (member.entries.length > 0 || member.complete) return member.entries.length > 0 ? 1 : 0;
    const functions = handlersBehind(project, call.arguments.at(-1)!);
    if (functions.every(({ parameters }) => parameters.length > 1))
      return functions.length > 0 ? 1 : undefined;
    return 'second';
  }
  if (!resourceCalls.includes(name)) return 1;
  const uri = call.arguments[1];
  if (!uri) return undefined;
  const type = project.checker.getTypeAtLocation(uri);
  if (type.flags & ts.TypeFlags.StringLike) return 1;
  return sdkTypes(project, type).some((entity) => entity.name === resourceTemplateClass) ? 2 : undefined;
}

/** Only with a schema is there a second parameter, so nobody need look for the schema, which leads through all callers. */
const takesTwo = (handler: ts.Expression | undefined): boolean => {
  const fn = handler && unwrap(handler);
  return fn !== undefined && isFunctionLike(fn) && fn.parameters.length > 1;
};

/** `tool(name, description?, schema?, annotations?, handler)` of v1: annotations hold texts and flags, a schema holds schemas. */
function hasSchema({ checker }: Project, call: ts.CallExpression): boolean {
  const isText = (node: ts.Expression) =>
    (checker.getTypeAtLocation(node).flags & ts.TypeFlags.StringLike) !== 0;
  const between = call.arguments.slice(1, -1).filter((node, at) => at > 0 || !isText(node));
  const [first] = between;
  if (!first || between.length > 1) return first !== undefined;
  const members = checker.getTypeAtLocation(first).getProperties();
  return (
    members.length === 0 ||
    !members.every((each) => (checker.getTypeOfSymbolAtLocation(each, first).flags & plainFlags) !== 0)
  );
}

const plainFlags = ts.TypeFlags.StringLike | ts.TypeFlags.BooleanLike;

/** A server of v2, and perhaps of v1, too. */
export const isServer = (project: Project, value: ts.Expression): boolean =>
  generationsOf(project, value).has(2);

/** Whose server is it? By its type, or by what a value without a type was made of. */
function generationsOf(project: Project, value: ts.Expression, depth = 0): ReadonlySet<Generation> {
  const node = unwrap(value);
  const made = ts.isNewExpression(node) ? sdkEntityAt(project, node.expression) : undefined;
  const known = [...sdkTypes(project, project.checker.getTypeAtLocation(node)), ...(made ? [made] : [])]
    .filter(({ name }) => serverClasses.includes(name))
    .map(({ generation }) => generation);
  if (known.length > 0 || depth > maxDepth) return new Set(known);
  // `server.server` of an McpServer.
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'server') {
    const owner = generationsOf(project, node.expression, depth + 1);
    if (owner.size > 0) return owner;
  }
  if (depth > 0) return generationsBehind(project, node, depth);
  // Many calls have the same receiver.
  return generationsOfName(project, (ts.isIdentifier(node) && declarationAt(project, node)) || node)(node);
}

const generationsOfName = oncePerNode((project: Project, _name: ts.Node) => {
  let answer: ReadonlySet<Generation> | undefined;
  return (node: ts.Expression) => {
    answer ??= generationsBehind(project, node, 0);
    return answer;
  };
});

function generationsBehind(project: Project, node: ts.Expression, depth: number): ReadonlySet<Generation> {
  const found = valuesBehind(project, node).map((each) => generationsOf(project, each, depth + 1));
  return new Set(found.flatMap((each) => [...each]));
}

const maxDepth = 6;

/** `new ResourceTemplate(uri, { list: (ctx) => … })`. */
function templates(project: Project): Registration[] {
  return filesHolding(project, resourceTemplateClass)
    .flatMap((file) => nodesOf<ts.NewExpression>(file, ts.SyntaxKind.NewExpression))
    .flatMap((made): Registration[] => {
      const entity = made.arguments?.[1] ? sdkEntityAt(project, unwrap(made.expression)) : undefined;
      if (entity?.name !== resourceTemplateClass) return [];
      return memberOf(project, made.arguments![1]!, listCallback).entries.flatMap(({ node, value }) => {
        const handler =
          value ?? (ts.isMethodDeclaration(node) ? (node as ts.Node as ts.Expression) : undefined);
        const name = `${listCallback} of ${resourceTemplateClass}`;
        return handler
          ? [
              {
                node: made,
                generations: new Set([entity.generation]),
                name,
                handler,
                index: 0,
                method: plain,
              },
            ]
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
    if (!isAssigned) return [];
    const generations = generationsOf(project, read.expression);
    return generations.size > 0
      ? [{ node: parent, generations, name: fallbackHandler, handler: parent.right, index: 1, method: plain }]
      : [];
  });
}
