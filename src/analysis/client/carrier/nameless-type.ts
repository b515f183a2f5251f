import { ts } from '../../../compiler.cjs';
import { type AccessPath, awaited, called, element, place, typeArgument } from '../../program/access-path.ts';
import type { Lift } from './lift.ts';

/**
 * Goes from a type that is written without a name, such as `{ code: string }`, to the declaration whose type it is part of.
 * Whatever is declared so becomes a carrier. A named type is found by its name instead.
 */
export function liftNamelessType(lift: Lift, literal: ts.TypeLiteralNode, from: AccessPath): void {
  let path = from;
  for (let node: ts.Node = literal; ; node = node.parent) {
    const { parent } = node;
    if (isTransparent(parent)) continue;
    const outer = outerPath(node, path);
    if (!outer) return liftDeclared(lift, parent, inMade(node, path));
    path = outer;
  }
}

function isTransparent(type: ts.Node): boolean {
  return ts.isUnionTypeNode(type) || ts.isParenthesizedTypeNode(type);
}

/** The path from the type around a part of it; undefined where the type ends. */
function outerPath(part: ts.Node, path: AccessPath): AccessPath | undefined {
  const { parent } = part;
  if (ts.isTypeReferenceNode(parent)) {
    const index = parent.typeArguments?.indexOf(part as ts.TypeNode) ?? 0;
    const isPromise = /^Promise(Like)?$/.test(parent.typeName.getText());
    return [isPromise ? awaited : typeArgument(index), ...path];
  }
  if (ts.isFunctionTypeNode(parent)) return [called, ...path];
  if (ts.isTupleTypeNode(parent)) return [place(parent.elements.indexOf(part as ts.TypeNode)), ...path];
  return ts.isArrayTypeNode(parent) ? [element, ...path] : undefined;
}

/** `new Map<string, { code: string }>()` is made over the type. */
function inMade(part: ts.Node, path: AccessPath): AccessPath {
  const { parent } = part;
  const given: readonly ts.Node[] = (ts.isNewExpression(parent) && parent.typeArguments) || [];
  const index = given.indexOf(part);
  return index < 0 ? path : [typeArgument(index), ...path];
}

/** The declaration, or the call, that a type is written for. */
function liftDeclared(lift: Lift, owner: ts.Node, path: AccessPath): void {
  if (ts.isVariableDeclaration(owner) || ts.isParameter(owner)) {
    // The parameters of types are followed with the types.
    if (ts.isFunctionTypeNode(owner.parent) || ts.isMethodSignature(owner.parent)) return;
    return lift.follow.local(owner, path);
  }
  if (ts.isPropertySignature(owner) || ts.isPropertyDeclaration(owner))
    return lift.follow.field([owner], path);
  if (ts.isMethodSignature(owner)) return lift.follow.field([owner], [called, ...path]);
  if (ts.isFunctionLike(owner) && (owner as ts.FunctionLikeDeclaration).body) {
    return lift.follow.function(owner as ts.FunctionLikeDeclaration, [called, ...path]);
  }
  if (ts.isNewExpression(owner) || ts.isCallExpression(owner)) lift.follow.out(owner, path);
}
