import { ts } from '../../../compiler.cjs';
import {
  codeText,
  descendants,
  enclosingFunction,
  memberName,
  references,
  unwrap,
} from '../../program/ast.ts';
import { referent } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { changeOfQuery } from '../query/changes.ts';
import { isNoValue } from '../query/no-value.ts';
import { destructuredRead, isConst, type QueryRead, queryRead } from '../query/query-read.ts';
import { reaches } from '../query/repeatable.ts';
import { failingFallback } from './failing-fallback.ts';
import type { Lift } from './lift.ts';
import { isInTemplate } from './template-uses.ts';

/** The query that a constant's code was read from, where it can be written in place of the constant. */
export function readNearby(lift: Lift, name: ts.Identifier): QueryRead | undefined {
  const symbol = referent(lift.project, name);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || declaration.getSourceFile() !== name.getSourceFile()) return undefined;
  const read = readOf(lift.project, declaration);
  const fallback = read && fallbackOf(lift.project, declaration);
  if (fallback) lift.absence.noteFallback(fallback);
  if (!read || !reaches(lift.project, read.root, name) || isCostly(lift, symbol, read, name))
    return undefined;
  // The constant keeps the value it was read with. Read again later, the query could be another one.
  if (changeOfQuery(lift.project, read, name)) return undefined;
  lift.bypassed.add(symbol, name);
  if (ts.isVariableDeclaration(declaration))
    lift.trace.step(declaration, `'${name.text}' holds the code alone`);
  return read;
}

/**
 * True for `new URL(request.url).searchParams` where the constant is still needed, or where it would be evaluated later. It is not
 * written a second time: the constant carries it.
 */
function isCostly(lift: Lift, symbol: ts.Symbol, read: QueryRead, name: ts.Identifier): boolean {
  const node = unwrap(read.node);
  const isRead = ts.isCallExpression(node) && memberName(node.expression) === 'get';
  if (!isRead || !/^new\b/.test(read.params)) return false;
  const uses = references(lift.project.checker, symbol, name.getSourceFile());
  const isNeeded = uses.some((use) => use !== name && use.parent !== symbol.valueDeclaration);
  // What a template shows cannot be renamed, so the constant stays as it is.
  const isShown = symbol.valueDeclaration && isInTemplate(lift.project, symbol.valueDeclaration);
  return (isNeeded && !isShown) || runsLater(read, name);
}

/** True when it would be evaluated in another function, or when a part of it is assigned (`req.url = '/'`). */
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

function readOf(project: Project, declaration: ts.Declaration): QueryRead | undefined {
  if (ts.isBindingElement(declaration)) {
    const read = destructuredRead(project, declaration);
    return read && { ...read, node: declaration as unknown as ts.Expression };
  }
  if (!ts.isVariableDeclaration(declaration) || !isConst(declaration) || !declaration.initializer)
    return undefined;
  return soleRead(project, declaration.initializer);
}

/** `''` of `params.get('code') ?? ''`. */
function fallbackOf(project: Project, declaration: ts.Declaration): ts.Expression | undefined {
  const value = (declaration as ts.VariableDeclaration).initializer;
  const node = value && unwrap(value);
  if (!node || !ts.isBinaryExpression(node) || failingFallback(project, node)) return undefined;
  return node.right;
}

/** The read that a constant is initialized with, behind a default for a missing code. */
export function soleRead(project: Project, initializer: ts.Expression): QueryRead | undefined {
  const node = unwrap(initializer);
  if (ts.isBinaryExpression(node) && isNoValue(node.right)) return soleRead(project, node.left);
  const failing = failingFallback(project, node);
  if (failing) return soleRead(project, failing.read);
  return queryRead(project, node);
}
