import { ts } from '../../../compiler.cjs';
import type { Frame } from './frame.ts';
import type { Piece } from './layout.ts';
import { renderCondition } from './render.ts';
import { contextOf, specialise } from './specialize.ts';

interface Scenarios {
  readonly before: Frame;
  readonly now: Frame;
}

export type Rest = readonly (readonly ts.Statement[])[];

/** The truth of a condition now, and whether a test for InsufficientScopeError was part of finding it. */
export function ask(node: ts.Node, now: Frame): { truth: boolean | undefined; answered: boolean } {
  const frame = now.fork();
  return { truth: ts.isExpression(node) ? frame.truth(node) : undefined, answered: frame.answered };
}

/** Whether the way of the new error leads to a test for InsufficientScopeError: then the author has answered it. */
export function isAnswered(lists: Rest, now: Frame): boolean {
  const frame = now.fork();
  run(lists, frame);
  return frame.answered;
}

export function leaves(statements: readonly ts.Statement[], frame: Frame): boolean {
  return specialise(statements, frame.fork(), 'compare').exits;
}

/** Runs lists one after the other, until one exits. */
export function run(lists: Rest, frame: Frame): { pieces: Piece[]; exits: boolean } {
  const pieces: Piece[] = [];
  for (const list of lists) {
    const residual = specialise(list, frame, 'compare');
    pieces.push(...residual.pieces);
    if (residual.exits) return { pieces, exits: true };
  }
  return { pieces, exits: false };
}

export function sameEffect(lists: Rest, { before, now }: Scenarios, other = lists): boolean {
  const [a, b] = [run(lists, before.fork()), run(other, now.fork())];
  return a.exits === b.exits && textOf(a.pieces) === textOf(b.pieces);
}

export function sameText(node: ts.Expression, { before, now }: Scenarios): boolean {
  const text = (frame: Frame) => squeeze(renderCondition(node, contextOf(frame, 'compare')));
  return text(before) === text(now);
}

export const textOf = (pieces: readonly Piece[]): string =>
  squeeze(pieces.map(({ text }) => text).join('\n'));

const squeeze = (text: string): string => text.replace(/\s+/g, ' ');
