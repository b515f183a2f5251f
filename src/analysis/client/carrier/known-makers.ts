import { ts } from '../../../compiler.cjs';
import { isAbsent, isJavaScript, unwrap } from '../../program/ast.ts';
import { filesReaching } from '../../program/files-around.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { type Gap, refuted } from './gap.ts';
import { heldMembers, RecordTypes } from './held-members.ts';
import type { Lift } from './lift.ts';
import { isCustomEvent } from './page-events.ts';
import { neverGives } from './promises.ts';
import { shortText } from './short-text.ts';
import { isUnbound, mayBeUnbound } from './unbound-results.ts';

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
  const search: Search = {
    project,
    holds: (type) => recordTypes.holds(type),
    isFollowed: (declaration) => declaration !== undefined && lift.visited.has(declaration),
  };
  const declarations = new Set(held.flatMap(({ family }) => [...family]));
  return filesReaching(project, declarations)
    .filter((file) => !isTestFile(file))
    .flatMap((file) => nodesOfKinds(file, placeKinds).filter((node) => isMade(search, node)))
    .map((node) => madeAt(node))
    .map((node) => refuted('crosses-boundary', node, `The record comes out of ${shortText(node)}.`));
}

interface Search {
  readonly project: Project;
  /** Whether values of a type give access to a member that changes. */
  holds(type: ts.Type): boolean;
  /** Whether all that fills a variable or parameter was followed. */
  isFollowed(declaration: ts.Node | undefined): boolean;
}

/** The kinds of node that {@link isMade} answers for. */
const placeKinds = [
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.TypeAssertionExpression,
  ts.SyntaxKind.TypePredicate,
  ts.SyntaxKind.TypeReference,
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.PropertyAccessExpression,
  ts.SyntaxKind.ElementAccessExpression,
  ts.SyntaxKind.AwaitExpression,
] as const;

/** Whether a record gets its type here, from nothing that was seen. What is cheap to know is asked first. */
function isMade(search: Search, node: ts.Node): boolean {
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return isCast(search, node);
  if (ts.isTypePredicateNode(node)) return isPredicate(search, node);
  if (ts.isTypeReferenceNode(node)) return isMessage(search, node);
  if (ts.isCallExpression(node)) return isUnboundResult(search, node) || isUntypedValue(search, node);
  if (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node))
    return isAmbient(node) && search.holds(search.project.checker.getTypeAtLocation(node));
  if (ts.isParenthesizedExpression(node)) return isCommentCast(search, node);
  return isValue(node) && isUntypedValue(search, node);
}

/** What the message shows of the place. */
function madeAt(node: ts.Node): ts.Node {
  const isWrapped = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
  return isWrapped || ts.isParenthesizedExpression(node) ? node.expression : node;
}

function isCast({ project, holds, isFollowed }: Search, node: ts.AsExpression | ts.TypeAssertion): boolean {
  const { checker } = project;
  if (ts.isConstTypeReference(node.type) || neverGives(project, node.expression)) return false;
  const value = unwrap(node.expression);
  // A literal is what its type says. Nothing is what anything may say.
  if (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value) || isAbsent(value))
    return false;
  if (isFollowed(symbolOf(project, value)?.valueDeclaration)) return false;
  return holds(checker.getTypeFromTypeNode(node.type)) && !holds(checker.getTypeAtLocation(node.expression));
}

/** JavaScript casts in a comment: `/** @type {Login} *\/ (JSON.parse(text))`. */
function isCommentCast({ project: { checker }, holds }: Search, node: ts.ParenthesizedExpression): boolean {
  return (
    ts.getJSDocType(node) !== undefined &&
    isUntyped(checker.getTypeAtLocation(node.expression)) &&
    holds(checker.getTypeAtLocation(node))
  );
}

/** A value without a type where one is expected. */
function isUntypedValue({ project, holds, isFollowed }: Search, node: ts.Expression): boolean {
  const { checker } = project;
  if (!mayBeExpected(node) || isDeclaredTyped(checker, node)) return false;
  if (isArgumentOfOther(checker, holds, node)) return false;
  const type = checker.getContextualType(node);
  if (!type || !holds(type) || !isUntyped(checker.getTypeAtLocation(node))) return false;
  return !isFollowed(symbolOf(project, node)?.valueDeclaration);
}

