import { ts } from '../../compiler.cjs';
import { isFunctionLike, unwrap } from './ast.ts';
import { listMethods } from './list-methods.ts';

/**
 * Which list does a loop take its variable from?
 * Asked of names that may stand for each entry of a list: `for (const tool of tools)`, `tools.forEach((tool) => …)`.
 */
export function walkedBy(declaration: ts.Declaration): ts.Expression | undefined {
  const { parent } = declaration;
  if (ts.isVariableDeclaration(declaration) && ts.isForOfStatement(parent.parent))
    return parent.parent.expression;
  if (!ts.isParameter(declaration) || !isFunctionLike(parent) || !ts.isCallExpression(parent.parent))
    return undefined;
  const callee = unwrap(parent.parent.expression);
  const method = ts.isPropertyAccessExpression(callee) ? listMethods.get(callee.name.text) : undefined;
  if (!method || method.takes === undefined || parent.parameters[method.takes] !== declaration)
    return undefined;
  return (callee as ts.PropertyAccessExpression).expression;
}

/** The variable or the parameter that a pattern stands for. */
export function ownerOfPattern(element: ts.BindingElement): ts.Declaration {
  const { parent } = element.parent;
  return ts.isBindingElement(parent) ? ownerOfPattern(parent) : parent;
}

/** `handlers.get(name)`, `tools.find((tool) => …)`, `layers.pop()`: one entry of a map or a list. */
export function isLookup(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const callee = unwrap(node.expression);
  return ts.isPropertyAccessExpression(callee) && /^(?:get|find|pop|shift|at)$/.test(callee.name.text);
}

/** What `reduce` carries from entry to entry: the call, where a parameter is the first of its function. */
export function accumulation(declaration: ts.Declaration): ts.CallExpression | undefined {
  const { parent } = declaration;
  if (!ts.isParameter(declaration) || !isFunctionLike(parent) || !ts.isCallExpression(parent.parent))
    return undefined;
  return parent.parameters[0] === declaration && isReduction(parent.parent) ? parent.parent : undefined;
}

export function isReduction(call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  return ts.isPropertyAccessExpression(callee) && /^reduce(?:Right)?$/.test(callee.name.text);
}
