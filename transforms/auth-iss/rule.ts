import { carrierProofs } from '../../src/analysis/client/carrier/carrier-obligations.ts';
import { withComments } from '../../src/analysis/client/carrier/comments-left.ts';
import { seekMigrations } from '../../src/analysis/client/carrier/index.ts';
import { addCallbackIssuer, type IssuerMigration } from '../../src/analysis/client/issuer/callback-issuer.ts';
import { type GivenIssuer, givenIssuer } from '../../src/analysis/client/issuer/issuer-option.ts';
import { describeLeft, fixLeft } from '../../src/analysis/client/issuer/left-issuer.ts';
import { isIssuerUnchecked } from '../../src/analysis/client/issuer/unchecked-issuer.ts';
import type { Redemption } from '../../src/analysis/client/redemption/finish-auth-calls.ts';
import { type IssuerLeft, issuersLeft } from '../../src/analysis/client/redemption/issuer-left.ts';
import { redeemedTwice } from '../../src/analysis/client/redemption/redeemed-twice.ts';
import { named } from '../../src/analysis/client/redemption/redeemer-options.ts';
import {
  type OptionsRedemption,
  optionsRedemptions,
} from '../../src/analysis/client/redemption/redeemers.ts';
import type { Project } from '../../src/analysis/program/project.ts';
import { type Description, decide, type Fix, type Match } from '../../src/model/fix.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

type AuthIssMatch = Match & (WithoutIssuer | { readonly left: IssuerLeft });

interface WithoutIssuer {
  readonly redemption: OptionsRedemption;
  /** `unchecked`: nothing is there to compare it with. */
  readonly issuer: Exclude<GivenIssuer, 'given'> | 'unchecked';
  readonly migration: IssuerMigration;
  /** True when the same code reaches another of these calls, or this one again. */
  readonly twice: boolean;
}

export const rule: Rule<AuthIssMatch> = {
  info: infoOf('auth-iss'),
  begins: 'auth(iss)',

  seek: seekMigrations,

  detect(project) {
    const all = optionsRedemptions(project);
    const found = all.flatMap((redemption): AuthIssMatch[] => {
      const given = givenIssuer(project, redemption);
      // Whatever it is given: an `iss` that is compared with nothing protects nobody.
      const issuer = isIssuerUnchecked(project, redemption) ? 'unchecked' : given;
      if (issuer === 'given') return leftIn(project, redemption);
      const { call, generation } = redemption;
      const migration = addCallbackIssuer(project, redemption);
      return [
        {
          node: call,
          generation,
          redemption,
          issuer,
          migration,
          twice: isTwice(project, redemption, all),
          ...(issuer === 'unchecked' ? { severity: 'warning' as const } : {}),
        },
      ];
    });
    // Options that are passed on are looked at where they are made.
    const made = new Set(all.map(({ entry }) => entry.node));
    const told = found.filter((match) => !('left' in match && made.has(match.node)));
    return [...new Map(told.map((match) => [match.node, match])).values()];
  },

  describe(match): Description {
    if ('left' in match) return describeLeft(match.left);
    const { redemption, issuer, migration } = match;
    if (issuer === 'unchecked')
      return {
        message: `${redemption.name}() is given no \`metadata\`, so it compares the callback's \`iss\` with nothing: a mix-up attack (RFC 9207) passes unseen. Pass the metadata of the authorization server, and \`iss\`.`,
        flow: [],
      };
    const fault =
      issuer === 'invented'
        ? "an issuer that is not the callback's own `iss`. A mix-up attack (RFC 9207) passes unseen"
        : "a code without the callback's `iss`. The login fails with IssuerMismatchError where the server advertises `iss` (RFC 9207)";
    return {
      message: withComments(
        `${redemption.name}() is given ${fault}. Pass \`iss\` from the query that the code comes from.`,
        `${redemption.name}() is not given the callback's own \`iss\` (RFC 9207). Pass it from the query of the code.`,
        migration,
      ),
      flow: migration.flow,
    };
  },

  fix(match, project): Fix {
    if ('left' in match) return fixLeft(project, match.left);
    const { redemption, issuer, migration, twice } = match;
    if (issuer === 'invented') {
      const value = redemption.issuers.find((entry) => entry.value)?.value?.getText() ?? '';
      return { level: 'none', refusal: 'invented-issuer', detail: `It is given ${value}.` };
    }
    if (issuer === 'unchecked') return { level: 'none', refusal: 'issuer-unchecked' };
    if (twice) return { level: 'none', refusal: 'code-redeemed-twice' };
    if (!migration.lifted) return { level: 'none', refusal: migration.refusal, detail: migration.detail };
    return decide(migration.edits, carrierProofs(migration.assumptions));
  },
};

/** Callers that pass the code alone to what passes both on. */
function leftIn(project: Project, { call, code, issuers, generation }: OptionsRedemption): AuthIssMatch[] {
  const [issuer, ...more] = issuers;
  const value = issuer?.value;
  if (!code || !value || more.length > 0) return [];
  return issuersLeft(project, call, named(project, code), value).map((left) => ({
    node: left.node,
    generation,
    left,
  }));
}

function isTwice(
  project: Project,
  redemption: OptionsRedemption,
  all: readonly OptionsRedemption[],
): boolean {
  const one = asRedemption(project, redemption);
  return (
    one !== undefined &&
    redeemedTwice(
      project,
      one,
      all.flatMap((other) => asRedemption(project, other) ?? []),
    )
  );
}

function asRedemption(
  project: Project,
  { call, code, generation }: OptionsRedemption,
): Redemption | undefined {
  const value = code && named(project, code);
  return (
    value && {
      call,
      code: value,
      issuer: undefined,
      receiver: { kind: 'sdk', generation },
      borrowed: undefined,
    }
  );
}
