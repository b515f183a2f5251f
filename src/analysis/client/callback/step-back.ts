import { ts } from '../../../compiler.cjs';
import { type AccessPath, afterAny, called, element, member, sameStep } from '../../program/access-path.ts';
import { askForDeclaration } from '../../program/ask-for-declaration.ts';
import {
  bindingKey,
  type FunctionLike,
  isAbsent,
  isFunctionLike,
  memberName,
  ownDescendants,
  unwrap,
} from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import { implementers } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { type Push, throughCall, throughNew } from './step-back-calls.ts';

/** Pushes every place that the value at `node` can come from, one step back. `path` leads from the value to the code. */
export function stepsBack(project: Project, node: ts.Node, path: AccessPath, push: Push): void {
  project.askImports(node);
  if (isFunctionLike(node)) return throughFunction(project, node, path, push);
  if (ts.isBindingElement(node) || !ts.isExpression(node))
    return throughDeclaration(project, node, path, push);
  const value = unwrap(node);
  if (isFunctionLike(value)) return throughFunction(project, value, path, push);
  if (ts.isAwaitExpression(value)) return push(value.expression, path);
  if (ts.isIdentifier(value)) {
    const declaration = declarationAt(project, value);
    if (declaration) push(declaration, path);
    else if (!isAbsent(value)) askForDeclaration(project, value);
  } else if (ts.isPropertyAccessExpression(value) || ts.isElementAccessExpression(value)) {
    throughMember(project, value, path, push);
  } else if (ts.isCallExpression(value)) throughCall(project, value, path, push);
  else if (ts.isNewExpression(value)) throughNew(project, value, path, push);
  else if (ts.isConditionalExpression(value)) {
    push(value.whenTrue, path);
    push(value.whenFalse, path);
  } else if (ts.isBinaryExpression(value)) {
    if (!isComparison(value)) push(value.left, path);
    push(value.right, path);
  } else if (ts.isTemplateExpression(value)) {
    const [only, ...more] = value.templateSpans;
    if (only && more.length === 0) push(only.expression, path);
  } else if (ts.isObjectLiteralExpression(value)) throughLiteral(value, path, push);
  else if (ts.isArrayLiteralExpression(value)) {
    throughList(value, path, push);
  }
}

function throughList({ elements }: ts.ArrayLiteralExpression, path: AccessPath, push: Push): void {
  const [step, ...rest] = path;
  const taken = step?.kind === 'member' ? elements[Number(step.name)] : undefined;
  if (taken) push(taken, rest);
  if (!sameStep(step, element)) return;
  for (const each of elements)
    if (ts.isSpreadElement(each)) push(each.expression, path);
    else push(each, rest);
}

function isComparison({ operatorToken }: ts.BinaryExpression): boolean {
  return operatorToken.kind === ts.SyntaxKind.CommaToken || /^[=!<>]=/.test(operatorToken.getText());
}

function throughLiteral(literal: ts.ObjectLiteralExpression, path: AccessPath, push: Push): void {
  const [step, ...rest] = path;
  const wanted = step?.kind === 'member' ? step.name : undefined;
  for (const property of literal.properties) {
    if (ts.isSpreadAssignment(property)) push(property.expression, path);
    else if (property.name && ts.isIdentifier(property.name) && property.name.text === wanted) {
      if (ts.isPropertyAssignment(property)) push(property.initializer, rest);
      else if (ts.isShorthandPropertyAssignment(property)) push(property.name, rest);
      else push(property, rest);
    }
  }
}

/** A function that is called gives what it returns. */
function throughFunction(project: Project, fn: FunctionLike, path: AccessPath, push: Push): void {
  const getter = ts.isGetAccessorDeclaration(fn);
  if (path[0]?.kind !== 'call' && !getter) return;
  if ('asteriskToken' in fn && fn.asteriskToken) return throughYields(fn, path.slice(1), push);
  for (const returned of bindingsOf(project).returns.get(fn) ?? [])
    push(returned, getter ? path : path.slice(1));
}

/** What a loop over a generator, or `next()`, gives. */
function throughYields({ body }: FunctionLike, path: AccessPath, push: Push): void {
  const rest = afterAny(path, [[element], [member('next'), called, member('value')]]);
  if (!body || !rest) return;
  for (const node of ownDescendants(body))
    if (ts.isYieldExpression(node) && node.expression)
      push(node.expression, node.asteriskToken ? [element, ...rest] : rest);
}

function throughDeclaration(project: Project, node: ts.Node, path: AccessPath, push: Push): void {
  if (ts.isVariableDeclaration(node)) {
    const loop = node.parent.parent;
    if (node.initializer) push(node.initializer, path);
    else if (ts.isForOfStatement(loop)) push(loop.expression, [element, ...path]);
    for (const value of bindingsOf(project).assigned.get(node)) push(value, path);
  } else if (ts.isBindingElement(node)) {
    const key = bindingKey(node);
    const whole = node.parent.parent;
    push(whole, key === undefined ? path : [member(key), ...path]);
    if (node.initializer) push(node.initializer, path);
    for (const value of bindingsOf(project).assigned.get(node)) push(value, path);
  } else if (ts.isParameter(node)) {
    if (ts.isConstructorDeclaration(node.parent)) throughField(project, node, path, push);
    throughParameter(project, node, path, push);
  } else if (ts.isShorthandPropertyAssignment(node)) push(node.name, path);
  else if (ts.isPropertyAssignment(node)) push(node.initializer, path);
  else if (ts.isPropertyDeclaration(node)) {
    if (node.initializer) push(node.initializer, path);
    throughField(project, node, path, push);
  } else if (ts.isPropertyAccessExpression(node)) throughField(project, node, path, push);
}

function throughField(project: Project, field: ts.Declaration, path: AccessPath, push: Push): void {
  for (const value of bindingsOf(project).assigned.get(field)) push(value, path);
}

function throughParameter(
  project: Project,
  parameter: ts.ParameterDeclaration,
  path: AccessPath,
  push: Push,
): void {
  const fn = parameter.parent;
  if (parameter.initializer) push(parameter.initializer, path);
  if (!isFunctionLike(fn)) return;
  for (const { node } of argumentsOf(project, fn, fn.parameters.indexOf(parameter))) push(node, path);
}

/** A member of an object: what is written to it anywhere, and the member of the value that the object holds. */
function throughMember(
  project: Project,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  path: AccessPath,
  push: Push,
): void {
  const name = memberName(access);
  if (name === undefined) return;
  const symbol = ts.isPropertyAccessExpression(access) ? symbolOf(project, access.name) : undefined;
  if (symbol && declaredAs(symbol) === undefined) {
    for (const declaration of symbol.declarations ?? []) {
      push(declaration, path);
      for (const value of bindingsOf(project).assigned.get(declaration)) push(value, path);
    }
    if (path[0]?.kind === 'call') project.ask(name, ...(symbol.declarations ?? []));
    for (const each of implementers(project, symbol)) push(each, path);
  }
  push(access.expression, [member(name), ...path]);
}
