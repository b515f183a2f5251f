import type { ts } from '../../../compiler.cjs';
import type { Frame } from './frame.ts';
import type { Tracking } from './tracking.ts';

/** `compare` folds decisions only; `write` folds every value that is known, for code that a person will read. */
export type Mode = 'compare' | 'write';

/** Writes some source text again, in one frame. */
export interface Context {
  readonly frame: Frame;
  readonly mode: Mode;
  readonly tracking: Tracking;
  readonly live: LiveNodes;
  /** Text of a block, whose statements may fold. The code for statements provides it, which render.ts does not import. */
  readonly block: (node: ts.Block) => string;
}

/** The nodes of the source that stay in the text. */
export class LiveNodes {
  private nodes: ts.Node[] = [];

  get all(): readonly ts.Node[] {
    return this.nodes;
  }

  add(...nodes: readonly ts.Node[]): void {
    this.nodes.push(...nodes);
  }

  /** The nodes that stay in what `write` writes. They stay in the whole, too. */
  during<T>(write: () => T): { readonly result: T; readonly live: readonly ts.Node[] } {
    const outer = this.nodes;
    this.nodes = [];
    const result = write();
    const live = this.nodes;
    this.nodes = outer;
    outer.push(...live);
    return { result, live };
  }
}
