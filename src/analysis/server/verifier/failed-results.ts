import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import type { CredentialValues } from './credential-values.ts';

/**
 * Is a method called on a result that was made for the credential: `verify(token).unwrap()`?
 * Asked of each call, for what such a method throws is decided by the result.
 * True for an object of the project whose members are set where it is made, and nowhere else.
 */
export function isOfResult(project: Project, values: CredentialValues, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !values.has(callee.expression)) return false;
  const made = madeBy(project, callee);
  if (!made || !values.has(made)) return false;
  const [method] = functionsAt(project, callee);
  const owner = method?.parent;
  return (
    owner !== undefined && (ts.isClassLike(owner) ? isFixed(owner) : ts.isObjectLiteralExpression(owner))
  );
}

/** The call that gives the object of a method, also through a constant. */
export function madeBy(project: Project, method: ts.Expression): ts.CallExpression | undefined {
  const callee = unwrap(method);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  let node = unwrap(callee.expression);
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
    node = unwrap(declaration.initializer);
  if (ts.isAwaitExpression(node)) node = unwrap(node.expression);
  return ts.isCallExpression(node) ? node : undefined;
}

/** True for a class whose methods assign to no member of `this`. */
const isFixed = (owner: ts.ClassLikeDeclaration): boolean =>
  owner.members
    .filter((each) => !ts.isConstructorDeclaration(each))
    .every((member) =>
      [...descendants(member)].every(
        (node) =>
          !ts.isPropertyAccessExpression(node) ||
          node.expression.kind !== ts.SyntaxKind.ThisKeyword ||
          !isAssigned(node),
      ),
    );

const isAssigned = ({ parent }: ts.Node): boolean =>
  (ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment) ||
  ts.isPostfixUnaryExpression(parent);

/** The function that `result.match(onOk, onError)` of neverthrow runs for a failure. */
export function failureHandler(project: Project, call: ts.CallExpression): FunctionLike | undefined {
  const declared = declaredAs(symbolOf(project, unwrap(call.expression)));
  const given =
    declared?.area === 'platform/neverthrow' && declared.member === 'match' ? call.arguments[1] : undefined;
  const fn = given && unwrap(given);
  return fn && isFunctionLike(fn) ? fn : undefined;
}

/** What a result has in a place: `error` of `const [error, info] = await verify(token)`, of `const { error } = …`, of `result.error`. */
export function partsOfResult(project: Project, node: ts.Expression): readonly ts.Expression[] {
  if (ts.isPropertyAccessExpression(node))
    return memberOf(project, node.expression, node.name.text).entries.flatMap(({ value }) => value ?? []);
  const element = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  if (!element || !ts.isBindingElement(element)) return [];
  const { parent: pattern } = element;
  const owner = pattern.parent;
  if (!ts.isVariableDeclaration(owner) || !owner.initializer) return [];
  const key = element.propertyName ?? element.name;
  if (ts.isObjectBindingPattern(pattern))
    return memberOf(project, owner.initializer, key.getText()).entries.flatMap(({ value }) => value ?? []);
  const index = pattern.elements.indexOf(element);
  return listsGiven(project, owner.initializer, 0).flatMap(({ elements }) => elements[index] ?? []);
}

function listsGiven(
  project: Project,
  value: ts.Expression,
  depth: number,
): readonly ts.ArrayLiteralExpression[] {
  const node = unwrap(value);
  const again = (each: ts.Expression): readonly ts.ArrayLiteralExpression[] =>
    listsGiven(project, each, depth + 1);
  if (ts.isArrayLiteralExpression(node)) return [node];
  if (depth > maxDepth) return [];
  if (ts.isAwaitExpression(node)) return again(node.expression);
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(again);
  if (!ts.isCallExpression(node)) return [];
  return functionsAt(project, node.expression).flatMap((fn) =>
    (bindingsOf(project).returns.get(fn) ?? []).flatMap(again),
  );
}

const maxDepth = 4;
