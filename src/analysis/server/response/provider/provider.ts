import { ts } from '../../../../compiler.cjs';
import type { Generation } from '../../../../sdk/modules.ts';
import { providerInterface, providerTakers } from '../../../../sdk/roles.ts';
import { codeText, type FunctionLike, unwrap, wrapped } from '../../../program/ast.ts';
import { bodyOf } from '../../../program/callees.ts';
import { memberNamed } from '../../../program/declaration-at.ts';
import { nearFiles } from '../../../program/importing-files.ts';
import { lastName } from '../../../program/index-by-name.ts';
import { mentionsIn } from '../../../program/mention-index.ts';
import { nodesOf } from '../../../program/node-index.ts';
import { programFiles } from '../../../program/program-files.ts';
import type { Project } from '../../../program/project.ts';
import { sdkFunctionAt } from '../../../program/sdk-function.ts';
import { type SdkEntity, sdkTypes } from '../../../program/sdk-symbols.ts';
import { syntaxOf } from '../../../program/syntax-index.ts';
import { isTestFile } from '../../../program/test-files.ts';
import { type Flag, flagOf } from './provider-flag.ts';
import {
  instanceType,
  isConstructorFunction,
  type ProviderNode,
  prototypeMember,
  providerNodesOf,
} from './provider-node.ts';

/** An `OAuthServerProvider` that the project implements. */
export interface Provider {
  readonly node: ProviderNode;
  readonly authorize: FunctionLike;
  readonly generation: Generation;
  readonly flag: Flag;
}

/**
 * Which classes and objects of the project does the SDK's authorization server call?
 * Asked by the rules about authorization responses and about their metadata.
 * Gives every provider that implements or is typed with the SDK's interface, or that `mcpAuthRouter`, `createOAuthMetadata`
 * or `authorizationHandler` gets as `provider`.
 */
export function findProviders(project: Project): readonly Provider[] {
  const found = known.get(project) ?? collectProviders(project);
  known.set(project, found);
  return found;
}

const known = new WeakMap<Project, readonly Provider[]>();

function collectProviders(project: Project): readonly Provider[] {
  const generations = new Map<ProviderNode, Generation>();
  const note = (node: ProviderNode, entity: SdkEntity | undefined): void => {
    if (entity && !generations.has(node)) generations.set(node, entity.generation);
  };
  for (const file of programFiles(project))
    for (const node of candidatesIn(project, file)) {
      if (ts.isCallExpression(node)) {
        const entity = sdkFunctionAt(project, unwrap(node.expression));
        if (!entity || entity.member || !providerTakers.includes(entity.name)) continue;
        for (const given of passedProviders(project, node.arguments[0])) note(given, entity);
      } else if (authorizeOf(node)) {
        const type = ts.isClassLike(node) ? providerType(project, instanceType(project, node)) : undefined;
        note(node, ts.isClassLike(node) ? type : typedAs(project, node));
      }
    }
  const files = nearFiles(project);
  return [...generations].flatMap(([node, generation]) => {
    if (!files.has(node.getSourceFile())) return [];
    const own = authorizeOf(node) ?? inherited(project, node, generations);
    const authorize = own && bodyOf(project, own);
    return authorize && !isTestFile(node.getSourceFile())
      ? [{ node, authorize, generation, flag: flagOf(project, node) }]
      : [];
  });
}

/** The names under which the project may call a function that takes a provider. */
function takerNames(project: Project): ReadonlySet<string> {
  const { aliases } = syntaxOf(project);
  return new Set(providerTakers.flatMap((name) => aliases.of(name)));
}

type Candidate = ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | ts.CallExpression;

