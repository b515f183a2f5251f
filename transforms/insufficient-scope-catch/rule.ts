import type { ts } from 'ts-morph';
import { run, textOf } from '../../src/analysis/guards/compare.ts';
import { divergences } from '../../src/analysis/guards/diverge.ts';
import { createFrame } from '../../src/analysis/guards/frame.ts';
import { findHandlers, type Handler, namesForbidden } from '../../src/analysis/guards/handlers.ts';
import { render } from '../../src/analysis/guards/render.ts';
import { contextOf } from '../../src/analysis/guards/specialise.ts';
import { httpWorlds, scopeWorld, v1World, type World } from '../../src/analysis/guards/worlds.ts';
import type { Project } from '../../src/analysis/project.ts';
import type { Rule } from '../../src/model/rule.ts';
import { docsUrl } from '../docs.ts';
import { fixOf } from './fix.ts';
import { conditionOf, decidingGuard, type ScopeMatch } from './guard.ts';
import { isOutOfReach } from './out-of-reach.ts';

const id = 'insufficient-scope-catch';

export const rule: Rule<ScopeMatch> = {
  info: {
    id,
    severity: 'error',
    summary:
      'a handler of SdkHttpError, its codes or status 403 that no longer sees a 403 insufficient_scope',
    docs: docsUrl(id),
  },

  detect(project) {
    return findHandlers(project).flatMap((handler) => examine(project, handler));
  },

  describe({ divergence }) {
    return {
      message:
        'A 403 insufficient_scope no longer gets here: since client 2.0.0-beta.1 it is thrown as InsufficientScopeError, ' +
        `which is no SdkHttpError, so \`${divergence.before.subject.text}\` fails this test. Handle InsufficientScopeError as the 403 was handled.`,
      flow: [],
    };
  },

  fix: fixOf,
};

/** Compares what the handler does for the 403 of before with what it does for the error of now. */
function examine(project: Project, handler: Handler): ScopeMatch[] {
  if (isOutOfReach(project, handler)) return [];
  const now = effect(project, handler, scopeWorld);
  const worlds = worldsOf(project, handler);
  const differing = worlds
    .map((world) => ({ world, text: effect(project, handler, world) }))
    .filter(({ text }) => text !== now);
  const [first] = differing;
  if (!first) return [];
  const ambiguous = differing.some(({ text }) => text !== first.text);
  const frames = [first.world, scopeWorld].map((world) => createFrame(project, handler.subject, world));
  const seen = new Set<ts.Node>();
  return divergences(handler, frames[0]!, frames[1]!).map((divergence) => {
    // A flag that is asked twice is one guard and two places to mend.
    const guard = decidingGuard(divergence);
    const node = seen.has(guard) ? conditionOf(divergence.site) : guard;
    seen.add(guard);
    return { node, generation: handler.kind === 'v1' ? 1 : 2, handler, divergence, ambiguous };
  });
}

/** A branch for the code that names the permission says more than those for the two general ones. */
function worldsOf(project: Project, handler: Handler): readonly World[] {
  if (handler.kind !== 'v2') return [v1World];
  return namesForbidden(project, handler.scope) ? httpWorlds.slice(0, 1) : httpWorlds;
}

function effect(project: Project, handler: Handler, world: World): string {
  const frame = createFrame(project, handler.subject, world);
  if (!Array.isArray(handler.body)) return render(handler.body as ts.Expression, contextOf(frame, 'compare'));
  const { pieces, exits } = run([handler.body], frame);
  return `${textOf(pieces)} ${exits}`;
}
