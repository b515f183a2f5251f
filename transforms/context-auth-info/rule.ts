import type { Project } from '../../src/analysis/program/project.ts';
import { fixRead } from '../../src/analysis/server/context/context-fix.ts';
import {
  contextFlowOf,
  type LostReads,
  readsLostLater,
} from '../../src/analysis/server/context/context-flow.ts';
import type { ContextRead, ContextTest } from '../../src/analysis/server/context/context-reads.ts';
import { outcomeOf, type ReadOutcome } from '../../src/analysis/server/context/read-outcome.ts';
import type { Description, Fix, Match } from '../../src/model/fix.ts';
import type { Generation } from '../../src/sdk/modules.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

interface ReadMatch extends Match {
  readonly read: ContextRead | ContextTest;
}

/** SDK v2 keeps who calls in `ctx.http?.authInfo`; `ctx.authInfo` compiles wherever the context has no declared type. */
export const rule: Rule<ReadMatch> = {
  info: infoOf('context-auth-info'),

  // Handlers and what they call may be in files that name nothing of the SDK.
  seek(project) {
    contextFlowOf(project);
    readsLostLater(project);
  },

  detect(project) {
    const found = ({ reads, tests }: LostReads, generation: Generation): ReadMatch[] =>
      [...reads, ...tests].map((read) => ({ node: read.node, generation, read }));
    return [...found(contextFlowOf(project), 2), ...found(readsLostLater(project), 1)];
  },

  describe({ read, generation }, project: Project): Description {
    const { registration, steps, node } = read;
    const outcome = outcomes[outcomeOf(project, read)];
    const isLater = generation === 1;
    return {
      message: isLater
        ? `SDK v2 keeps authInfo in ctx.http, and the official codemod does not change this read. ${outcome.later}`
        : `SDK v2 has no authInfo here, but in ctx.http. ${outcome.now} Read ctx.http?.authInfo.`,
      flow: [
        {
          node: registration.node,
          message: `${registration.name} registers a handler, which gets the context`,
        },
        ...steps.map((step) => ({ node: step, message: 'the context is passed on' })),
        { node, message: `authInfo is undefined${isLater ? ' with SDK v2' : ''}` },
      ],
    };
  },

  fix({ read }, project): Fix {
    return fixRead(project, read);
  },
};

const outcomes: Readonly<Record<ReadOutcome, { readonly now: string; readonly later: string }>> = {
  passes: {
    now: 'This check now lets every caller pass.',
    later: 'After the upgrade this check lets every caller pass.',
  },
  identity: {
    now: 'Every caller now gets the identity that stands in for it.',
    later: 'After the upgrade every caller gets the identity that stands in for it.',
  },
  refuses: {
    now: 'This check now refuses every caller.',
    later: 'After the upgrade this check refuses every caller.',
  },
  throws: {
    now: 'This code now throws for every caller.',
    later: 'After the upgrade this code throws for every caller.',
  },
  asked: {
    now: 'No caller has it any more for this test.',
    later: 'After the upgrade no caller has it for this test.',
  },
  mixed: {
    now: "The caller's own is not there.",
    later: "After the upgrade the caller's own is not there.",
  },
  absent: {
    now: 'It is undefined for every caller.',
    later: 'After the upgrade it is undefined for every caller.',
  },
};
