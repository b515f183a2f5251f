import { ts } from '../../../compiler.cjs';
import { codeText, isAssignment, unwrap, wrapped } from '../../program/ast.ts';
import { oncePerNode } from '../../program/memo.ts';
import { mentionsOfNames } from '../../program/mention-index.ts';
import { isAssignedToExports, isLocal, isRequired, referent } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { onlyFunctionAt } from './own-functions.ts';
import { isPure } from './purity.ts';

/** A constant, or `module.exports.NAME` of CommonJS. */
export type TableName = ts.VariableDeclaration | ts.PropertyAccessExpression;

/**
 * Whether a constant list, set, map or table still holds what its initializer says when a handler reads it: its type forbids a
 * change, or every use that is found only reads.
 */
export const isUnchanged = oncePerNode((project: Project, declaration: TableName): boolean => {
  const { name } = declaration;
  if (!ts.isIdentifier(name)) return false;
  if (ts.isVariableDeclaration(declaration) && isReadonly(project, declaration)) return true;
  if (!isLocal(name) && !project.askFew(name.text, declaration)) return false;
  const symbol = project.checker.getSymbolAtLocation(name);
  return mentionsOfNames(project, [name.text]).every(
    (use) => use === name || referent(project, use) !== symbol || onlyReads(project, use),
  );
});

/** `ReadonlySet<string>`, `Readonly<Record<…>>`, `readonly number[]`, `as const`, `Object.freeze(…)`. */
function isReadonly(project: Project, { type, initializer }: ts.VariableDeclaration): boolean {
  if (type) return isReadonlyType(project, type);
  const value = initializer && inParentheses(initializer);
  if (!value) return false;
  return isReadonlyValue(ts.isSatisfiesExpression(value) ? value.expression : value);
}

function isReadonlyType(project: Project, type: ts.TypeNode): boolean {
  if (ts.isTypeOperatorNode(type)) return type.operator === ts.SyntaxKind.ReadonlyKeyword;
  if (!ts.isTypeReferenceNode(type)) return false;
  const declared = declaredAs(symbolOf(project, type.typeName));
  return Boolean(declared?.area.startsWith('platform/') && declared.name.startsWith('Readonly'));
}

const isReadonlyValue = (value: ts.Expression): boolean =>
  (ts.isAsExpression(value) && ts.isConstTypeReference(value.type)) ||
  (ts.isCallExpression(value) && codeText(value.expression) === 'Object.freeze');

function inParentheses(node: ts.Expression): ts.Expression {
  let value = node;
  while (ts.isParenthesizedExpression(value)) value = value.expression;
  return value;
}

function onlyReads(project: Project, use: ts.Node): boolean {
  const { parent } = use;
  // Under another name it is not looked for.
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return parent.propertyName === undefined;
  if (ts.isBindingElement(parent)) return parent.propertyName === undefined && isRequired(parent);
  if (ts.isShorthandPropertyAssignment(parent)) return isAssignedToExports(use);
  if (ts.isTypeQueryNode(parent)) return true;
  const owner = ts.isPropertyAccessExpression(parent) && parent.name === use ? parent : use;
  const node = wrapped(owner as ts.Expression);
  const outer = node.parent;
  if (ts.isPropertyAccessExpression(outer)) return isReadingMember(project, outer);
  if (ts.isElementAccessExpression(outer)) return outer.expression !== node || isRead(outer);
  if (ts.isBinaryExpression(outer)) return outer.operatorToken.kind === ts.SyntaxKind.InKeyword;
  if (ts.isForOfStatement(outer) || ts.isForInStatement(outer)) return outer.expression === node;
  if (ts.isSpreadElement(outer) || ts.isSpreadAssignment(outer)) return true;
  return (ts.isCallExpression(outer) || ts.isNewExpression(outer)) && isOnlyRead(project, outer, node);
}

/** `TEXTS.forbidden`, `CODES.has(…)`; not `CODES.add(…)`. */
function isReadingMember(project: Project, read: ts.PropertyAccessExpression): boolean {
  const { parent } = wrapped(read);
  if (ts.isCallExpression(parent) && unwrap(parent.expression) === read)
    return readingMethods.has(read.name.text) && declaredAs(symbolOf(project, read.name)) !== undefined;
  return isRead(read);
}

const readingMethods: ReadonlySet<string> = new Set([
  ...['at', 'concat', 'entries', 'every', 'filter', 'find', 'findIndex', 'flatMap', 'forEach', 'get', 'has'],
  ...['hasOwnProperty', 'includes', 'indexOf', 'join', 'keys', 'map', 'reduce', 'slice', 'some', 'values'],
]);

/** Not written, deleted or counted up. A member that is an object may still be changed by who gets it. */
function isRead(read: ts.Expression): boolean {
  let node = wrapped(read);
  while (isAccess(node.parent) && node.parent.expression === node) node = wrapped(node.parent);
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) return !isAssignment(parent.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return ![ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(parent.operator);
  return !ts.isDeleteExpression(parent);
}

const isAccess = (node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

/** Given to the language, which copies it, or to a function of the project without effects. */
function isOnlyRead(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
  given: ts.Expression,
): boolean {
  if (call.expression === given) return false;
  const callee = unwrap(call.expression);
  const declared = declaredAs(
    symbolOf(project, ts.isPropertyAccessExpression(callee) ? callee.name : callee),
  );
  if (declared?.area.startsWith('platform/'))
    return declared.member !== 'assign' || call.arguments?.[0] !== given;
  if (ts.isNewExpression(call)) return false;
  const target = onlyFunctionAt(project, callee);
  return target?.body !== undefined && isPure(target.body, { project });
}
