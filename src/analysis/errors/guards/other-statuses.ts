import { ts } from '../../../compiler.cjs';
import { codeText, descendants, unwrap } from '../../program/ast.ts';
import { evaluate } from './evaluate.ts';
import { type Frame, fork } from './frame.ts';
import type { Piece } from './layout.ts';

/**
 * A guard that only names other statuses and answers "not mine" for the rest: `return error.status === 404`. What the
 * later tests answer for an InsufficientScopeError is theirs to say, unless they are sure to answer something else.
 *
 * @param written what the branch does for a 403
 * @param otherwise what runs for an InsufficientScopeError instead
 */
export function concernsOtherStatuses(
  branch: ts.Statement,
  before: Frame,
  written: readonly Piece[],
  otherwise: readonly Piece[],
): boolean {
  const [only] = written;
  if (!only || written.length > 1 || !isNo(only.text) || !comparesOnlyOthers(branch, before)) return false;
  const last = otherwise.at(-1);
  if (!last || !ts.isReturnStatement(last.node)) return false;
  return isNo(last.text) || !isSettled(last.text);
}

const isNo = (text: string): boolean => /^return( (false|null|undefined))?;?$/.test(text.trim());

const isSettled = (text: string): boolean => /^return\b\s*([\w.]+|(['"])[^'"]*\2)?;?$/.test(text.trim());

function comparesOnlyOthers(branch: ts.Statement, before: Frame): boolean {
  const frame = fork(before);
  let compared = false;
  for (const node of descendants(branch)) {
    if (!ts.isPropertyAccessExpression(node) || evaluate(node.expression, frame).kind !== 'error') continue;
    const parent = unwrap(node).parent;
    const isEquality = ts.isBinaryExpression(parent) && /^===?$/.test(parent.operatorToken.getText());
    const isMember = ts.isCallExpression(parent) && /\.(includes|has)$/.test(codeText(parent.expression));
    if (!isEquality && !isMember) return false;
    const value = evaluate(parent as ts.Expression, frame);
    if (value.kind !== 'const' || value.value !== false) return false;
    compared = true;
  }
  return compared;
}
