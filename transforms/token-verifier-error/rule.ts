import { fixFault } from '../../src/analysis/server/verifier/fault-fix.ts';
import { type Fault, faultsOf } from '../../src/analysis/server/verifier/faults.ts';
import type { Description, Fix, Match, Step } from '../../src/model/fix.ts';
import {
  challengeAnswer,
  classOfCode,
  type ErrorFamily,
  familyPackage,
  oauthErrorClass,
  oauthErrorCodes,
  throwsOn,
  verifyMethod,
} from '../../src/sdk/verifier-roles.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

interface FaultMatch extends Match {
  readonly fault: Fault;
}

/** RFC 6750, section 3: a bad token gets 401 and a challenge. Without one a client never refreshes its token. */
export const rule: Rule<FaultMatch> = {
  info: infoOf('token-verifier-error'),
  concernsV1: true,

  // Verifiers, grants and their helpers may be in files that name nothing of the SDK.
  seek: faultsOf,

  detect(project) {
    return faultsOf(project).map((fault) => ({
      node: fault.node,
      generation: fault.uses[0]?.receiver.family === 'v1' ? 1 : 2,
      fault,
    }));
  },

  describe({ fault }): Description {
    return { message: messageOf(fault), flow: flowOf(fault) };
  },

  fix({ fault }, project): Fix {
    return fixFault(project, fault);
  },
};

function messageOf({ uses }: Fault): string {
  const [use] = uses as [Fault['uses'][0]];
  const { name, family } = use.receiver;
  const by = `${name} of ${packageOf(use.receiver)}`;
  const instead = `Throw ${nameOf(family, use.wrong?.wants)}.`;
  if (use.method !== verifyMethod && use.wrong?.kind === 'nothing')
    return `For a bad code or token nothing is returned, and ${by} answers 200 without tokens, so clients fail instead of logging in. ${instead}`;
  if (use.method !== verifyMethod)
    return `${by} does not know this error: a bad code or token answers 500 server_error instead of 400, so clients try again instead of logging in. ${instead}`;
  if (throwsOn.includes(name))
    return `${by} throws this error on, and ${challengeAnswer} answers 500 for it: clients neither refresh the token nor log in again. ${instead}`;
  const outcome =
    'without the WWW-Authenticate challenge, so clients neither refresh the token nor log in again.';
  switch (use.wrong?.kind) {
    case 'code':
      return `${by} answers 400 for this error ${outcome} ${instead}`;
    case 'text':
      return `The text of this error cannot stand in a header, and ${by} answers 500 ${outcome} Write it in Latin letters.`;
    case 'check':
      return `This check throws an error of its own for a bad token, and ${by} answers 500 ${outcome} Catch it. ${instead}`;
    case 'nothing':
      return `For a bad token nothing is returned, and ${by} answers 500 ${outcome} ${instead}`;
    default:
      return `${by} does not know this error: a bad token answers 500 ${outcome} ${instead}`;
  }
}

/** The package whose function is called; the family's own where a file of the project exports it again. */
function packageOf({ family, module }: Fault['uses'][0]['receiver']): string {
  const [scope, name] = module?.split('/') ?? [];
  return module?.startsWith('@') && family !== 'v1' ? `${scope}/${name}` : familyPackage[family];
}

function nameOf(family: ErrorFamily, code = 'InvalidToken'): string {
  return family === 'v2'
    ? `${oauthErrorClass} with ${oauthErrorCodes}.${code}`
    : `${classOfCode(code)} of ${familyPackage[family]}`;
}

/** Middleware ← verifier ← throw. */
function flowOf({ node, uses }: Fault): Step[] {
  const [use] = uses as [Fault['uses'][0]];
  const { receiver, method, fn, leaving } = use;
  return [
    { node: receiver.call, message: `${receiver.name} answers what ${method} throws` },
    { node: fn.name ?? fn, message: `${method} runs here` },
    ...leaving.calls.map((call) => ({ node: call, message: 'it calls this' })),
    { node, message: leaving.kind === 'nothing' ? 'nothing is returned' : 'the error leaves here' },
  ];
}