/** The classes and objects around `authorize`, and the calls that may get a provider, in source order. */
function candidatesIn(project: Project, file: ts.SourceFile): readonly Candidate[] {
  const found = new Set<Candidate>();
  if (file.text.includes('authorize'))
    for (const mention of mentionsIn(file, 'authorize'))
      for (let node: ts.Node = mention; !ts.isSourceFile(node); node = node.parent)
        if (ts.isClassLike(node) || ts.isObjectLiteralExpression(node)) found.add(node);
  if (providerTakers.some((name) => file.text.includes(name))) {
    const takers = takerNames(project);
    for (const call of nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression))
      if (takers.has(lastName(call.expression))) found.add(call);
  }
  return [...found].sort((a, b) => a.pos - b.pos || b.end - a.end);
}

function visit(node: ts.Node, each: (node: ts.Node) => void): void {
  each(node);
  ts.forEachChild(node, (child) => visit(child, each));
}

function providerType(project: Project, type: ts.Type | undefined): SdkEntity | undefined {
  return (
    type && sdkTypes(project, type).find((entity) => entity.name === providerInterface && !entity.member)
  );
}

/** The SDK interface that an object literal is typed with: by an annotation, a return type, an argument, `satisfies`, `as`. */
function typedAs(project: Project, node: ts.ObjectLiteralExpression): SdkEntity | undefined {
  const contextual = providerType(project, project.checker.getContextualType(node));
  if (contextual) return contextual;
  const outer = wrapped(node);
  for (let current: ts.Node = node; current !== outer; current = current.parent) {
    const cast = current.parent;
    if (!ts.isAsExpression(cast) && !ts.isTypeAssertionExpression(cast) && !ts.isSatisfiesExpression(cast))
      continue;
    const found = providerType(project, project.checker.getTypeFromTypeNode(cast.type));
    if (found) return found;
  }
  return undefined;
}

/** The classes and objects behind the `provider` of an options argument. */
function passedProviders(project: Project, options: ts.Expression | undefined): ProviderNode[] {
  if (!options) return [];
  const property = project.checker.getTypeAtLocation(unwrap(options)).getProperty('provider');
  const literal = unwrap(options);
  const member = ts.isObjectLiteralExpression(literal) ? memberNamed(literal, 'provider') : undefined;
  const value = member && ts.isPropertyAssignment(member) ? member.initializer : undefined;
  const named = member && ts.isShorthandPropertyAssignment(member) ? member.name : undefined;
  const expression = value ? unwrap(value) : named;
  const types = [
    ...(expression ? [project.checker.getTypeAtLocation(expression)] : []),
    ...(property ? [project.checker.getTypeOfSymbolAtLocation(property, options)] : []),
  ];
  return types.flatMap(declaredBy);
}

function declaredBy(type: ts.Type): ProviderNode[] {
  return type.isUnionOrIntersection() ? type.types.flatMap(declaredBy) : providerNodesOf(type);
}

function authorizeOf(node: ProviderNode): ts.Node | undefined {
  if (isConstructorFunction(node)) return prototypeMember(node, 'authorize');
  return memberNamed(node, 'authorize') ?? assignedInConstructor(node);
}

/** The `authorize()` of a base class that is no provider of its own, e.g. of a mixin or of JavaScript. */
function inherited(
  project: Project,
  node: ProviderNode,
  providers: ReadonlyMap<ProviderNode, unknown>,
): ts.Node | undefined {
  const type = ts.isClassLike(node) ? instanceType(project, node) : undefined;
  const member = type && project.checker.getPropertyOfType(type, 'authorize')?.valueDeclaration;
  const owner = member?.parent;
  const isOwn = member && !member.getSourceFile().isDeclarationFile;
  return isOwn && owner && ts.isClassLike(owner) && !providers.has(owner) ? member : undefined;
}

function assignedInConstructor(node: ProviderNode): ts.Node | undefined {
  if (!ts.isClassLike(node)) return undefined;
  const setup = node.members.find(ts.isConstructorDeclaration);
  let found: ts.Node | undefined;
  if (setup?.body) {
    visit(setup.body, (inner) => {
      if (ts.isBinaryExpression(inner) && codeText(inner.left) === 'this.authorize') found ??= inner;
    });
  }
  return found;
}
