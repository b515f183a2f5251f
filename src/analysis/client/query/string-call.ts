import type { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';

/** True for `String(x)` of the language, which gives the text that x is. */
export function isStringCall(project: Project, call: ts.CallExpression): boolean {
  const declared = declaredAs(symbolOf(project, unwrap(call.expression)));
  return declared?.area === 'platform/es' && declared.name === 'String' && !declared.member;
}
