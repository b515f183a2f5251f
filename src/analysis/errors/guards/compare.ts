import { ts } from '../../../compiler.cjs';
import { codeText } from '../../program/ast.ts';
import type { BeforeAndNow, Frame } from './frame.ts';
import type { Piece } from './layout.ts';
import { renderCondition } from './render.ts';
import { contextOf, specialize } from './specialize.ts';

/** The lists of statements that still run, innermost list first. */
export type Rest = readonly (readonly ts.Statement[])[];

/** The truth of a condition for InsufficientScopeError, and whether it depends on a test for that class. */
export function truthNow(node: ts.Node, now: Frame): { truth: boolean | undefined; isHandled: boolean } {
  const frame = now.fork();
  return { truth: ts.isExpression(node) ? frame.truth(node) : undefined, isHandled: frame.isHandled };
}

/** Whether the statements that run for InsufficientScopeError test for that class: then the author handles it. */
export function isHandled(lists: Rest, now: Frame): boolean {
  const frame = now.fork();
  run(lists, frame);
  return frame.isHandled;
}

/** Whether the statements never run to their end. */
export function leaves(statements: readonly ts.Statement[], frame: Frame): boolean {
  return specialize(statements, frame.fork(), 'compare').exits;
}

/** What is left of the lists, run one after the other until one exits. */
export function run(lists: Rest, frame: Frame): { pieces: Piece[]; exits: boolean } {
  const pieces: Piece[] = [];
  for (const list of lists) {
    const residual = specialize(list, frame, 'compare');
    pieces.push(...residual.pieces);
    if (residual.exits) return { pieces, exits: true };
  }
  return { pieces, exits: false };
}

/** Whether the lists leave the same code for both errors. `other` runs for InsufficientScopeError instead of them. */
export function sameEffect(lists: Rest, { before, now }: BeforeAndNow, other = lists): boolean {
  const [a, b] = [run(lists, before.fork()), run(other, now.fork())];
  return a.exits === b.exits && textOf(a.pieces) === textOf(b.pieces);
}

/** Whether the expression is folded to the same text for both errors. */
export function sameText(node: ts.Expression, { before, now }: BeforeAndNow): boolean {
  const text = (frame: Frame) => canonical(renderCondition(node, contextOf(frame, 'compare')));
  return text(before) === text(now);
}

/** What the statements do, for comparing. */
export const textOf = (pieces: readonly Piece[]): string =>
  canonical(pieces.map(({ text }) => text).join('\n'));

/** Code without its comments and layout: they say what it does, and do nothing. */
export function canonical(text: string): string {
  const known = canonicals.get(text);
  if (known !== undefined) return known;
  const code = codeText(ts.createSourceFile('outcome.tsx', text, ts.ScriptTarget.Latest, true));
  if (canonicals.size >= maxKnown) canonicals.clear();
  canonicals.set(text, code);
  return code;
}

/** The same outcomes are compared again for each scenario. */
const canonicals = new Map<string, string>();
const maxKnown = 1_000;
