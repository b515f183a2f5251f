import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, sdkEntityOf, symbolOf } from '../../program/sdk-symbols.ts';

/** Methods of loggers. Whether the object is a logger, {@link isLogCall} decides. */
const logMethods = new Set('log info warn error debug trace fatal verbose notice critical'.split(' '));

/** True for a call of the SDK or of a platform: none of them compares anything of the query. */
export function isHarmless(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  if (isLogCall(project, call)) return true;
  const symbol = calledSymbol(project, call);
  if (sdkEntityOf(symbol)) return true;
  const declared = declaredAs(symbol);
  // Emitters, collections and messages pass on what they are given.
  return (
    declared !== undefined &&
    !/EventEmitter|^Map$|^Set$|Array|Window|Channel|Port|Storage|^any$/.test(declared.name)
  );
}

export function calledSymbol(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
): ts.Symbol | undefined {
  const callee = unwrap(call.expression);
  return symbolOf(project, ts.isPropertyAccessExpression(callee) ? callee.name : callee);
}

/**
 * A call that logs: `console`, or a method of that name on a value whose body the program does not show (an imported logger, a
 * parameter, an interface).
 */
export function isLogCall(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = unwrap(call.expression);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(callee)) return false;
  if (!logMethods.has(callee.name.text)) return false;
  const symbol = symbolOf(project, callee.name);
  const declared = declaredAs(symbol);
  if (declared) return declared.name === 'Console' || isFrameworkLogger(declared.name);
  const declarations = symbol?.declarations ?? [];
  return declarations.every(
    (declaration) => ts.isMethodSignature(declaration) || ts.isPropertySignature(declaration),
  );
}

function isFrameworkLogger(name: string): boolean {
  return /Logger/.test(name);
}
