import { ts } from '../../../compiler.cjs';
import { descendants, isAbsent, unwrap } from '../../program/ast.ts';
import { filesReaching } from '../../program/files-around.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { type Gap, refuted } from './gap.ts';
import { heldMembers, RecordTypes } from './held-members.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/**
 * Every record on the path is made by a construction that was seen. A cast, a type argument that nothing infers, a predicate, an
 * ambient declaration and a message of the platform only say what a value is: nobody there fills the new member.
 */
export function knownMakers(lift: Lift): readonly Gap[] {
  const { project } = lift;
  // The transport itself takes the query, whoever made it: `finishAuth` of the SDK has both forms.
  const sinks = new Set<ts.Node | undefined>(lift.sinks.all().map(({ declaration }) => declaration));
  const held = heldMembers(lift).filter(
    ({ family }) =>
      ![...family].some((each) => sinks.has(each)) &&
      [...family].some(({ parent }) => !ts.isClassLike(parent) && !ts.isConstructorDeclaration(parent)),
  );
  if (held.length === 0) return [];
  const recordTypes = new RecordTypes(project, held);
  const declarations = new Set(held.flatMap(({ family }) => [...family]));
  return filesReaching(project, declarations)
    .filter((file) => !isTestFile(file))
    .flatMap((file) => placesIn(project, file))
    .filter(({ type }) => recordTypes.holds(type))
    .filter(({ from }) => from === undefined || !recordTypes.holds(from))
    .map(({ node }) => refuted('crosses-boundary', node, `The record comes out of ${shortText(node)}.`));
}

/** A place where a value has a type that nothing seen has given it. */
interface Place {
  readonly node: ts.Node;
  readonly type: ts.Type;
  /** What the value was before: where that holds the member, too, the value was made before. */
  readonly from: ts.Type | undefined;
}

const known = new WeakMap<Project, Map<ts.SourceFile, readonly Place[]>>();

function placesIn(project: Project, file: ts.SourceFile): readonly Place[] {
  const ofProject = known.get(project) ?? new Map<ts.SourceFile, readonly Place[]>();
  known.set(project, ofProject);
  const found = ofProject.get(file) ?? [...descendants(file)].flatMap((node) => placesAt(project, node));
  ofProject.set(file, found);
  return found;
}

function placesAt(project: Project, node: ts.Node): readonly Place[] {
  const { checker } = project;
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return castAt(project, node);
  if (ts.isTypePredicateNode(node)) return predicateAt(project, node);
  if (ts.isTypeReferenceNode(node)) return messageAt(project, node);
  if (ts.isCallExpression(node)) return [...resultAt(project, node), ...untypedAt(project, node)];
  if ((ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)) && isAmbient(node)) {
    const type = checker.getTypeAtLocation(node);
    return [{ node, type, from: undefined }];
  }
  if (ts.isParenthesizedExpression(node)) return commentAt(project, node);
  return isValue(node) ? untypedAt(project, node) : [];
}

function castAt({ checker }: Project, node: ts.AsExpression | ts.TypeAssertion): readonly Place[] {
  if (ts.isConstTypeReference(node.type)) return [];
  const value = unwrap(node.expression);
  // A literal is what its type says. Nothing is what anything may say.
  if (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value) || isAbsent(value)) return [];
  const from = checker.getTypeAtLocation(node.expression);
  return [{ node: node.expression, type: checker.getTypeFromTypeNode(node.type), from }];
}

/** JavaScript casts in a comment: `/** @type {Login} *\\/ (JSON.parse(text))`. */
function commentAt({ checker }: Project, node: ts.ParenthesizedExpression): readonly Place[] {
  const from = checker.getTypeAtLocation(node.expression);
  return ts.getJSDocType(node) && isUntyped(from)
    ? [{ node: node.expression, type: checker.getTypeAtLocation(node), from }]
    : [];
}

/** A value without a type where one is expected. */
function untypedAt({ checker }: Project, node: ts.Expression): readonly Place[] {
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) return [];
  const from = checker.getTypeAtLocation(node);
  if (!isUntyped(from)) return [];
  const type = checker.getContextualType(node);
  return type ? [{ node, type, from }] : [];
}

function isValue(node: ts.Node): node is ts.Expression {
  const isName = ts.isIdentifier(node) && !(node.parent as ts.NamedDeclaration).name;
  return (
    isName ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isAwaitExpression(node)
  );
}

/** `(value: unknown): value is Login` */
function predicateAt({ checker }: Project, node: ts.TypePredicateNode): readonly Place[] {
  if (!node.type) return [];
  const from = ts.isIdentifier(node.parameterName)
    ? checker.getTypeAtLocation(node.parameterName)
    : undefined;
  return [{ node, type: checker.getTypeFromTypeNode(node.type), from }];
}

/** `MessageEvent<Login>`: what the platform, or a framework, says of a value that came from elsewhere. */
function messageAt(project: Project, node: ts.TypeReferenceNode): readonly Place[] {
  const declared = declaredAs(symbolOf(project, node.typeName));
  const isContainer = declared?.area === 'platform/es' || declared?.name === 'EventEmitter';
  if (!declared || isContainer) return [];
  return (node.typeArguments ?? []).map((each) => ({
    node,
    type: project.checker.getTypeFromTypeNode(each),
    from: undefined,
  }));
}

/** `read<Login>(key)`, `bridge.take<Login>()`, `useLocation<Login>()`: the caller says what comes out. */
function resultAt(project: Project, call: ts.CallExpression): readonly Place[] {
  const { checker } = project;
  const callee = checker.getTypeAtLocation(call.expression);
  if (isUntyped(callee)) {
    return (call.typeArguments ?? []).map((each) => ({
      node: call,
      type: checker.getTypeFromTypeNode(each),
      from: undefined,
    }));
  }
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (!declaration || ts.isJSDocSignature(declaration) || isOfPlatform(declaration)) return [];
  if (!isUnbound(project, declaration)) return [];
  return [{ node: call, type: checker.getTypeAtLocation(call), from: undefined }];
}

/** True for a signature without a body whose result is what the caller says: no parameter is made over that type. */
function isUnbound({ checker }: Project, declaration: ts.SignatureDeclaration): boolean {
  const { typeParameters = [], parameters, type } = declaration;
  if (typeParameters.length === 0 || (declaration as ts.FunctionLikeDeclaration).body || !type) return false;
  return typeParameters.some((each) => {
    const parameter = checker.getTypeAtLocation(each);
    const names = (node: ts.Node): boolean =>
      [node, ...descendants(node)].some(
        (part) => ts.isTypeReferenceNode(part) && checker.getTypeFromTypeNode(part) === parameter,
      );
    return names(type) && !parameters.some(names);
  });
}

function isOfPlatform(declaration: ts.SignatureDeclaration): boolean {
  return declaredAs((declaration as ts.Declaration & { symbol?: ts.Symbol }).symbol) !== undefined;
}

function isAmbient(node: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Ambient) !== 0;
}

function isUntyped({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}
