import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { indentUnit } from '../../program/ast.ts';
import { sameText } from '../guards/compare.ts';
import type { BeforeAndNow } from '../guards/frame.ts';
import { isPure } from '../guards/purity.ts';
import { flagOf } from './condition.ts';
import { brokenLine, overflows } from './lines.ts';
import { readsLostMember } from './lost-members.ts';

/**
 * Gives a condition the same result for an InsufficientScopeError as for a 403: writes `error instanceof
 * InsufficientScopeError ||` before the operand that decides. Undefined where there is no such operand.
 */
export function widen(node: ts.Expression, frames: BeforeAndNow, test: string): Edit[] | undefined {
  if (ts.isParenthesizedExpression(node)) {
    const isAlternative =
      ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind === ts.SyntaxKind.BarBarToken;
    if (isAlternative && frames.before.truth(node) === true) return wrap(node, node, true, test);
    return widen(node.expression, frames, test);
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return widen(node.operand, frames, test);
  }
  const flag = flagOf(node, frames.before);
  if (flag) return widen(flag, frames, test);
  const before = frames.before.truth(node);
  const operator = logical(node);
  if (operator) {
    const operands = operandsOf(node as ts.BinaryExpression, operator);
    // An operand that reads `error.status` belongs to the test for the class that has it.
    const deciding = operands.filter(
      (operand) => !sameText(operand, frames) || readsLostMember([operand], frames.before),
    );
    const [only] = deciding;
    if (only && deciding.length === 1) {
      const or = operator === ts.SyntaxKind.BarBarToken && frames.before.truth(only) === true;
      const earlier = operands.slice(0, operands.indexOf(only));
      // The new test goes first, as a person would write it, where the operands before have no effects.
      if (or && earlier.length > 0 && earlier.every((operand) => isPure(operand, frames.before)))
        return wrap(operands[0]!, only, true, test);
      return widen(only, frames, test);
    }
    if (before === undefined) return widenGroup(operands, deciding, operator, frames, test);
  }
  return before === undefined ? undefined : wrap(node, node, before, test);
}

function logical(node: ts.Expression): ts.SyntaxKind | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken
    ? kind
    : undefined;
}

function operandsOf(node: ts.Expression, operator: ts.SyntaxKind): ts.Expression[] {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== operator) return [node];
  return [...operandsOf(node.left, operator), ...operandsOf(node.right, operator)];
}

/** `!retried && error instanceof X && error.status === 403`: the two operands that decide are widened as one. */
function widenGroup(
  operands: readonly ts.Expression[],
  deciding: readonly ts.Expression[],
  operator: ts.SyntaxKind,
  { before }: BeforeAndNow,
  test: string,
): Edit[] | undefined {
  const [from, to] = [operands.indexOf(deciding[0]!), operands.indexOf(deciding.at(-1)!)];
  const group = operands.slice(from, to + 1);
  const and = operator === ts.SyntaxKind.AmpersandAmpersandToken;
  const values = group.map((operand) => before.truth(operand));
  if (!and || values.some((value) => value !== true)) return undefined;
  const [first, last] = [group[0]!, group.at(-1)!];
  const file = first.getSourceFile().fileName;
  const space = overflows(first, test.length + 8) ? brokenLine(first) : ' ';
  return [
    { file, start: first.getStart(), end: first.getStart(), text: `(${test} ||${space}(` },
    { file, start: last.end, end: last.end, text: '))' },
  ];
}

/** Writes the test before the operands from `first` to `last`, so that they are `value` for InsufficientScopeError, too. */
export function wrap(first: ts.Expression, last: ts.Expression, value: boolean, test: string): Edit[] {
  const outer = needsParentheses(first, value);
  const inner = first === last && (value ? mixes(first) : mixesWithAnd(first));
  const head = value ? `${test} ||` : `!(${test}) &&`;
  const file = first.getSourceFile();
  const start = first.getStart();
  const added = head.length + (outer ? 2 : 0) + (inner ? 2 : 0) + 1;
  const gap = separator(first);
  const space = gap === ' ' && overflows(first, added) ? brokenLine(first) : gap;
  const prefix = `${outer ? '(' : ''}${head}${space}${inner ? '(' : ''}`;
  const suffix = `${inner ? ')' : ''}${outer ? ')' : ''}`;
  const edits = [{ file: file.fileName, start, end: start, text: prefix }, ...(inner ? deeper(first) : [])];
  return suffix ? [...edits, { file: file.fileName, start: last.end, end: last.end, text: suffix }] : edits;
}

/** One more level of indentation for the lines of a condition that got parentheses. */
function deeper(node: ts.Expression): Edit[] {
  const file = node.getSourceFile();
  const text = node.getText();
  if (!separator(node).includes('\n') || text.includes('`')) return [];
  return [...text.matchAll(/\n[ \t]+(?=\S)/g)].map(({ index }) => {
    const start = node.getStart() + index + 1;
    return { file: file.fileName, start, end: start, text: indentUnit(file) };
  });
}

/** A line break where the condition has lines of its own, else a space. */
function separator(node: ts.Expression): string {
  const { text } = node.getSourceFile();
  const lineStart = text.lastIndexOf('\n', node.getStart() - 1) + 1;
  const before = text.slice(lineStart, node.getStart());
  return /^[ \t]+$/.test(before) && !ts.isExpressionStatement(node.parent) ? `\n${before}` : ' ';
}

function mixes(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) {
    return [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.QuestionQuestionToken].includes(
      node.operatorToken.kind,
    );
  }
  return ts.isConditionalExpression(node);
}

function mixesWithAnd(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) {
    return [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(node.operatorToken.kind);
  }
  return ts.isConditionalExpression(node);
}

function needsParentheses(node: ts.Expression, value: boolean): boolean {
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent)) return true;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) return false;
  return kind !== (value ? ts.SyntaxKind.BarBarToken : ts.SyntaxKind.AmpersandAmpersandToken);
}
