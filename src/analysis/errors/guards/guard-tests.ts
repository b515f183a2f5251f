import { ts } from '../../../compiler.cjs';
import { codesOf403 } from '../../../sdk/facts.ts';
import { httpErrorClasses } from '../../../sdk/roles.ts';
import { descendants, unwrap, wrapped } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, sdkEntityAt, symbolOf } from '../../program/sdk-symbols.ts';
import { codeLookedUp, codeRead, isCode, isOneOf, lookedUpIn } from './code-lookups.ts';
import { contains } from './contains.ts';
import { type GuardKind, guardClass, isHttpErrorType } from './error-classes.ts';
import { onlyFunctionAt } from './own-functions.ts';
import { forbiddenCodes } from './scenarios.ts';

/** A test whether an error is one of the SDK's HTTP errors. */
export interface Guard {
  readonly node: ts.Node;
  /** The error that is tested. */
  readonly value: ts.Expression;
  readonly kind: GuardKind;
}

/** The tests for an SDK HTTP error in a file, in source order. */
export function guardsIn(project: Project, file: ts.SourceFile): Guard[] {
  return nodesOfKinds(file, guardKinds).flatMap((node) => guardsAt(project, node));
}

/** What {@link guardsAt} answers for. */
const guardKinds: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.TypeAssertionExpression,
  ts.SyntaxKind.Parameter,
  ts.SyntaxKind.ElementAccessExpression,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.PropertyAccessExpression,
];

/** The tests for an SDK HTTP error at a node: by class, by name, by type or by code. */
function guardsAt(project: Project, node: ts.Node): Guard[] {
  if (ts.isBinaryExpression(node)) return comparison(project, node);
  if (ts.isCaseClause(node)) return constructorCase(project, node);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    return methodCall(project, node, node.expression);
  }
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
    return namesHttpError(project, node.type) ? [{ node, value: node.expression, kind: 'v2' }] : [];
  }
  if (
    ts.isParameter(node) &&
    node.type &&
    ts.isIdentifier(node.name) &&
    isHttpErrorType(project, node.type)
  ) {
    return isRejectionCallback(node.parent) ? [{ node, value: node.name, kind: 'v2' }] : [];
  }
  if (ts.isElementAccessExpression(node)) {
    const read = codeLookedUp(project, node);
    return read ? [{ node, value: read, kind: 'v2' }] : [];
  }
  return ts.isExpression(node) ? [...codeGuards(project, node), ...nameGuards(project, node)] : [];
}

function comparison(project: Project, node: ts.BinaryExpression): Guard[] {
  if (node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) {
    const kind = guardClass(project, node.right);
    return kind ? [{ node, value: node.left, kind }] : [];
  }
  if (node.operatorToken.kind === ts.SyntaxKind.InKeyword) {
    const read = codeLookedUp(project, node);
    return read ? [{ node, value: read, kind: 'v2' }] : [];
  }
  // `error.constructor === SdkHttpError`
  for (const [read, type] of [
    [node.left, node.right],
    [node.right, node.left],
  ] as const) {
    const value = ownerOf(read, 'constructor');
    const kind = value && guardClass(project, type);
    if (kind) return [{ node, value, kind }];
  }
  return [];
}

/** `switch (error.constructor) { case SdkHttpError: … }` */
function constructorCase(project: Project, { expression, parent }: ts.CaseClause): Guard[] {
  const value = ownerOf(parent.parent.expression, 'constructor');
  const kind = value && guardClass(project, expression);
  return kind ? [{ node: expression, value, kind }] : [];
}

function methodCall(project: Project, node: ts.CallExpression, callee: ts.PropertyAccessExpression): Guard[] {
  const [value] = node.arguments;
  const method = callee.name.text;
  if (!value) return [];
  if (method === 'isInstance') {
    const kind = guardClass(project, callee.expression);
    return kind ? [{ node, value, kind }] : [];
  }
  const read = codeLookedUp(project, node);
  return read ? [{ node, value: read, kind: 'v2' }] : [];
}

/** `error` of `error.member`, `error?.member`. */
function ownerOf(node: ts.Expression, member: string): ts.Expression | undefined {
  const read = unwrap(node);
  return ts.isPropertyAccessExpression(read) && read.name.text === member
    ? unwrap(read.expression)
    : undefined;
}

/** `error.name === 'SdkHttpError'`, `error.constructor.name === 'SdkHttpError'`, in a file that works with the SDK. */
function nameGuards(project: Project, node: ts.Expression): Guard[] {
  if (!ts.isStringLiteral(node) || !httpErrorClasses.includes(node.text)) return [];
  const compared = comparedWith(node);
  const read = compared && ownerOf(compared, 'name');
  if (!read || !usesClient(project, node.getSourceFile())) return [];
  const value = ownerOf(read, 'constructor') ?? read;
  return [{ node: comparisonAround(node), value, kind: 'v2' }];
}

