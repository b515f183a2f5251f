import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';

/** True for a method of `console`. */
export function isConsole(project: Project, call: ts.CallExpression): boolean {
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const declared = declaredAs(symbolOf(project, callee.name));
  return declared?.name === 'Console' || declared?.name === 'console';
}
