import { ts } from '../../../compiler.cjs';
import {
  codeText,
  descendants,
  enclosingFunction,
  isAbsent,
  memberName,
  references,
  unwrap,
} from '../../program/ast.ts';
import { referent } from '../../program/mentions.ts';
import { changeOfQuery } from '../query/changes.ts';
import { destructuredRead, isConst, type QueryRead, queryRead } from '../query/query-read.ts';
import { type Lift, step } from './lift.ts';

/** The query that a constant's code was read from, where it can be named in place of the constant. */
export function readNearby(lift: Lift, name: ts.Identifier): QueryRead | undefined {
  const symbol = referent(lift.project, name);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || declaration.getSourceFile() !== name.getSourceFile()) return undefined;
  const read = readOf(lift, declaration);
  if (read && falls(declaration)) lift.emptied.some = true;
  if (!read || !reaches(lift, read.root, name) || isCostly(lift, symbol, read, name)) return undefined;
  // The constant keeps what it was read from; naming that again later could read something else.
  if (changeOfQuery(lift.project, read, name)) return undefined;
  lift.bypassed.set(symbol, (lift.bypassed.get(symbol) ?? new Set()).add(name));
  if (ts.isVariableDeclaration(declaration)) step(lift, declaration, `'${name.text}' holds the code alone`);
  return read;
}

/** `new URL(request.url).searchParams` is not written a second time where the first is still needed, or later than it was: the constant carries it. */
function isCostly(lift: Lift, symbol: ts.Symbol, read: QueryRead, name: ts.Identifier): boolean {
  const node = unwrap(read.node);
  const isRead = ts.isCallExpression(node) && memberName(node.expression) === 'get';
  if (!isRead || !/^new\b/.test(read.params)) return false;
  const uses = references(lift.project.checker, symbol, name.getSourceFile());
  return uses.some((use) => use !== name && use.parent !== symbol.valueDeclaration) || runsLater(read, name);
}

/** Evaluated in another function, or after something it is made of was set (`req.url = '/'`), it may be another query. */
function runsLater(read: QueryRead, name: ts.Identifier): boolean {
  const scope = enclosingFunction(read.node);
  if (scope !== enclosingFunction(name)) return true;
  const parts = [...descendants(read.root)]
    .filter(ts.isPropertyAccessExpression)
    .map((each) => codeText(each));
  return [...descendants(scope ?? read.node.getSourceFile())].some(
    (node) =>
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      parts.includes(codeText(node.left)),
  );
}

function readOf(lift: Lift, declaration: ts.Declaration): QueryRead | undefined {
  if (ts.isBindingElement(declaration)) {
    const read = destructuredRead(lift.project, declaration);
    return read && { ...read, node: declaration as unknown as ts.Expression };
  }
  if (!ts.isVariableDeclaration(declaration) || !isConst(declaration) || !declaration.initializer)
    return undefined;
  return soleRead(lift, declaration.initializer);
}

/** `params.get('code') ?? ''` */
function falls(declaration: ts.Declaration): boolean {
  const value = (declaration as ts.VariableDeclaration).initializer;
  const node = value && unwrap(value);
  return node !== undefined && ts.isBinaryExpression(node) && !isAbsent(unwrap(node.right));
}

/** The read a constant is initialised with, defaults for a missing code aside. */
export function soleRead(lift: Lift, initializer: ts.Expression): QueryRead | undefined {
  const node = unwrap(initializer);
  if (ts.isBinaryExpression(node) && isAbsentOrEmpty(unwrap(node.right))) return soleRead(lift, node.left);
  return queryRead(lift.project, node);
}

function isAbsentOrEmpty(node: ts.Expression): boolean {
  return isAbsent(node) || (ts.isStringLiteralLike(node) && node.text === '');
}

/** True when the text of `root` can be written at `place` and means the same there. */
export function reaches(lift: Pick<Lift, 'project'>, root: ts.Expression, place: ts.Node): boolean {
  if (!isRepeatable(root)) return false;
  const inScope = lift.project.checker.getSymbolsInScope(place, ts.SymbolFlags.Value);
  return namesIn(root).every((name) => {
    const symbol = lift.project.checker.getSymbolAtLocation(name);
    if (!symbol) return false;
    return (
      inScope.find((candidate) => candidate.name === name.text) === symbol && isWrittenOnce(lift, symbol)
    );
  });
}

const writtenOnce = new WeakMap<ts.Symbol, boolean>();

/** Its value at the read is its value wherever the name is seen. */
function isWrittenOnce(lift: Pick<Lift, 'project'>, symbol: ts.Symbol): boolean {
  const known = writtenOnce.get(symbol) ?? countsOneWrite(lift, symbol);
  writtenOnce.set(symbol, known);
  return known;
}

function countsOneWrite(lift: Pick<Lift, 'project'>, symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  if (!declaration) return true;
  const written = !ts.isVariableDeclaration(declaration) || declaration.initializer ? 1 : 0;
  const uses = references(lift.project.checker, symbol, declaration.getSourceFile());
  const own = new Set<ts.Node>(uses);
  const assigned = uses.filter(
    ({ parent }) =>
      ts.isBinaryExpression(parent) &&
      own.has(parent.left) &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken,
  );
  return written + assigned.length <= 1;
}

/** An expression that can be evaluated again without doing anything. */
export function isRepeatable(root: ts.Expression): boolean {
  const node = unwrap(root);
  if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword || ts.isStringLiteralLike(node))
    return true;
  if (ts.isPropertyAccessExpression(node)) return isRepeatable(node.expression);
  if (ts.isBinaryExpression(node)) return isRepeatable(node.left) && isRepeatable(node.right);
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isRepeatable(span.expression));
  if (ts.isNewExpression(node))
    return ts.isIdentifier(node.expression) && (node.arguments ?? []).every(isRepeatable);
  return false;
}

function namesIn(root: ts.Node): ts.Identifier[] {
  return [...descendants(root)].filter(
    (node): node is ts.Identifier =>
      ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node),
  );
}
