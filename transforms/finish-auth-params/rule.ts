import { carrierProofs, type Unproved } from '../../src/analysis/client/carrier/carrier-obligations.ts';
import { withComments } from '../../src/analysis/client/carrier/comments-left.ts';
import { type Migration, migrationsOf, seekMigrations } from '../../src/analysis/client/carrier/index.ts';
import { shortText } from '../../src/analysis/client/carrier/short-text.ts';
import { describeLeft, fixLeft } from '../../src/analysis/client/issuer/left-issuer.ts';
import { userInput } from '../../src/analysis/client/query/user-input.ts';
import { codeArgument, issuerArgument } from '../../src/analysis/client/redemption/code-argument.ts';
import { finishAuthCalls, type Redemption } from '../../src/analysis/client/redemption/finish-auth-calls.ts';
import { type IssuerLeft, issuersLeft } from '../../src/analysis/client/redemption/issuer-left.ts';
import { type MadeUp, madeUpQueries } from '../../src/analysis/client/redemption/made-up.ts';
import { redeemedTwice } from '../../src/analysis/client/redemption/redeemed-twice.ts';
import type { Project } from '../../src/analysis/program/project.ts';
import { type Description, decide, type Fix, type Match } from '../../src/model/fix.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

type FinishAuthMatch = Match & (Unmigrated | { readonly madeUp: MadeUp } | { readonly left: IssuerLeft });

interface Unmigrated {
  readonly redemption: Redemption;
  readonly migration: Migration;
  /** True when the same code reaches another call, or this one again. */
  readonly twice: boolean;
}

export const rule: Rule<FinishAuthMatch> = {
  info: infoOf('finish-auth-params'),
  begins: 'StreamableHTTPClientTransport.finishAuth(URLSearchParams)',

  seek: seekMigrations,

  detect(project) {
    const migrations = migrationsOf(project);
    const all = finishAuthCalls(project);
    const found = all.flatMap((redemption): FinishAuthMatch[] => {
      const { call, receiver } = redemption;
      const { generation } = receiver;
      const migration = migrations.of(call);
      if (!migration) return [];
      if (isRight(project, redemption, migration))
        return [
          ...madeUpQueries(project, redemption).map((madeUp) => ({ node: madeUp.call, generation, madeUp })),
          ...leftIn(project, redemption).map((left) => ({ node: left.node, generation, left })),
        ];
      const twice = migrations.isTwice(call) || redeemedTwice(project, redemption, all);
      const isTold = receiver.kind === 'untyped' && !receiver.isTied;
      const match = { node: call, generation, redemption, migration, twice };
      return [isTold ? { ...match, severity: 'info' } : match];
    });
    // What one caller passes may reach several transports.
    return [...new Map(found.map((match) => [match.node, match])).values()];
  },

  describe(match, project): Description {
    if ('left' in match) return describeLeft(match.left);
    if ('madeUp' in match)
      return { message: match.madeUp.text ? textMessage : madeUpMessage, flow: match.madeUp.flow };
    const { redemption, migration } = match;
    if (redemption.issuer && issuerArgument(project, redemption) === 'callback')
      return { message: withComments(stringsMessage, stringsShorter, migration), flow: migration.flow };
    const given = redemption.issuer ? 'two strings' : 'only the code';
    return {
      message: withComments(
        `finishAuth() is given ${given}, not the callback's query. Without the callback's \`iss\` (RFC 9207) the login fails ` +
          "with IssuerMismatchError. Pass the callback's URLSearchParams, which holds both.",
        `finishAuth() is given ${given}. Without \`iss\` (RFC 9207) the login fails. Pass the callback's URLSearchParams.`,
        migration,
      ),
      flow: migration.flow,
    };
  },

  fix(match, project): Fix {
    if ('left' in match) return fixLeft(project, match.left);
    if ('madeUp' in match) {
      const { text } = match.madeUp;
      if (!text) return { level: 'none', refusal: 'synthesised-params' };
      const input = userInput(project, text);
      return input
        ? { level: 'none', refusal: 'no-callback-query', detail: `It comes from ${input}.` }
        : { level: 'none', refusal: 'code-only-caller' };
    }
    const { redemption, migration, twice } = match;
    const { receiver, issuer } = redemption;
    if (receiver.kind === 'untyped') return { level: 'none', refusal: 'unbound-receiver' };
    if (codeArgument(project, redemption) === 'made-up')
      return { level: 'none', refusal: 'synthesised-params' };
    if (issuer && issuerArgument(project, redemption) === 'foreign') {
      return { level: 'none', refusal: 'invented-issuer', detail: `It is given ${issuer.getText()}.` };
    }
    if (twice) return { level: 'none', refusal: 'code-redeemed-twice' };
    // The method itself is passed on. Whoever calls it passes the code, and there is no call here to rewrite.
    if (redemption.code === redemption.call) return { level: 'none', refusal: 'borrowed-method' };
    if (!migration.lifted) return { level: 'none', refusal: migration.refusal, detail: migration.detail };
    if (redemption.borrowed === 'bind') return { level: 'none', refusal: 'borrowed-method' };
    const { assumptions, edits } = migration;
    return decide(
      edits,
      carrierProofs(receiver.kind === 'likely' ? [...assumptions, likely(redemption)] : assumptions),
    );
  },
};

const madeUpMessage =
  'finishAuth() is given a query that is made from the code alone. It has no `iss` (RFC 9207), and the login fails with ' +
  "IssuerMismatchError. Pass the callback's own URLSearchParams.";

const stringsMessage =
  "finishAuth() is given the callback's code and `iss` as two strings. With the callback's whole query it also tells a refused " +
  'login from a missing code, and nothing can part the two. Pass the URLSearchParams.';
const stringsShorter =
  "finishAuth() is given the callback's code and `iss` as two strings. Pass the callback's URLSearchParams.";

/** A transport reaches the receiver, and nothing says that nothing else does. */
const likely = ({ call }: Redemption): Unproved => ({
  obligation: 'every-mention',
  code: 'unbound-receiver',
  detail: `A transport reaches ${shortText(call.expression)}.`,
});

const textMessage =
  'finishAuth() is given only the code here, though it would take the query. Without the `iss` of the callback (RFC 9207) the ' +
  "login fails with IssuerMismatchError. Pass the callback's URLSearchParams.";

/** Callers that pass the code alone to what redeems two strings. */
function leftIn(project: Project, redemption: Redemption): readonly IssuerLeft[] {
  const { call, code, issuer } = redemption;
  if (issuerArgument(project, redemption) !== 'alongside') return [];
  return issuersLeft(project, call, code, issuer);
}

/** Migrated already, in whichever of the right forms; or a literal, as tests use it. */
function isRight(project: Project, redemption: Redemption, migration: Migration): boolean {
  const code = codeArgument(project, redemption);
  if (code === 'query' || code === 'literal') return true;
  const issuer = issuerArgument(project, redemption);
  if (issuer === 'alongside') return true;
  // Two strings out of one query are right at run time: worth a finding only where the query itself can be passed.
  if (issuer === 'callback' && !migration.lifted) return true;
  return code === 'string' && migration.lifted && migration.arrivesWhole;
}
