import { ts } from '../../../compiler.cjs';
import { enclosingFunction, isAssignment } from '../../program/ast.ts';
import type { Frame } from '../guards/frame.ts';
import type { Handler } from '../guards/handlers.ts';
import type { Piece } from '../guards/layout.ts';
import { render } from '../guards/render.ts';
import { contextOf, specialize } from '../guards/specialize.ts';

/** What a handler did for the 403 and does not do for an InsufficientScopeError: what a fix would make it do. */
export interface Effects {
  /** Nodes that would newly run. */
  readonly nodes: readonly ts.Node[];
  /** Assignments and answers that would newly happen, or have another value. */
  readonly written: readonly ts.Node[];
  /** It throws where it did not, or something else. */
  readonly thrown: ts.ThrowStatement | undefined;
  /** Without the branch it throws the error itself. */
  readonly passesOn: boolean;
}

export function newEffects({ body, scope }: Handler, before: Frame, now: Frame): Effects {
  if (!Array.isArray(body)) {
    const live = (frame: Frame): readonly ts.Node[] => {
      const context = contextOf(frame, 'write');
      render(body as ts.Expression, context);
      return context.live.all;
    };
    const already = new Set(live(now));
    return {
      nodes: live(before).filter((node) => !already.has(node)),
      written: [],
      thrown: undefined,
      passesOn: false,
    };
  }
  const [a, b] = [before, now].map((frame) => specialize(body, frame.fork(), 'write').pieces) as [
    readonly Piece[],
    readonly Piece[],
  ];
  const isSame = (piece: Piece, others: readonly Piece[]): boolean =>
    others.some(({ node, text }) => node === piece.node && text === piece.text);
  const fresh = a.filter((piece) => !isSame(piece, b));
  // The body of an `if` that is left may run or not.
  const sure = new Set(b.filter(({ node }) => !ts.isIfStatement(node)).flatMap(({ live }) => live));
  const live = fresh.flatMap((piece) => piece.live);
  const nodes = live.filter((node) => !sure.has(node));
  const isOwn = (node: ts.Node): boolean => enclosingFunction(node) === ownerOf(scope);
  const written = live.filter(
    (node) =>
      (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) ||
      (ts.isReturnStatement(node) && isOwn(node)),
  );
  const last = b.at(-1)?.node;
  // An error that is thrown on already meets whoever tries again on it.
  const passesOn =
    last !== undefined && ts.isThrowStatement(last) && now.evaluate(last.expression).kind === 'error';
  const thrown = nodes.find((node): node is ts.ThrowStatement => ts.isThrowStatement(node) && isOwn(node));
  return { nodes, written, thrown, passesOn };
}

/** The function whose answer the handler gives. */
const ownerOf = (scope: ts.Node): ts.Node | undefined =>
  ts.isFunctionLike(scope) ? scope : enclosingFunction(scope);
