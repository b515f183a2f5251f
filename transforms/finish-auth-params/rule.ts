import { codeArgument, issuerArgument } from '../../src/analysis/client/carrier/code-argument.ts';
import type { Migration } from '../../src/analysis/client/carrier/index.ts';
import { type MadeUp, madeUpQueries } from '../../src/analysis/client/carrier/made-up.ts';
import { finishAuthCalls, seekWays, waysOf } from '../../src/analysis/client/carrier/migrations.ts';
import { redeemedTwice } from '../../src/analysis/client/carrier/redeemed-twice.ts';
import type { Redemption } from '../../src/analysis/client/redemption/receivers.ts';
import type { Project } from '../../src/analysis/program/project.ts';
import { docsUrl } from '../../src/model/docs-url.ts';
import type { Description, Fix, Match } from '../../src/model/fix.ts';
import type { Rule } from '../contract.ts';

const id = 'finish-auth-params';

type FinishAuthMatch = Match & (Unmigrated | { readonly madeUp: MadeUp });

interface Unmigrated {
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
  begins: 'StreamableHTTPClientTransport.finishAuth(URLSearchParams)',

  seek: seekWays,

  detect(project) {
    const ways = waysOf(project);
    const all = finishAuthCalls(project);
    const found = all.flatMap((redemption): FinishAuthMatch[] => {
      const { call, receiver } = redemption;
      const { generation } = receiver;
      const migration = ways.of(call);
      if (!migration) return [];
      if (isRight(project, redemption, migration))
        return madeUpQueries(project, redemption).map((madeUp) => ({
          node: madeUp.call,
          generation,
          madeUp,
        }));
      const twice = ways.isTwice(call) || redeemedTwice(project, redemption, all);
      return [{ node: call, generation, redemption, migration, twice }];
    });
    // Several transports may be given what one caller hands over.
    return [...new Map(found.map((match) => [match.node, match])).values()];
  },

  describe(match): Description {
    if ('madeUp' in match) return { message: madeUpMessage, flow: match.madeUp.flow };
    const { redemption, migration } = match;
    const given = redemption.issuer ? 'two strings' : 'only the code';
    return {
      message:
        `finishAuth() is given ${given} instead of the query of the OAuth callback. Without the callback's issuer ` +
        '(`iss`, RFC 9207) the login fails with IssuerMismatchError; pass the URLSearchParams of the callback, which holds both.',
      flow: migration.flow,
    };
  },

  fix(match, project): Fix {
    if ('madeUp' in match) return { level: 'none', refusal: 'synthesised-params' };
    const { redemption, migration, twice } = match;
    const { receiver, issuer } = redemption;
    if (receiver.kind === 'untyped') return { level: 'none', refusal: 'unbound-receiver' };
    if (codeArgument(project, redemption) === 'made-up')
      return { level: 'none', refusal: 'synthesised-params' };
    if (issuer && issuerArgument(project, redemption) === 'foreign') {
      return { level: 'none', refusal: 'invented-issuer', detail: `It is given ${issuer.getText()}.` };
    }
    if (twice) return { level: 'none', refusal: 'code-redeemed-twice' };
    // Who is handed the method gives it the code: no call is at hand that could be given the query.
    if (redemption.code === redemption.call) return { level: 'none', refusal: 'borrowed-method' };
    if (!migration.lifted) return { level: 'none', refusal: migration.refusal, detail: migration.detail };
    if (redemption.borrowed) return { level: 'none', refusal: 'borrowed-method' };
    const { edits } = migration;
    const [assumption] = migration.assumptions;
    if (!assumption) return { level: 'safe', edits };
    return { level: 'suggested', edits, assumes: assumption.code, detail: assumption.detail };
  },
};

const madeUpMessage =
  'finishAuth() is given a query that is made from the code alone. It has the right type and no issuer (`iss`, RFC 9207), ' +
  'so the login fails with IssuerMismatchError as before; hand over the URLSearchParams of the callback.';

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
