import type { ts } from '../../../compiler.cjs';
import type { Frame } from './frame.ts';
import type { Tracking } from './tracking.ts';

/** `compare` folds decisions only; `write` folds every value that is known, for code that a person will read. */
export type Mode = 'compare' | 'write';

/** How source text is written again, with what one frame decides folded in. */
export interface Context {
  readonly frame: Frame;
  readonly mode: Mode;
  readonly tracking: Tracking;
  readonly live: LiveNodes;
  /** Text of a block, whose statements may fold. specialize.ts provides it, because render.ts knows expressions only. */
  readonly block: (node: ts.Block) => string;
  /** Whether a block that was written never runs to its end. Without it each level of nesting would be evaluated twice. */
  readonly ends: Map<ts.Block, boolean>;
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

  /** Runs `write`, and tells which nodes stay in what it wrote. They count for the whole text, too. */
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
