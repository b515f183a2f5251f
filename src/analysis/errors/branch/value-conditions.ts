import { ts } from '../../../compiler.cjs';
import { type Proof, proved, worst } from '../../../model/proof.ts';
import { type FunctionLike, wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import type { Frame } from '../guards/frame.ts';
import { readersOfName } from '../guards/state-readers.ts';
import { variableAt } from '../guards/subject.ts';
import { unseenCalls } from '../guards/unseen-uses.ts';
import type { Value } from '../guards/value.ts';
import { type Attempts, isGivenAttempt } from './attempts.ts';
import { starterOf } from './exit-readers.ts';
import { giverOf } from './made-values.ts';
import { mayTryAgain, unseenReader } from './settled-proof.ts';

/** Conditions on a constant, while its value is followed: `if (known) return` behind another test of it. */
export function truthWith(
  { project }: Attempts,
  frame: Frame,
  node: ts.Expression,
  value: Value,
): Attempts['truth'] {
  const symbol = ts.isIdentifier(node) ? variableAt(project, node) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || value.kind === 'unknown') return undefined;
  if (!(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const)) return undefined;
  const fork = frame.fork();
  fork.known.learn(symbol, value);
  return (condition) => fork.truth(condition);
}

/** `problem.value = …`: who has `problem` may look at it, where the tool cannot, or be told by a watcher. */
export function heldProof(
  attempts: Attempts,
  carrier: ts.Identifier | undefined,
  watched: Set<ts.Node>,
): Proof {
  const { project } = attempts;
  if (!carrier || watched.has(carrier)) return proved;
  watched.add(carrier);
  const { reads } = readersOfName(project, carrier);
  return worst(
    reads.map((read): Proof => {
      const { parent } = wrapped(read);
      if (ts.isCallExpression(parent) && isGivenAttempt(parent, attempts)) return mayTryAgain(parent);
      const giver = giverOf(read) as FunctionLike | undefined;
      const unseen = giver && unseenCalls(project, giver);
      return unseen === undefined ? proved : unseenReader(unseen);
    }),
  );
}

/** The process that started this one gets the code. A shell decides nothing that the tool knows of. */
export function exitProof(project: Project, at: ts.Node): Proof {
  const starter = starterOf(project, at.getSourceFile());
  return starter === undefined ? proved : unseenReader(`the exit code in ${starter}`);
}
