import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import type { Assumption } from './evidence.ts';
import { shortText } from './short-text.ts';

/** True for a method of `console`. */
export function isConsole(project: Project, call: ts.CallExpression): boolean {
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const declared = declaredAs(symbolOf(project, callee.name));
  return declared?.name === 'Console' || declared?.name === 'console';
}

/** A record or a list with the code is shown as a whole: from now on the query appears in it. */
export const shownIn = (call: ts.CallExpression): Assumption => ({
  obligation: 'not-serialized',
  code: 'record-shown',
  detail: `It is shown by ${shortText(call)}.`,
});
