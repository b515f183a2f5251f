import type { ts } from '../../../compiler.cjs';
import type { Match } from '../../../model/fix.ts';
import type { Project } from '../../program/project.ts';
import type { Handler } from '../guards/handlers.ts';
import type { Raised } from '../status/client-errors.ts';
import type { ErrorValue } from '../status/error-sources.ts';

/** A test that no OAuth error of the v2 client passes. */
export interface DeadTest extends Match {
  readonly project: Project;
  readonly node: ts.Expression | ts.BindingElement;
  /** `group`: through a table, a list or a `switch`. */
  readonly kind: 'class' | 'lookup' | 'name' | 'member' | 'group';
  /** The error. */
  readonly value: ErrorValue;
  /** The class of v1 that is tested for; its base class for a read of `errorCode`. */
  readonly name: string;
  /** The code that its class is looked up by. */
  readonly key?: string;
  /** It is an OAuthError of the client. */
  readonly isKnown?: boolean;
  /** The test is for any other class: `error.name !== 'InvalidGrantError'`. */
  readonly isNegative?: boolean;
  /** Why no client has ever thrown it. */
  readonly never?: string | undefined;
  readonly raised: Raised;
  readonly handler: Handler | undefined;
}

/** A test that may be one: where its errors come from is not asked yet. */
export type Candidate = Pick<DeadTest, 'node' | 'kind' | 'value' | 'name' | 'key' | 'isKnown' | 'isNegative'>;
