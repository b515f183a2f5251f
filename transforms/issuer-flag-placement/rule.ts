import {
  type Misplaced,
  type Move,
  misplacedFlags,
  moveFlag,
} from '../../src/analysis/server/mount/flag-placement.ts';
import { type Description, decide, type Fix, type Match, type Step } from '../../src/model/fix.ts';
import { open, proved } from '../../src/model/proof.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

interface FlagMatch extends Match {
  readonly misplaced: Misplaced;
  readonly move: Move;
}

/** The provider decides whether the metadata advertises `iss` (RFC 9207); the options of the SDK's functions do not. */
export const rule: Rule<FlagMatch> = {
  info: infoOf('issuer-flag-placement'),
  begins: 'OAuthServerProvider.authorizationResponseIssParameterSupported',

  detect(project) {
    const all = misplacedFlags(project);
    return all.map((misplaced) => ({
      node: misplaced.entry.node,
      generation: misplaced.generation,
      misplaced,
      move: moveFlag(project, misplaced, all),
    }));
  },

  describe({ misplaced, move }): Description {
    return {
      message: `${misplaced.taker} does not read authorizationResponseIssParameterSupported in its options, so the flag has no effect: the metadata follows the provider. Set the flag on the provider.`,
      flow: [
        { node: misplaced.entry.node, message: 'nothing reads the flag here' },
        ...move.providers.map((node) => ({
          node: nameOf(node),
          message: 'the metadata follows this provider',
        })),
      ],
    };
  },

  fix({ move: { edits, reason, receiver } }): Fix {
    if (reason && edits.length === 0) return { level: 'none', refusal: reason.code, detail: reason.detail };
    return decide(edits, {
      'option-unread': receiver ? open('flag-passed-on', `It is \`${shortText(receiver)}\`.`) : proved,
      'iss-advertised': reason ? open(reason.code, reason.detail) : proved,
    });
  },
};

function shortText(node: Step['node']): string {
  return node.getText().replace(/\s+/g, ' ').slice(0, 80);
}

function nameOf(node: Move['providers'][number]): Step['node'] {
  const named = 'members' in node ? node : node.parent;
  return (named as { readonly name?: Step['node'] }).name ?? node;
}
