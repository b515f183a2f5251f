import type { Project } from '../../src/analysis/program/project.ts';
import { fixRead } from '../../src/analysis/server/context/context-fix.ts';
import { type ContextRead, contextFlowOf } from '../../src/analysis/server/context/context-flow.ts';
import { outcomeOf, type ReadOutcome } from '../../src/analysis/server/context/read-outcome.ts';
import type { Description, Fix, Match } from '../../src/model/fix.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

interface ReadMatch extends Match {
  readonly read: ContextRead;
}

/** SDK v2 keeps who calls in `ctx.http?.authInfo`; `ctx.authInfo` compiles wherever the context has no declared type. */
export const rule: Rule<ReadMatch> = {
  info: infoOf('context-auth-info'),

  // Handlers and what they call may be in files that name nothing of the SDK.
  seek: contextFlowOf,

  detect(project) {
    return contextFlowOf(project).reads.map((read) => ({ node: read.node, generation: 2, read }));
  },

  describe({ read }, project: Project): Description {
    const { registration, steps, node } = read;
    return {
      message: `SDK v2 has no authInfo here, but in ctx.http. ${outcomes[outcomeOf(project, read)]} Read ctx.http?.authInfo.`,
      flow: [
        {
          node: registration.node,
          message: `${registration.name} registers a handler, which gets the context`,
        },
        ...steps.map((step) => ({ node: step, message: 'the context is passed on' })),
        { node, message: 'authInfo is undefined' },
      ],
    };
  },

  fix({ read }, project): Fix {
    return fixRead(project, read);
  },
};

const outcomes: Readonly<Record<ReadOutcome, string>> = {
  passes: 'This check now lets every caller pass.',
  identity: 'Every caller now gets the identity that stands in for it.',
  refuses: 'This check now refuses every caller.',
  absent: 'It is undefined for every caller.',
};
