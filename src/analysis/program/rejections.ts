import { ts } from '../../compiler.cjs';
import { type FunctionLike, isFunctionLike, unwrap } from './ast.ts';
import { declarationAt } from './declaration-at.ts';
import type { Project } from './project.ts';
import { declaredAs, symbolOf } from './sdk-symbols.ts';

/** True for the `Promise` of the language, and for no class of the project that is called so. */
export function isPromise(project: Project, node: ts.Expression): boolean {
  const declared = declaredAs(symbolOf(project, unwrap(node)));
  return declared?.area === 'platform/es' && declared.name === 'Promise' && !declared.member;
}

/** `Promise.all(…)`: a call of one of these functions of the language's Promise. */
export function isPromiseCall(project: Project, call: ts.CallExpression, names: RegExp): boolean {
  const callee = unwrap(call.expression);
  return (
    ts.isPropertyAccessExpression(callee) &&
    names.test(callee.name.text) &&
    isPromise(project, callee.expression)
  );
}

/** `Promise.reject(x)` */
export const isRejection = (project: Project, call: ts.CallExpression): boolean =>
  isPromiseCall(project, call, /^reject$/);

/** The executor of `new Promise(…)` around a node. */
export function executorAround(project: Project, node: ts.Node): FunctionLike | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (!isFunctionLike(current)) continue;
    const { parent } = current;
    if (ts.isNewExpression(parent) && isPromise(project, parent.expression)) return current;
  }
  return undefined;
}

/** What a call rejects a promise with: `Promise.reject(x)`, `reject(x)` of an executor. */
export function rejectedBy(project: Project, call: ts.CallExpression): ts.Expression | undefined {
  if (isRejection(project, call)) return call.arguments[0];
  const callee = unwrap(call.expression);
  if (!ts.isIdentifier(callee)) return undefined;
  const reject = executorAround(project, call)?.parameters[1];
  return reject && declarationAt(project, callee) === reject ? call.arguments[0] : undefined;
}
