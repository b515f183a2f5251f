import { ts } from '../../../compiler.cjs';
import { codeText, descendants, unwrap } from '../../program/ast.ts';
import { withoutComments } from '../../program/code-text-tests.ts';
import type { Frame } from './frame.ts';
import type { Piece } from './layout.ts';

/**
 * A branch that only asks for other statuses, and returns "no" for a 403: `return error.status === 404`. It needs no fix
 * where the code after it returns "no" for an InsufficientScopeError, too, or computes what it returns.
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

const isNo = (text: string): boolean =>
  /^return( (false|null|undefined))?\s?;?$/.test(withoutComments(text).replace(/\s+/g, ' ').trim());

/** What a string holds may look like a comment. */
const isSettled = (text: string): boolean =>
  [text, withoutComments(text)].some((each) =>
    /^return\b\s*([\w.]+|(['"])[^'"]*\2)?\s*;?$/.test(each.trim()),
  );

function comparesOnlyOthers(branch: ts.Statement, before: Frame): boolean {
  const frame = before.fork();
  let compared = false;
  for (const node of descendants(branch)) {
    if (!ts.isPropertyAccessExpression(node) || frame.evaluate(node.expression).kind !== 'error') continue;
    const parent = unwrap(node).parent;
    const isEquality = ts.isBinaryExpression(parent) && /^===?$/.test(parent.operatorToken.getText());
    const isMember = ts.isCallExpression(parent) && /\.(includes|has)$/.test(codeText(parent.expression));
    if (!isEquality && !isMember) return false;
    const value = frame.evaluate(parent as ts.Expression);
    if (value.kind !== 'const' || value.value !== false) return false;
    compared = true;
  }
  return compared;
}
