import { ts } from '../../../../compiler.cjs';
import type { Generation } from '../../../../sdk/modules.ts';
import { providerInterface, providerTakers } from '../../../../sdk/roles.ts';
import { codeText, type FunctionLike, unwrap, wrapped } from '../../../program/ast.ts';
import { bodyOf } from '../../../program/callees.ts';
import { memberNamed } from '../../../program/declaration-at.ts';
import { nearFiles } from '../../../program/importing-files.ts';
import { lastName } from '../../../program/index-by-name.ts';
import { mentionsIn } from '../../../program/mention-index.ts';
import { nodesOf, nodesOfKinds } from '../../../program/node-index.ts';
import { programFiles } from '../../../program/program-files.ts';
import type { Project } from '../../../program/project.ts';
import { sdkFunctionAt } from '../../../program/sdk-function.ts';
import { type SdkEntity, sdkTypes } from '../../../program/sdk-symbols.ts';
import { syntaxOf } from '../../../program/syntax-index.ts';
import { isTestFile } from '../../../program/test-files.ts';
import { type Flag, flagOf } from './provider-flag.ts';
import { instanceType, isConstructorFunction, type ProviderNode, prototypeMember } from './provider-node.ts';
import { servedBy } from './served-providers.ts';

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
  const candidates = programFiles(project).flatMap((file) => candidatesIn(project, file));
  const mounts = candidates.flatMap((node) => (ts.isCallExpression(node) ? mountAt(project, node) : []));
  for (const node of candidates)
    if (!ts.isCallExpression(node))
      note(node, ts.isClassLike(node) ? implementedBy(project, node) : typedAs(project, node));
  const served = new Set<ProviderNode>();
  for (const { options, entity } of mounts)
    for (const node of servedBy(project, options)) {
      served.add(node);
      note(node, entity);
    }
  // It may be wrapped by a call that nothing follows.
  for (const { options, entity } of mounts)
    for (const node of candidates)
      if (!ts.isCallExpression(node) && !generations.has(node) && fits(project, node, options))
        note(node, entity);
  const files = nearFiles(project);
  return [...generations].flatMap(([node, generation]) => {
    if (!files.has(node.getSourceFile()) && !served.has(node)) return [];
    const own = authorizeOf(node) ?? inherited(project, node, generations);
    const authorize = own && bodyOf(project, own);
    return authorize && !isTestFile(node.getSourceFile())
      ? [{ node, authorize, generation, flag: flagOf(project, node) }]
      : [];
  });
}

/** A call that takes a provider, with the options that it gets. */
function mountAt(project: Project, call: ts.CallExpression): { options: ts.Expression; entity: SdkEntity }[] {
  const entity = sdkFunctionAt(project, unwrap(call.expression));
  const [options] = call.arguments;
  const takes = entity && !entity.member && providerTakers.includes(entity.name);
  return takes && options ? [{ options, entity }] : [];
}

/** True when a class or object with an `authorize()` has all that the SDK's interface asks for. */
function fits(
  project: Project,
  node: ts.ClassLikeDeclaration | ts.ObjectLiteralExpression,
  options: ts.Expression,
): boolean {
  const { checker } = project;
  const type = ts.isClassLike(node) ? instanceType(project, node) : checker.getTypeAtLocation(node);
  const option = checker.getContextualType(options)?.getProperty('provider');
  if (!type || !option || !checker.getPropertyOfType(type, 'authorize')) return false;
  return checker.isTypeAssignableTo(type, checker.getTypeOfSymbolAtLocation(option, options));
}

/** The names under which the project may call a function that takes a provider. */
function takerNames(project: Project): ReadonlySet<string> {
  const { aliases } = syntaxOf(project);
  return new Set(providerTakers.flatMap((name) => aliases.of(name)));
}

type Candidate = ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | ts.CallExpression;

/** The classes and objects around `authorize`, classes that may inherit it, and the calls that may get a provider, in source order. */
function candidatesIn(project: Project, file: ts.SourceFile): readonly Candidate[] {
  const found = new Set<Candidate>();
  if (file.text.includes('authorize'))
    for (const mention of mentionsIn(file, 'authorize'))
      for (let node: ts.Node = mention; !ts.isSourceFile(node); node = node.parent)
        if (ts.isClassLike(node) || ts.isObjectLiteralExpression(node)) found.add(node);
  for (const node of nodesOfKinds(file, [ts.SyntaxKind.ClassDeclaration, ts.SyntaxKind.ClassExpression]))
    if (ts.isClassLike(node) && node.heritageClauses?.some(isExtends)) found.add(node);
  if (providerTakers.some((name) => file.text.includes(name))) {
    const takers = takerNames(project);
    for (const call of nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression))
      if (takers.has(lastName(call.expression))) found.add(call);
  }
  return [...found].sort((a, b) => a.pos - b.pos || b.end - a.end);
}

const isExtends = ({ token }: ts.HeritageClause): boolean => token === ts.SyntaxKind.ExtendsKeyword;

function visit(node: ts.Node, each: (node: ts.Node) => void): void {
  each(node);
  ts.forEachChild(node, (child) => visit(child, each));
}

/** The SDK interface of a class that has an `authorize()`, its own or that of a base class. */
function implementedBy(project: Project, node: ts.ClassLikeDeclaration): SdkEntity | undefined {
  const type = instanceType(project, node);
  return type && (authorizeOf(node) || project.checker.getPropertyOfType(type, 'authorize'))
    ? providerType(project, type)
    : undefined;
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
