/**
 * Where does an OAuthClientProvider break the contract that SDK v2 changed? The rule oauth-provider-contract asks. It gets a
 * match for each member or option, for `fixContract` to fix.
 */

import type { ts } from '../../../compiler.cjs';
import type { Fix, Match, Step } from '../../../model/fix.ts';
import type { RefusalCode } from '../../../model/refusals.ts';
import type { Project } from '../../program/project.ts';
import { lostStates } from './discovery-state.ts';
import { type IgnoredClient, ignoredClients } from './invalidation.ts';
import { fixInvalidation } from './invalidation-fix.ts';
import { type UncheckedIssuer, uncheckedIssuers } from './issuer-options.ts';
import { type DroppedStamp, droppedStamps, fixStamp } from './issuer-stamp.ts';
import { madeAnew } from './made-anew.ts';

export type Breach =
  | 'client-ignored'
  | 'state-lost'
  | 'state-anew'
  | 'stamp-dropped'
  | UncheckedIssuer['kind'];

export interface ContractMatch extends Match {
  readonly breach: Breach;
  readonly steps: readonly Step[];
  readonly fix: () => Fix;
}

export function contractMatches(project: Project): ContractMatch[] {
  return [
    ...ignoredClients(project).map((found) => ignored(project, found)),
    ...lostStates(project).map(({ provider, node }) =>
      match('state-lost', node, provider.generation, refused('discovery-state-lost')),
    ),
    ...madeAnew(project).map(({ provider, node }) =>
      match('state-anew', node, provider.generation, refused('discovery-state-lost')),
    ),
    ...droppedStamps(project).map((found) => dropped(project, found)),
    ...uncheckedIssuers(project).map(({ kind, node, generation }) =>
      match(
        kind,
        node,
        generation,
        refused(kind === 'validation-off' ? 'validation-off' : 'issuer-not-known'),
      ),
    ),
  ];
}

const warnings: ReadonlySet<Breach> = new Set([
  'state-anew',
  'stamp-dropped',
  'issuer-missing',
  'validation-off',
]);

function match(
  breach: Breach,
  node: ts.Node,
  generation: 1 | 2,
  fix: () => Fix,
  steps: readonly Step[] = [],
): ContractMatch {
  return { breach, node, generation, fix, steps, ...(warnings.has(breach) ? { severity: 'warning' } : {}) };
}

const refused = (refusal: RefusalCode) => (): Fix => ({ level: 'none', refusal });

function ignored(project: Project, found: IgnoredClient): ContractMatch {
  const { method, provider, clearing } = found;
  const node = (method as ts.NamedDeclaration).name ?? found.parameter;
  const steps = clearing.map((effect) => ({ node: effect, message: "this runs for 'all' only" }));
  return match('client-ignored', node, provider.generation, () => fixInvalidation(project, found), steps);
}

const dropped = (project: Project, found: DroppedStamp): ContractMatch =>
  match('stamp-dropped', found.node, found.provider.generation, () => fixStamp(project, found));