/** What a name is declared as is cheap to know, and a test for a type leaves no value without one. */
function isDeclaredTyped(checker: ts.TypeChecker, node: ts.Expression): boolean {
  const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
  if (!symbol?.valueDeclaration) return false;
  return !isUntyped(checker.getTypeOfSymbol(symbol));
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

/** The parents that expect no type of their operand. */
const unexpecting: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PropertyAccessExpression,
  ts.SyntaxKind.ElementAccessExpression,
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.SwitchStatement,
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.ThrowStatement,
  ts.SyntaxKind.PrefixUnaryExpression,
  ts.SyntaxKind.PostfixUnaryExpression,
  ts.SyntaxKind.TypeOfExpression,
  ts.SyntaxKind.VoidExpression,
  ts.SyntaxKind.DeleteExpression,
  ts.SyntaxKind.TypeReference,
  ts.SyntaxKind.ImportSpecifier,
  ts.SyntaxKind.ExportSpecifier,
  ts.SyntaxKind.QualifiedName,
]);

/** The operators whose operands get a type from around: `=`, `??`, `||`, `&&`, `,` and the like. */
const expecting: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.CommaToken,
]);

/** False where the place of a value gives it no type, whatever the checker knows. */
function mayBeExpected(node: ts.Expression): boolean {
  const { parent } = node;
  if (unexpecting.has(parent.kind)) return false;
  if (ts.isBinaryExpression(parent)) return expecting.has(parent.operatorToken.kind);
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== node;
  if (ts.isVariableDeclaration(parent)) return parent.type !== undefined || isJavaScript(parent);
  return true;
}

/** An argument of a function none of whose parameters takes such a record. */
function isArgumentOfOther(checker: ts.TypeChecker, holds: Search['holds'], node: ts.Expression): boolean {
  const call = node.parent;
  if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) return false;
  const callee = checker.getTypeAtLocation(call.expression);
  const signatures = ts.isNewExpression(call) ? callee.getConstructSignatures() : callee.getCallSignatures();
  if (signatures.length === 0 || signatures.some(({ typeParameters }) => typeParameters)) return false;
  return !signatures.some(({ parameters }) =>
    parameters.some((each) => holds(checker.getTypeOfSymbol(each))),
  );
}

/** `(value: unknown): value is Login` */
function isPredicate({ project: { checker }, holds }: Search, node: ts.TypePredicateNode): boolean {
  if (!node.type || !holds(checker.getTypeFromTypeNode(node.type))) return false;
  return !ts.isIdentifier(node.parameterName) || !holds(checker.getTypeAtLocation(node.parameterName));
}

/** `MessageEvent<Login>`: what the platform, or a framework, says of a value that came from elsewhere. */
function isMessage({ project, holds, isFollowed }: Search, type: ts.TypeReferenceNode): boolean {
  const { typeArguments, typeName, parent } = type;
  if (!typeArguments?.some((each) => holds(project.checker.getTypeFromTypeNode(each)))) return false;
  const declared = declaredAs(symbolOf(project, typeName));
  const isContainer = declared?.area === 'platform/es' || declared?.name === 'EventEmitter';
  // An event of the page is what listeners get, and they were followed; a cast is looked at as such.
  if (isCustomEvent(symbolOf(project, typeName)) && (!ts.isParameter(parent) || isFollowed(parent)))
    return false;
  return declared !== undefined && !isContainer;
}

/** `read<Login>(key)`, `bridge.take<Login>()`, `useLocation<Login>()`: the caller says what comes out. */
function isUnboundResult({ project, holds }: Search, call: ts.CallExpression): boolean {
  const { checker } = project;
  if (!call.typeArguments && !mayBeUnbound(project, call)) return false;
  if (isUntyped(checker.getTypeAtLocation(call.expression)))
    return (call.typeArguments ?? []).some((each) => holds(checker.getTypeFromTypeNode(each)));
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (!declaration || ts.isJSDocSignature(declaration) || isOfPlatform(declaration)) return false;
  return isUnbound(project, declaration) && holds(checker.getTypeAtLocation(call));
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
