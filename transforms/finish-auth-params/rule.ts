import { finishAuthCalls, seekWays, waysOf } from '../../src/analysis/flow/all.ts';
import { codeArgument, issuerArgument } from '../../src/analysis/flow/arguments.ts';
import type { Migration } from '../../src/analysis/flow/index.ts';
import { redeemedTwice } from '../../src/analysis/flow/redemption.ts';
import type { Project } from '../../src/analysis/project.ts';
import type { Redemption } from '../../src/analysis/receivers.ts';
import type { Description, Fix, Match, Rule } from '../../src/model/rule.ts';
import { docsUrl } from '../docs.ts';

const id = 'finish-auth-params';

interface FinishAuthMatch extends Match {
  readonly redemption: Redemption;
  readonly migration: Migration;
  /** True when the same code reaches another call, or this one again. */
  readonly twice: boolean;
}

export const rule: Rule<FinishAuthMatch> = {
  info: {
    id,
    severity: 'error',
    summary: 'finishAuth() on an MCP transport that is not given the whole query of the OAuth callback',
    docs: docsUrl(id),
  },

  seek: seekWays,

  detect(project) {
    const ways = waysOf(project);
    const all = finishAuthCalls(project);
    return all.flatMap((redemption) => {
      const { call, receiver } = redemption;
      const migration = ways.of(call);
      if (!migration || isRight(project, redemption, migration)) return [];
      const twice = ways.isTwice(call) || redeemedTwice(project, redemption, all);
      return [{ node: call, generation: receiver.generation, redemption, migration, twice }];
    });
  },

  describe({ redemption, migration }): Description {
    const given = redemption.issuer ? 'two strings' : 'only the code';
    return {
      message:
        `finishAuth() is given ${given} instead of the query of the OAuth callback. Without the callback's issuer ` +
        '(`iss`, RFC 9207) the login fails with IssuerMismatchError; pass the URLSearchParams of the callback, which holds both.',
      flow: migration.flow,
    };
  },

  fix({ redemption, migration, twice }, project): Fix {
    const { receiver, issuer } = redemption;
    if (receiver.kind === 'untyped') return { level: 'none', refusal: 'unbound-receiver' };
    if (codeArgument(project, redemption) === 'made-up')
      return { level: 'none', refusal: 'synthesised-params' };
    if (issuer && issuerArgument(project, redemption) === 'foreign') {
      return { level: 'none', refusal: 'invented-issuer', detail: `It is given ${issuer.getText()}.` };
    }
    if (twice) return { level: 'none', refusal: 'code-redeemed-twice' };
    if (!migration.lifted) return { level: 'none', refusal: migration.refusal, detail: migration.detail };
    if (redemption.borrowed) return { level: 'none', refusal: 'borrowed-method' };
    const { edits } = migration;
    const [assumption] = migration.assumptions;
    if (!assumption) return { level: 'safe', edits };
    return { level: 'suggested', edits, assumes: assumption.code, detail: assumption.detail };
  },
};

/** Migrated already, in whichever of the right forms; or a literal, as tests use it. */
function isRight(project: Project, redemption: Redemption, migration: Migration): boolean {
  const code = codeArgument(project, redemption);
  if (code === 'query' || code === 'literal') return true;
  const issuer = issuerArgument(project, redemption);
  if (issuer === 'alongside') return true;
  // Two strings out of one query are right at run time: worth a finding only where the query itself can be handed over.
  if (issuer === 'callback' && !migration.lifted) return true;
  return code === 'string' && migration.lifted && migration.isRight;
}
