import type { ts } from 'ts-morph';
import { handlesScopeError } from '../../src/analysis/errors/step-up/handled.ts';
import { editsFor, isThrow } from '../../src/analysis/errors/step-up/retries-edit.ts';
import { type Limit, stepUpLimits } from '../../src/analysis/errors/step-up/zero-retries.ts';
import { memberOf } from '../../src/analysis/program/option-members.ts';
import type { Project } from '../../src/analysis/program/project.ts';
import { docsUrl } from '../../src/model/docs-url.ts';
import type { Description, Fix, Match } from '../../src/model/fix.ts';
import { stepUpMode } from '../../src/sdk/roles.ts';
import type { Rule } from '../contract.ts';

const id = 'step-up-retries-zero';

interface LimitMatch extends Match {
  readonly limit: Limit;
  /** What the options say of `onInsufficientScope` already. */
  readonly modes: readonly (ts.Expression | undefined)[];
}

/** `maxStepUpRetries: 0` was meant as "throw": it gives another error, whose message claims that authorization was tried. */
export const rule: Rule<LimitMatch> = {
  info: {
    id,
    severity: 'warning',
    summary:
      'maxStepUpRetries of 0 or less, which hides a missing permission behind an SdkHttpError that claims a re-authorization',
    docs: docsUrl(id),
  },
  begins: 'StreamableHTTPClientTransportOptions.onInsufficientScope',

  detect(project) {
    return stepUpLimits(project).flatMap((limit) => {
      const modes = modesOf(project, limit);
      if (modes.length > 0 && modes.every((mode) => mode !== undefined && isThrow(mode))) return [];
      return [{ node: limit.node, generation: 2 as const, limit, modes }];
    });
  },

  describe(): Description {
    return {
      message:
        'With maxStepUpRetries of 0 a 403 insufficient_scope becomes an SdkHttpError whose message claims a re-authorization that never took place, and which does not say which scope is missing. ' +
        "Set onInsufficientScope: 'throw' instead: then it is an InsufficientScopeError with requiredScope.",
      flow: [],
    };
  },

  fix({ limit, modes }, project): Fix {
    if (modes.length > 0) return { level: 'none', refusal: 'step-up-mode' };
    if (limit.isDefault) return { level: 'none', refusal: 'step-up-default' };
    const edits = editsFor(project, limit);
    if (handlesScopeError(project, limit.node.getSourceFile())) return { level: 'safe', edits };
    return { level: 'suggested', edits, assumes: 'step-up-unhandled' };
  },
};

function modesOf(project: Project, { literals, target }: Limit): (ts.Expression | undefined)[] {
  return [...literals, ...(target ? [target] : [])].flatMap((options) =>
    memberOf(project, options, stepUpMode).entries.map(({ value }) => value),
  );
}
