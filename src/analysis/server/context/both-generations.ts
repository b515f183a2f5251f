import { ts } from '../../../compiler.cjs';
import { authInfoMember, httpMember } from '../../../sdk/context-roles.ts';
import {
  bindingKey,
  enclosingFunction,
  isWithin,
  ownDescendants,
  references,
  wrapped,
} from '../../program/ast.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';

/**
 * Does code ask which generation's context it has?
 * Asked of each read of `authInfo`.
 * True for `ctx.http?.authInfo ?? ctx.authInfo` and for a read in a function that tests `ctx.http`.
 */
export function readsBoth(project: Project, node: ts.Node): boolean {
  const scope = enclosingFunction(node) ?? node.getSourceFile();
  const places = [node, ...namesOf(project, node)];
  const choices = places.flatMap((place) => choiceAround(place) ?? []);
  return mentionsIn(node.getSourceFile(), httpMember).some((mention) => {
    if (leadsToAuthInfo(mention))
      return [mention, ...namesOf(project, chainAround(mention))].some((each) =>
        choices.some((choice) => isWithin(each, choice)),
      );
    const test = isWithin(mention, scope) ? testAround(mention) : undefined;
    return test !== undefined && places.some((place) => isDecided(place, test));
  });
}

/** Where the name that a pattern gives the member is used. */
function namesOf({ checker }: Project, value: ts.Node): readonly ts.Node[] {
  const outer = ts.isExpression(value) ? wrapped(value).parent : value;
  const node = outer && ts.isVariableDeclaration(outer) ? outer : value;
  if (!(ts.isBindingElement(node) || ts.isVariableDeclaration(node)) || !ts.isIdentifier(node.name))
    return [];
  const symbol = checker.getSymbolAtLocation(node.name);
  return symbol ? references(checker, symbol, enclosingFunction(node) ?? node.getSourceFile()) : [];
}

/** True in a branch of the test, and behind one that ends. */
function isDecided(place: ts.Node, test: ts.IfStatement | ts.ConditionalExpression): boolean {
  if (isWithin(place, test)) return true;
  return (
    ts.isIfStatement(test) &&
    test.end <= place.pos &&
    [...ownDescendants(test.thenStatement)].some(
      (each) => ts.isReturnStatement(each) || ts.isThrowStatement(each),
    )
  );
}

/** The outermost `??`, `||` or `? :` that a read is an operand of. */
function choiceAround(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let { parent } = node; parent && ts.isExpression(parent); parent = parent.parent)
    if (ts.isConditionalExpression(parent) || ts.isBinaryExpression(parent)) found = parent;
  return found;
}

/** What tests it: `if (ctx.http)`, `'http' in ctx ? … : …`. */
function testAround(mention: ts.Node): ts.IfStatement | ts.ConditionalExpression | undefined {
  for (let node: ts.Node = mention; node.parent && !ts.isStatement(node); node = node.parent) {
    const { parent } = node;
    if (ts.isIfStatement(parent)) return parent.expression === node ? parent : undefined;
    if (ts.isConditionalExpression(parent)) return parent.condition === node ? parent : undefined;
    if (ts.isCallExpression(parent) && parent.expression !== node) return undefined;
  }
  return undefined;
}

/** `ctx.http?.authInfo` around `http`. */
function chainAround(mention: ts.Node): ts.Node {
  let node = mention;
  while (ts.isPropertyAccessExpression(node.parent)) node = node.parent;
  return node;
}

/** `http` of `ctx.http?.authInfo` and of `{ http: { authInfo } }`. */
function leadsToAuthInfo({ parent }: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent)) {
    // `http?.authInfo`, where a pattern took `http` out.
    const access = parent.name.text === authInfoMember ? parent : parent.parent;
    return ts.isPropertyAccessExpression(access) && access.name.text === authInfoMember;
  }
  return (
    ts.isBindingElement(parent) &&
    ts.isObjectBindingPattern(parent.name) &&
    parent.name.elements.some((element) => bindingKey(element) === authInfoMember)
  );
}
