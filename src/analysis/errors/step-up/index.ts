/**
 * Which transports of this project may not step up after a 403 insufficient_scope, and what states that intent? The rule
 * step-up-retries-zero asks. It gets a match for each limit of 0 that has an effect, for `fixLimit` to fix.
 */

import type { ts } from '../../../compiler.cjs';
import { decide, type Fix, type Match } from '../../../model/fix.ts';
import { open, worst } from '../../../model/proof.ts';
import { stepUpMode } from '../../../sdk/roles.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { optionsOwned } from './options-owned.ts';
import { ownType } from './own-type.ts';
import { editsFor, isThrow } from './retries-edit.ts';
import { scopeErrorHandled } from './scope-error-handled.ts';
import { type Limit, stepUpLimits } from './zero-retries.ts';

export interface LimitMatch extends Match {
  readonly limit: Limit;
  /** The values of `onInsufficientScope` in the same options; undefined for one that cannot be read. */
  readonly modes: readonly (ts.Expression | undefined)[];
}

export function limitMatches(project: Project): LimitMatch[] {
  return stepUpLimits(project).flatMap((limit) => {
    const modes = modesOf(project, limit);
    // With 'throw' in all of them the limit has no effect.
    if (modes.length > 0 && modes.every((mode) => mode !== undefined && isThrow(mode))) return [];
    return [{ node: limit.node, generation: 2 as const, limit, modes }];
  });
}

export function fixLimit({ limit, modes }: LimitMatch, project: Project): Fix {
  if (modes.length > 0) return { level: 'none', refusal: 'step-up-mode' };
  if (limit.isDefault) return { level: 'none', refusal: 'step-up-default' };
  const { picked } = limit.flow ?? {};
  if (picked) return { level: 'none', refusal: 'step-up-picked', detail: placeOf(picked) };
  const learned = limit.isOwn ? ownType(project, limit) : { edits: [], isTyped: limit.isTyped };
  if (!learned) return { level: 'none', refusal: 'step-up-picked' };
  const edits = [...editsFor(project, { ...limit, isTyped: learned.isTyped }), ...learned.edits];
  const owned = optionsOwned(project, limit);
  return decide(edits, {
    'options-owned': limit.isOwn ? worst([owned, open('step-up-wrapper')]) : owned,
    'scope-error-handled': scopeErrorHandled(project, limit.node.getSourceFile()),
  });
}

function modesOf(project: Project, { literals, target }: Limit): (ts.Expression | undefined)[] {
  return [...literals, ...(target ? [target] : [])].flatMap((options) =>
    memberOf(project, options, stepUpMode).entries.map(({ value }) => value),
  );
}

const placeOf = (node: ts.Node): string => `It is passed on as \`${node.getText().split('\n')[0]}\`.`;
