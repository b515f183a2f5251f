import type { Match } from '../../../model/fix.ts';
import type { Divergence } from '../guards/divergence.ts';

import type { Handler } from '../guards/handlers.ts';

/** A test that no longer sees a 403 insufficient_scope. */
export interface ScopeMatch extends Match {
  readonly handler: Handler;
  /** All matches of this handler, which are fixed together or not at all. */
  readonly siblings: readonly ScopeMatch[];
  readonly divergence: Divergence;
  /** The codes that a 403 had lead to different branches. */
  readonly ambiguous: boolean;
  /** A branch for the base class takes InsufficientScopeError today. */
  readonly isCaughtByBase: boolean;
  /** The one code of a 403 that leads here, where that of these calls is not known. */
  readonly assumedCode?: string | undefined;
  /** The handler is a type predicate: its callers rely on the class that it names. */
  readonly isPredicate: boolean;
  /** The handler is a transport's or client's `onerror`. */
  readonly isOnError: boolean;
}
