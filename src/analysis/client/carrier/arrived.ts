import { ts } from '../../../compiler.cjs';
import { descendants, enclosingFunction, unwrap } from '../../program/ast.ts';
import { assignedValue } from './assigned-value.ts';
import { isAssignmentPattern, targetAt } from './assignment-patterns.ts';
import { isEmptyText } from './empty-yet.ts';
import type { Lift } from './lift.ts';
import { SureBefore } from './sure-before.ts';

/**
 * True where the code has arrived in a variable or field that begins empty: it was tested on every way to this use, or assigned.
 * What another function empties again may be empty anywhere.
 */
export function hasArrived(lift: Lift, use: ts.Expression, slot: ts.Node): boolean {
  return new Arrival(lift, use, slot).isSure();
}

class Arrival extends SureBefore {
  readonly #values: readonly ts.Expression[];

  constructor(lift: Lift, use: ts.Expression, slot: ts.Node) {
    super(lift.project, use, slot);
    this.#values = lift.emptyYet.valuesOf(slot);
  }

  override isSure(): boolean {
    const own = enclosingFunction(this.use);
    const isOwn = (value: ts.Node) => value.parent === this.slot || enclosingFunction(value) === own;
    return this.#values.every(isOwn) && super.isSure();
  }

  /** `code = await wait()`, whatever it gives: nothing empty is written. */
  protected override assigns(expression: ts.Expression): boolean {
    const node = unwrap(expression);
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
    const left = unwrap(node.left);
    if (!isAssignmentPattern(left)) return this.isIt(left) && !isEmptyText(node.right);
    return [...descendants(left)].some(
      (each) => ts.isExpression(each) && this.isIt(each) && targetAt(each)?.initializer === undefined,
    );
  }

  protected override spoils(node: ts.Node): boolean {
    return [...descendants(node)].some((each) => {
      const value = ts.isExpression(each) && this.isIt(each) ? assignedValue(each) : undefined;
      return value !== undefined && isEmptyText(value);
    });
  }

  protected override compares(test: ts.BinaryExpression, truth: boolean): boolean {
    const told = emptyComparison(test);
    return told !== undefined && this.isIt(test.left) && (told === 'equal') !== truth;
  }
}

/** `code === ''` and `code !== ''`. */
export function emptyComparison({
  operatorToken,
  right,
}: ts.BinaryExpression): 'equal' | 'different' | undefined {
  if (!isEmptyText(right)) return undefined;
  switch (operatorToken.kind) {
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return 'equal';
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return 'different';
    default:
      return undefined;
  }
}
