import { ts } from '../../../compiler.cjs';
import { authInfoMember, httpMember } from '../../../sdk/context-roles.ts';
import { isPlainAssignment } from '../../program/assigned-targets.ts';
import {
  bindingKey,
  codeText,
  enclosingFunction,
  isWithin,
  ownDescendants,
  wrapped,
} from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';
import type { ReadNode, TestNode } from './context-reads.ts';
import { givesOperand, mentionsOf, valuesOf } from './read-values.ts';

/**
 * Does code ask which generation's context it has?
 * Asked of each read of `authInfo`.
 * True for `ctx.http?.authInfo ?? ctx.authInfo`, also in several statements, and for a read in a function that tests `ctx.http`.
 */
export function readsBoth(project: Project, node: ReadNode | TestNode): boolean {
  const scope = enclosingFunction(node) ?? node.getSourceFile();
  const places = [node, ...valuesOf(project, node)];
  const choices = places.flatMap((place) => choiceAround(place) ?? []);
  const sinks = new Set(placesTested(node).flatMap((place) => sinkOf(project, place) ?? []));
  return mentionsIn(node.getSourceFile(), httpMember).some((mention) => {
    const others = authInfosOf(project, mention);
    // `(ctx.http ?? ctx).authInfo`
    if (others.includes(node)) return true;
    if (others.some((other) => choices.some((choice) => isWithin(other, choice)))) return true;
    if (others.some((other) => sinks.has(sinkOf(project, other) ?? mention))) return true;
    if (others.length > 0) return false;
    const test = isWithin(mention, scope) ? testAround(mention) : undefined;
    return test !== undefined && places.some((place) => isDecided(place, test));
  });
}

/** True for an expression that reads `authInfo` of `http`. */
export const asksHttp = (node: ts.Node): boolean =>
  mentionsIn(node.getSourceFile(), httpMember).some(
    (mention) => isWithin(mention, node) && accessOf(mention) !== undefined,
  );

/** The read; and for the condition of `if (ctx.authInfo) return ctx.authInfo;` the read behind it. */
function placesTested(node: ts.Node): readonly ts.Node[] {
  const { parent } = node;
  if (!ts.isIfStatement(parent) || parent.expression !== node) return [node];
  const text = codeText(node);
  return [...ownDescendants(parent.thenStatement)].filter(
    (each) => ts.isPropertyAccessExpression(each) && codeText(each) === text,
  );
}

/** The variable that an expression is put into, or the function that returns it. */
function sinkOf(project: Project, node: ts.Node): ts.Node | undefined {
  if (!ts.isExpression(node)) return undefined;
  let value = wrapped(node);
  while (givesOperand(value.parent, value)) value = wrapped(value.parent);
  const { parent } = value;
  if (ts.isVariableDeclaration(parent)) return ts.isIdentifier(parent.name) ? parent : undefined;
  if (isPlainAssignment(parent) && parent.right === value) return declarationAt(project, parent.left);
  return ts.isReturnStatement(parent) ? enclosingFunction(parent) : undefined;
}

/** Where code has `authInfo` of v2's place: `ctx.http?.authInfo`, `{ http: { authInfo } }`, and the names that it is put into. */
function authInfosOf(project: Project, mention: ts.Node): readonly ts.Node[] {
  const access = accessOf(mention);
  if (access) return [access, ...valuesOf(project, access)];
  const owner = ts.isPropertyAccessExpression(mention.parent)
    ? wrapped(mention.parent).parent
    : mention.parent;
  if (!ts.isBindingElement(owner) && !ts.isVariableDeclaration(owner)) return [];
  const { name } = owner;
  if (ts.isObjectBindingPattern(name))
    return name.elements
      .filter((element) => bindingKey(element) === authInfoMember)
      .flatMap((element) => [element, ...valuesOf(project, element)]);
  if (!ts.isIdentifier(name) || name === mention) return [];
  return mentionsOf(project, name).filter(
    (chain) => ts.isPropertyAccessExpression(chain) && chain.name.text === authInfoMember,
  );
}

/** `ctx.http?.authInfo` of its `http`, also of `{ ...ctx, ...ctx.http }`, and `http?.authInfo` of a name. */
function accessOf(mention: ts.Node): ts.PropertyAccessExpression | undefined {
  const { parent } = mention;
  if (!ts.isPropertyAccessExpression(parent)) return undefined;
  if (parent.expression === mention) return parent.name.text === authInfoMember ? parent : undefined;
  let whole: ts.Expression = wrapped(parent);
  for (let next: ts.Expression | undefined = whole; next; next = wholeAround(whole)) whole = wrapped(next);
  const outer = whole.parent;
  return ts.isPropertyAccessExpression(outer) && outer.name.text === authInfoMember ? outer : undefined;
}

/** `ctx.http ?? ctx`, `{ ...ctx, ...ctx.http }`, `Object.assign({}, ctx, ctx.http)` around a part. */
function wholeAround(part: ts.Expression): ts.Expression | undefined {
  const { parent } = part;
  if (givesOperand(parent, part)) return parent;
  if (ts.isSpreadAssignment(parent)) return parent.parent;
  return ts.isCallExpression(parent) && codeText(parent.expression) === 'Object.assign' ? parent : undefined;
}

/** True in a branch of the test, and behind one that ends. */
function isDecided(place: ts.Node, test: ContextTestNode): boolean {
  if (isWithin(place, test)) return true;
  return (
    ts.isIfStatement(test) &&
    test.end <= place.pos &&
    [...ownDescendants(test.thenStatement)].some(
      (each) => ts.isReturnStatement(each) || ts.isThrowStatement(each),
    )
  );
}

/** The outermost `??`, `||`, `? :` or list that a read is an operand of; the default of a pattern. */
function choiceAround(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined = ts.isBindingElement(node) ? node.initializer : undefined;
  for (let { parent } = node; parent && ts.isExpression(parent); parent = parent.parent)
    if (ts.isConditionalExpression(parent) || ts.isBinaryExpression(parent)) found = parent;
  const list = ts.isExpression(node) ? wrapped(node).parent : undefined;
  return found ?? (list && ts.isArrayLiteralExpression(list) ? list : undefined);
}

type ContextTestNode = ts.IfStatement | ts.SwitchStatement | ts.ConditionalExpression;

/** What tests it: `if (ctx.http)`, `'http' in ctx ? … : …`. */
function testAround(mention: ts.Node): ContextTestNode | undefined {
  for (let node: ts.Node = mention; node.parent && !ts.isStatement(node); node = node.parent) {
    const { parent } = node;
    if (ts.isIfStatement(parent) || ts.isSwitchStatement(parent))
      return parent.expression === node ? parent : undefined;
    if (ts.isConditionalExpression(parent)) return parent.condition === node ? parent : undefined;
    if (ts.isCallExpression(parent) && parent.expression !== node) return undefined;
  }
  return undefined;
}
