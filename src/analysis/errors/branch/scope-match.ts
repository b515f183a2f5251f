import type { Match } from '../../../model/fix.ts';
import type { Divergence } from '../guards/divergence.ts';

import type { Handler } from '../guards/handlers.ts';

export interface ScopeMatch extends Match {
  readonly handler: Handler;
  /** All that is found in this handler: half a mend would hide the other half. */
  readonly siblings: readonly ScopeMatch[];
  readonly divergence: Divergence;
  /** The codes that a 403 had lead to different branches. */
  readonly ambiguous: boolean;
  /** The handler is a type predicate, which others rely on. */
  readonly isPredicate: boolean;
  /** The handler is a transport's or client's `onerror`. */
  readonly isOnError: boolean;
}
