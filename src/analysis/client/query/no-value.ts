import { ts } from '../../../compiler.cjs';
import { isAbsent, unwrap } from '../../program/ast.ts';

/** True for a value that means a missing parameter: `undefined`, `null`, the empty string. */
export function isNoValue(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return isAbsent(node) || (ts.isStringLiteralLike(node) && node.text === '');
}