/** Whether a file imports the client, or belongs to a package that depends on it. */
function usesClient(project: Project, file: ts.SourceFile): boolean {
  return project.packageGeneration(file.fileName) === 2 || importsClient(project, file);
}

/** Whether a file imports something of the SDK's v2 packages. */
export function importsClient(project: Project, file: ts.SourceFile): boolean {
  return file.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteral(statement.moduleSpecifier) &&
      sdkAreaOf(project, statement)?.startsWith('v2/'),
  );
}

function sdkAreaOf(project: Project, { importClause }: ts.ImportDeclaration): string | undefined {
  const bindings = importClause?.namedBindings;
  const names = bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name) : [];
  for (const name of names) {
    const area = sdkEntityAt(project, name)?.area;
    if (area) return area;
  }
  return undefined;
}

/** What a literal is compared with: the other side of `===`, or the expression of a `switch`. */
function comparedWith(node: ts.Expression): ts.Expression | undefined {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.left === node ? parent.right : parent.left;
  if (ts.isCaseClause(parent)) return parent.parent.parent.expression;
  // `['SdkHttpError', 'SdkError'].includes(error.name)`
  const call = ts.isArrayLiteralExpression(parent) && wrapped(parent).parent.parent;
  return call && ts.isCallExpression(call) && isOneOf(call) ? call.arguments[0] : undefined;
}

/** The comparison that a literal is in; for a `case`, the literal itself. */
function comparisonAround(node: ts.Expression): ts.Node {
  if (ts.isCaseClause(node.parent)) return node;
  return ts.isArrayLiteralExpression(node.parent) ? wrapped(node.parent).parent.parent : node.parent;
}

/** Also `SdkHttpError | undefined`, `Partial<SdkHttpError>`. */
function namesHttpError(project: Project, type: ts.TypeNode): boolean {
  return [...descendants(type)].some((node) => ts.isTypeNode(node) && isHttpErrorType(project, node));
}

/** `promise.catch(callback)`, `promise.then(_, callback)`: the author writes the type of the error, and it may be wrong. */
export function isRejectionCallback(node: ts.Node): boolean {
  const call = node.parent;
  if (!call || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const index = call.arguments.indexOf(node as ts.Expression);
  return ['catch', 'then'].indexOf(call.expression.name.text) === index;
}

function isForbiddenCode(project: Project, node: ts.Expression): boolean {
  if (ts.isStringLiteral(node)) return isCode(node.text);
  // The name first: asking the checker for every property access would cost seconds.
  if (!ts.isPropertyAccessExpression(node) || !codesOf403.includes(node.name.text)) return false;
  const declared = declaredAs(symbolOf(project, node.name));
  return declared?.name === 'SdkErrorCode' && isCode(enumValue(project, node));
}

/** The value of `SdkErrorCode.X`. An enum without values in its declaration has it in the type. */
function enumValue(project: Project, node: ts.PropertyAccessExpression): string | number | undefined {
  const type = project.checker.getTypeAtLocation(node);
  return project.checker.getConstantValue(node) ?? (type.isStringLiteral() ? type.value : undefined);
}

/** Whether code names ClientHttpForbidden, the one code of a 403 that only means a missing permission. */
export const namesForbidden = (project: Project, scope: ts.Node): boolean =>
  namesOneOf(project, scope, forbiddenCodes.slice(0, 1));

/** Whether code names one of the two general codes, which a 403 of any cause had. */
export const namesGeneral = (project: Project, scope: ts.Node): boolean =>
  namesOneOf(project, scope, forbiddenCodes.slice(1));

function namesOneOf(
  project: Project,
  scope: ts.Node,
  codes: readonly string[],
  seen = new Set<ts.Node>(),
): boolean {
  seen.add(scope);
  const elsewhere = (node: ts.Node | undefined): boolean =>
    node !== undefined && !seen.has(node) && !contains(scope, node) && namesOneOf(project, node, codes, seen);
  const isNamed = (text: unknown): boolean => (codes as readonly unknown[]).includes(text);
  return [...descendants(scope)].some((node) => {
    // `DENIED_CODES.has(error.code)`, `TEXTS[error.code]`
    const list = lookedUpIn(project, node);
    if (list && elsewhere(throughConstants(project, list))) return true;
    // `isDenied(error)`
    if (ts.isCallExpression(node)) return elsewhere(onlyFunctionAt(project, node.expression));
    if (ts.isIdentifier(node) || ts.isStringLiteral(node)) return isNamed(node.text);
    return ts.isPropertyAccessExpression(node) && isNamed(enumValue(project, node));
  });
}

/** The error whose `code` is compared with a code of a 403. */
function codeGuards(project: Project, node: ts.Expression): Guard[] {
  if (!isForbiddenCode(project, node)) return [];
  const compared = comparedWith(node);
  const read = compared && codeRead(project, unwrap(compared));
  return read ? [{ node: comparisonAround(node), value: read, kind: 'v2' }] : [];
}
