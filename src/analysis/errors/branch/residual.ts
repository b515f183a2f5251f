import { ts } from '../../../compiler.cjs';
import { descendants } from '../../program/ast.ts';
import { run, textOf } from '../guards/compare.ts';
import type { Frame } from '../guards/frame.ts';
import { endsFunction } from '../guards/function-end.ts';
import type { Piece } from '../guards/layout.ts';
import { specialize } from '../guards/specialize.ts';
import { variableAt } from '../guards/subject.ts';
import { readsLostMember } from './lost-members.ts';

/** Statements as code, for the branch. */
export interface Written {
  readonly pieces: readonly Piece[];
  readonly exits: boolean;
  readonly live: readonly ts.Node[];
}

/** What the statements do for a 403, as code. */
export function write(lists: readonly (readonly ts.Statement[])[], frame: Frame): Written {
  const scratch = frame.fork();
  const pieces: Piece[] = [];
  for (const list of lists) {
    const residual = specialize(list, scratch, 'write');
    pieces.push(...residual.pieces);
    if (residual.exits) return { pieces, exits: true, live: pieces.flatMap(({ live }) => live) };
  }
  return { pieces, exits: false, live: pieces.flatMap(({ live }) => live) };
}

/** The frame after the statements: it knows the variables that they declare. */
export function liveFrame(lists: readonly (readonly ts.Statement[])[], before: Frame): Frame {
  const frame = before.fork();
  run(lists, frame);
  return frame;
}

/** Whether the author's statements serve both errors: same effect, and they read nothing that only an SdkHttpError has. */
export function staysTheSame(
  lists: readonly (readonly ts.Statement[])[],
  before: Frame,
  now: Frame,
): boolean {
  if (readsLostMember(lists.flat(), before) || readsLostValue(lists.flat(), before, now)) return false;
  const shared = now.fork();
  shared.known.takeFrom(before.known, (symbol) => now.known.has(symbol));
  return textOf(run(lists, before.fork()).pieces) === textOf(run(lists, shared).pieces);
}

/** A read of a variable with a value that only an SdkHttpError has: `const { status } = error as HttpLike`. */
function readsLostValue(nodes: readonly ts.Node[], before: Frame, now: Frame): boolean {
  const names = before.known.names();
  return nodes.some((root) =>
    [...descendants(root)].some((node) => {
      if (!ts.isIdentifier(node) || !names.has(node.text)) return false;
      const symbol = variableAt(before.project, node);
      if (!symbol || before.known.isDecision(symbol)) return false;
      const [was, is] = [before.known.get(symbol), now.known.get(symbol)];
      if (was?.kind !== 'const') return false;
      return is?.kind !== 'const' || is.value !== was.value;
    }),
  );
}

/** The branch with an exit: where the function ends after it, a `return` is added. */
export function leave(written: Written, node: ts.Statement): Written | undefined {
  if (written.exits) return written;
  return endsFunction(node)
    ? { ...written, pieces: [...written.pieces, returnPiece(node)], exits: true }
    : undefined;
}

function returnPiece(node: ts.Statement): Piece {
  const end = node.getSourceFile().text.includes(';') ? ';' : '';
  return { node, text: `return${end}`, comments: '', indentation: '', live: [] };
}
