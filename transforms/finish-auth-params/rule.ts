import { ts } from 'ts-morph';
import { type Migration, migrateToCallbackParams } from '../../src/analysis/carrier/index.ts';
import { codeArgument, issuerArgument } from '../../src/analysis/carrier/arguments.ts';
import { redeemedTwice } from '../../src/analysis/carrier/redemption.ts';
import { descendants } from '../../src/analysis/ast.ts';
import type { Project } from '../../src/analysis/project.ts';
import { finishAuthReceiver, type Receiver } from '../../src/analysis/receivers.ts';
import type { Description, Fix, Match, Rule } from '../../src/model/rule.ts';
import { docsUrl } from '../docs.ts';

const id = 'finish-auth-params';

interface FinishAuthMatch extends Match {
  readonly node: ts.CallExpression;
  readonly receiver: Receiver;
  readonly migration: Migration;
}

export const rule: Rule<FinishAuthMatch> = {
  info: {
    id,
    severity: 'error',
    summary: 'finishAuth() on an MCP transport that is not given the whole query of the OAuth callback',
    docs: docsUrl(id),
  },

  detect(project) {
    const calls = project.files.flatMap((file) => [...descendants(file)].filter(ts.isCallExpression));
    const receivers = new Map(calls.flatMap((call) => withReceiver(project, call)));
    const isSink = (call: ts.CallExpression) => receivers.has(call);
    return [...receivers].flatMap(([node, receiver]) => {
      if (isRight(project, node)) return [];
      const migration = migrateToCallbackParams(project, node, isSink);
      // Two strings out of one query are right at run time: worth a finding only where the query itself can be handed over.
      if (issuerArgument(project, node) === 'callback' && !migration.lifted) return [];
      return [{ node, receiver, generation: receiver.generation, migration }];
    });
  },

  describe({ node, migration }): Description {
    const lost = node.arguments.length > 1 ? 'two strings instead of' : 'only the code of';
    return {
      message:
        `finishAuth() is given ${lost} the OAuth callback's query. An authorization server that sends the issuer ` +
        `(\`iss\`, RFC 9207) makes this login fail with IssuerMismatchError when it is dropped: hand over the callback's URLSearchParams.`,
      flow: migration.flow,
    };
  },

  fix({ node, receiver, migration }, project): Fix {
    if (receiver.kind === 'untyped') return { level: 'none', refusal: 'unbound-receiver' };
    const issuer = node.arguments[1];
    const argument = codeArgument(project, node);
    if (argument === 'made-up') return { level: 'none', refusal: 'synthesised-params' };
    if (issuer && issuerArgument(project, node) === 'foreign') {
      return { level: 'none', refusal: 'invented-issuer', detail: `It is given ${issuer.getText()}.` };
    }
    if (redeemedTwice(project, node, (call) => finishAuthReceiver(project, call) !== undefined)) {
      return { level: 'none', refusal: 'code-redeemed-twice' };
    }
    if (!migration.lifted) return { level: 'none', refusal: migration.refusal, detail: migration.detail };
    if (receiver.kind === 'structural') return { level: 'none', refusal: 'structural-receiver' };
    return { level: 'safe', edits: migration.edits };
  },
};

function withReceiver(project: Project, call: ts.CallExpression): [ts.CallExpression, Receiver][] {
  if (call.arguments.length === 0) return [];
  const receiver = finishAuthReceiver(project, call);
  return receiver ? [[call, receiver]] : [];
}

/** Migrated already, in whichever of the right forms; or a literal, as tests use it. */
function isRight(project: Project, call: ts.CallExpression): boolean {
  const code = codeArgument(project, call);
  return code === 'query' || code === 'literal' || issuerArgument(project, call) === 'alongside';
}
