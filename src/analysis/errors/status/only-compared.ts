import type { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted } from '../../../model/proof.ts';
import type { StatusTest } from './status-tests.ts';

/**
 * The value only decides comparisons with statuses.
 *
 * @param passed where the error itself goes on
 */
export function onlyCompared(tests: readonly StatusTest[], passed: ts.Node | undefined): Proof {
  const uses = tests.flatMap(({ uses }) => uses);
  const find = (kind: string) => uses.find((use) => use.kind === kind);
  const mixed = find('sdk-code');
  if (mixed) return refuted('status-codes-mixed');
  const shown = find('value')?.node;
  if (shown) return open('status-shown', `It depends on \`${firstLine(shown)}\`.`);
  if (passed) return open('status-passed', `It depends on \`${firstLine(passed)}\`.`);
  return find('range') ? open('status-range') : proved;
}

function firstLine(node: ts.Node): string {
  const line = node.getText().split('\n')[0]!;
  return line.length > 90 ? `${line.slice(0, 87)}…` : line;
}
