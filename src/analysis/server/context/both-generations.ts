import { ts } from '../../../compiler.cjs';
import { authInfoMember, httpMember } from '../../../sdk/context-roles.ts';
import { bindingKey, enclosingFunction, isWithin } from '../../program/ast.ts';
import { mentionsIn } from '../../program/mention-index.ts';

/**
 * Does code ask which generation's context it has?
 * Asked of each read of `authInfo`.
 * True for `ctx.http?.authInfo ?? ctx.authInfo` and for a read in a function that tests `ctx.http`.
 */
export function readsBoth(node: ts.Node): boolean {
  const scope = enclosingFunction(node) ?? node.getSourceFile();
  const choice = choiceAround(node);
  return mentionsIn(node.getSourceFile(), httpMember).some((mention) =>
    leadsToAuthInfo(mention)
      ? choice !== undefined && isWithin(mention, choice)
      : isWithin(mention, scope) && isTested(mention),
  );
}

/** The outermost `??`, `||` or `? :` that a read is an operand of. */
function choiceAround(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let { parent } = node; parent && ts.isExpression(parent); parent = parent.parent)
    if (ts.isConditionalExpression(parent) || ts.isBinaryExpression(parent)) found = parent;
  return found;
}

/** `if (ctx.http)`, `'http' in ctx ? … : …`. */
function isTested(mention: ts.Node): boolean {
  for (let node: ts.Node = mention; node.parent && !ts.isStatement(node); node = node.parent) {
    const { parent } = node;
    if (ts.isIfStatement(parent)) return parent.expression === node;
    if (ts.isConditionalExpression(parent)) return parent.condition === node;
    if (ts.isCallExpression(parent) && parent.expression !== node) return false;
  }
  return false;
}

/** `http` of `ctx.http?.authInfo` and of `{ http: { authInfo } }`. */
function leadsToAuthInfo({ parent }: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent))
    return ts.isPropertyAccessExpression(parent.parent) && parent.parent.name.text === authInfoMember;
  return (
    ts.isBindingElement(parent) &&
    ts.isObjectBindingPattern(parent.name) &&
    parent.name.elements.some((element) => bindingKey(element) === authInfoMember)
  );
}
