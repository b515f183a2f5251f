import type { ts } from '../../../compiler.cjs';
import type { Box } from '../../../sdk/boxes.ts';
import { refuseOptions } from './package-boxes.ts';

/** The boxes of packages that hold the query from now on, by the calls that make them. */
export class BoxSet {
  readonly #boxes = new Map<ts.CallExpression | ts.NewExpression, Box>();

  add(box: Box, call: ts.CallExpression | ts.NewExpression): void {
    refuseOptions(box, call);
    this.#boxes.set(call, box);
  }

  get all(): ReadonlyMap<ts.CallExpression | ts.NewExpression, Box> {
    return this.#boxes;
  }
}
