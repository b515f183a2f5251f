import type { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';

/** Whether a value is a limit of 0 or less, too: then it changes nothing. */
export function isAbsentOrSame(project: Project, value: ts.Expression): boolean {
  const type = project.checker.getTypeAtLocation(unwrap(value));
  return type.isNumberLiteral() && type.value <= 0;
}
