import { ts } from '../../../compiler.cjs';
import { isFunctionLike } from '../../program/ast.ts';
import type { Frame } from '../guards/frame.ts';
import { truthOf, type Value } from '../guards/value.ts';
import type { CodeUse } from './status-uses.ts';

/*
 * `console.log(TEXTS[error.code])`: what runs is the same for both errors, and what the table gives is not.
 */

/** The values that a table gives for a code, where they are no tests. */
const answersIn = (uses: readonly CodeUse[]): readonly ts.Expression[] =>
  uses.flatMap(({ kind, node, isDirect }) =>
    kind === 'lookup' && !isDirect && ts.isElementAccessExpression(node) ? [node] : [],
  );

/** A table is known to give something else for one of the errors. */
export const givesOther = (uses: readonly CodeUse[], before: Frame, now: Frame): boolean =>
  answersIn(uses).some((node) => {
    const [a, b] = [before.evaluate(node), now.evaluate(node)];
    return (
      a.kind === 'const' && b.kind === 'const' && a.value !== b.value && !isSameAround(node, before, now)
    );
  });

/** What is made of all that the tables give is the same for both: `TEXTS[error.code] ?? TEXTS[error.status]`. */
export const givesSame = (uses: readonly CodeUse[], before: Frame, now: Frame): boolean => {
  const nodes = answersIn(uses);
  return nodes.length > 0 && nodes.every((node) => isSameAround(node, before, now));
};

function isSameAround(part: ts.Expression, before: Frame, now: Frame): boolean {
  for (let node: ts.Node = part; ts.isExpression(node) && !isFunctionLike(node); node = node.parent)
    if (isSame(before.evaluate(node), now.evaluate(node))) return true;
  return false;
}

export const isSame = (a: Value, b: Value): boolean =>
  (a.kind === 'const' && b.kind === 'const' && a.value === b.value) ||
  (truthOf(a) !== undefined && a.kind !== 'error' && a.kind !== 'const' && truthOf(a) === truthOf(b));
