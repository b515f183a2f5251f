import type { ts } from '../../../compiler.cjs';
import { type Proof, proved } from '../../../model/proof.ts';
import { isTestFile } from '../../program/test-files.ts';
import { mayTryAgain } from './settled-proof.ts';

/** A value is followed through this many places. What lies beyond is not known to settle the error. */
const maxPlaces = 100;

/** The places that a value was followed through. */
export class FlowPlaces {
  private readonly seen = new Set<ts.Node>();

  /** Nothing more is followed. */
  get areMany(): boolean {
    return this.seen.size >= maxPlaces;
  }

  /** The answer for a place that is not followed; undefined where the value is to be followed through it. A test decides nothing. */
  enter(node: ts.Node): Proof | undefined {
    if (this.seen.has(node) || isTestFile(node.getSourceFile())) return proved;
    if (this.areMany) return mayTryAgain(node);
    this.seen.add(node);
    return undefined;
  }
}
