import { descendants } from '../../src/analysis/ast.ts';
import { codeArgument, issuerArgument } from '../../src/analysis/carrier/arguments.ts';
import {
  type Migration,
  type Migrations,
  migrateToCallbackParams,
} from '../../src/analysis/carrier/index.ts';
import { redeemedTwice } from '../../src/analysis/carrier/redemption.ts';
import type { Project } from '../../src/analysis/project.ts';
import { type Redemption, redemptionOf } from '../../src/analysis/receivers.ts';
import { ts } from '../../src/compiler.cjs';
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

  detect(project) {
    const all = project.files.flatMap((file) => redemptionsIn(project, file));
    const sinks = new Set(all.map(({ call }) => call));
    const migrations: Migrations = { isSink: (call) => sinks.has(call), names: new Map() };
    return all.flatMap((redemption) => {
      if (isRight(project, redemption)) return [];
      const migration = migrateToCallbackParams(project, redemption, migrations);
      // Two strings out of one query are right at run time: worth a finding only where the query itself can be handed over.
      if (issuerArgument(project, redemption) === 'callback' && !migration.lifted) return [];
      const { call, receiver } = redemption;
      const twice = redeemedTwice(project, redemption, all);
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
    if (receiver.kind === 'structural') return { level: 'none', refusal: 'structural-receiver' };
    if (redemption.borrowed) return { level: 'none', refusal: 'borrowed-method' };
    return { level: 'safe', edits: migration.edits };
  },
};

function redemptionsIn(project: Project, file: ts.SourceFile): Redemption[] {
  return [...descendants(file)]
    .filter(ts.isCallExpression)
    .flatMap((call) => redemptionOf(project, call) ?? []);
}

/** Migrated already, in whichever of the right forms; or a literal, as tests use it. */
function isRight(project: Project, redemption: Redemption): boolean {
  const code = codeArgument(project, redemption);
  return code === 'query' || code === 'literal' || issuerArgument(project, redemption) === 'alongside';
}
