import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { isAssignment, wrapped } from '../../program/ast.ts';
import { brokenLine, overflows } from '../branch/lines.ts';
import type { NumberGuard } from './number-guards.ts';
import type { Words } from './status-edit.ts';

/** `typeof error.code === 'number'` → `error instanceof SdkHttpError || typeof error.code === 'number'`. */
export function widenedGuard(guard: NumberGuard, words: Words): readonly Edit[] {
  const { operand, isNegative, http, scope } = guard;
  const asked = [
    ...(http ? [`${words.error} instanceof ${words.http}`] : []),
    ...(scope && words.scope ? [words.scope] : []),
  ];
  if (asked.length === 0) return [];
  const node = wrapped(operand);
  const join = isNegative ? '&&' : '||';
  const tests = asked.map((each) => `${isNegative ? `!(${each})` : each} ${join}`);
  const space = overflows(node, tests.join(' ').length) ? brokenLine(node) : ' ';
  const text = tests.map((each) => `${each}${space}`).join('');
  const outer = needsParentheses(node, isNegative);
  const inner = isLoose(node);
  const file = node.getSourceFile().fileName;
  const start = node.getStart();
  const tail = `${inner ? ')' : ''}${outer ? ')' : ''}`;
  return [
    { file, start, end: start, text: `${outer ? '(' : ''}${text}${inner ? '(' : ''}` },
    ...(tail ? [{ file, start: node.end, end: node.end, text: tail }] : []),
  ];
}

/** Around the whole, where an operator of another kind stands. */
function needsParentheses({ parent }: ts.Node, isNegative: boolean): boolean {
  if (ts.isPrefixUnaryExpression(parent)) return true;
  if (!ts.isBinaryExpression(parent)) return false;
  const own = isNegative ? ts.SyntaxKind.AmpersandAmpersandToken : ts.SyntaxKind.BarBarToken;
  return parent.operatorToken.kind !== own;
}

/** It binds less than `||` and `&&` do, or may not stand beside them. */
function isLoose(node: ts.Expression): boolean {
  if (ts.isConditionalExpression(node) || ts.isArrowFunction(node)) return true;
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.CommaToken].includes(kind) || isAssignment(kind);
}
