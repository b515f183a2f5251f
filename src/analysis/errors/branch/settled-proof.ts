import type { ts } from '../../../compiler.cjs';
import { open, type Proof, refuted } from '../../../model/proof.ts';
import type { Readers } from './callers.ts';

const firstLine = (node: ts.Node): string => {
  const line = node.getText().split('\n')[0]!;
  return line.length > 90 ? `${line.slice(0, 87)}…` : line;
};

/** Another attempt follows from what a node does. */
export const triesAgain = (node: ts.Node): Proof =>
  refuted('retry-or-fallback', `For a 403 it runs \`${firstLine(node)}\`.`);

/** Another attempt follows from a value, where the node reads it. */
export const decidesAgain = (node: ts.Node): Proof =>
  refuted('retry-or-fallback', `\`${firstLine(node)}\` decides on another attempt.`);

/** Another attempt may follow, and the code that decides cannot be looked into. */
export const mayTryAgain = (node: ts.Node): Proof =>
  open('retry-unknown', `It depends on \`${firstLine(node)}\`.`);

/** The answer goes to callers that the tool does not see. */
export const unknownReader = (name: string): Proof =>
  open('retry-unknown', `It depends on the callers of \`${name}\`, which the tool does not see.`);

/** Files that cannot be looked into read what the branch sets, or call what answers it. */
export const unseenReader = (what: string): Proof =>
  open('retry-unknown', `It depends on the uses of ${what}.`);

/** Callers that are not seen get the answer. */
export const unseenCallers = ({ name, unknown: at }: Readers): Proof =>
  at && at !== 'callers' ? mayTryAgain(at) : unknownReader(name);
