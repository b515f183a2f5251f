import type { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { open, type Proof, proved, refuted } from '../../../model/proof.ts';
import type { RefusalCode } from '../../../model/refusals.ts';
import { packages } from '../../../sdk/modules.ts';
import { verifyMethod } from '../../../sdk/verifier-roles.ts';
import { ensureNames } from '../../program/import-edit.ts';
import { mayNotLoad } from '../../program/optional-packages.ts';
import type { Project } from '../../program/project.ts';
import { lineOf } from '../../program/short-path.ts';
import { withoutUnused } from '../../program/unused-import.ts';
import { errorUnread } from './error-readers.ts';
import { type Fault, faultsOf } from './faults.ts';
import { fitsHeader, isInHeader, messageOf, originOfMessage } from './messages.ts';
import { guardCheck, replaceError, throwInstead, type Wanted, wantedError } from './replace-error.ts';
import { failuresBehind, swallowedIn } from './swallowed-failures.ts';
import { unseenReceivers } from './unseen-verifiers.ts';
import type { VerifierObligation } from './verifier-obligations.ts';

/** The proofs of a fix, in the order in which a person should look at what is open. */
type Proofs = Readonly<Record<VerifierObligation, Proof>>;

interface Planned {
  readonly fault: Fault;
  readonly wanted: Wanted;
  readonly edits: readonly Edit[];
  readonly proofs: Proofs;
}

/**
 * How does a fault become the error that its receiver answers as intended?
 * Asked of each finding of token-verifier-error.
 * Errors of another family in one file are one change set, because the import that they leave unused goes with the last.
 */
export function fixFault(project: Project, fault: Fault): Fix {
  const planned = plan(project, fault);
  if ('level' in planned) return planned;
  const together = fault.error?.family ? likeIt(project, planned) : [planned];
  return decide(changeSet(project, together), planned.proofs);
}

/** The errors of OAuth families in the same file whose fixes are of the same level. */
function likeIt(project: Project, planned: Planned): readonly Planned[] {
  const { fault } = planned;
  const file = fault.made.getSourceFile();
  return faultsOf(project)
    .filter(({ made, error }) => made.getSourceFile() === file && error?.family)
    .map((each) => (each === fault ? planned : plan(project, each)))
    .filter((each): each is Planned => !('level' in each) && isSafe(each) === isSafe(planned));
}

function changeSet(project: Project, together: readonly Planned[]): readonly Edit[] {
  const [first] = together as [Planned];
  const file = first.fault.made.getSourceFile();
  const modules = [...new Set(together.map(({ wanted }) => wanted.module))];
  const imported = modules.map((module) => {
    const names = together
      .filter(({ wanted }) => wanted.module === module)
      .flatMap(({ wanted }) => wanted.names);
    return ensureNames(project, file, module, [...new Set(names)]);
  });
  const edits = together.flatMap((each) => each.edits);
  const replaced = together.map(({ fault }) => fault.made);
  const added = imported.flatMap((each) => each.edits);
  const used = imported.flatMap(({ locals }) => locals);
  return [...edits, ...withoutUnused(project, { replaced, edits, added, used })];
}

const isSafe = ({ proofs }: Planned): boolean =>
  Object.values(proofs).every(({ state }) => state === 'proved');

const none = (refusal: RefusalCode, detail?: string): Fix => ({ level: 'none', refusal, detail });

function plan(project: Project, fault: Fault): Planned | Fix {
  const { made, error, uses } = fault;
  const [{ receiver, wrong, leaving }] = uses as [Fault['uses'][0]];
  if (leaving.isOfResult) return none('result-shared');
  const wants = new Set(uses.map((use) => `${use.receiver.family} ${use.wrong?.wants}`));
  if (wants.size > 1 || uses.some((use) => !use.wrong)) return none('receivers-differ');
  if (wrong?.kind === 'text') return none('message-in-header');
  if (error?.own) return none('own-error-class');
  if (leaving.guard.by === 'upstream' && wrong?.kind === 'plain') return none('upstream-status');
  const code = wrong?.wants;
  if (!code) return none('error-code-unknown');
  const wanted = wantedError(project, made.getSourceFile(), receiver, code);
  if (!wanted) return none('server-package-missing');
  const { edits: imported } = ensureNames(project, made.getSourceFile(), wanted.module, wanted.names);
  const [name] = Object.values(packages).filter((each) => `${wanted.module}/`.startsWith(`${each}/`));
  if (name && mayNotLoad(project, made.getSourceFile(), name, imported)) return none('package-optional');
  const edits =
    wrong.kind === 'check'
      ? guardCheck(project, made as ts.Expression, wanted, code)
      : wrong.kind === 'nothing'
        ? throwInstead(project, made as ts.ReturnStatement | ts.Expression, wanted, code)
        : replaceError(project, made as ts.NewExpression, error!, wanted, code);
  if (!edits) return none('check-unguarded');
  const proofs: Proofs = {
    'token-at-fault': tokenAtFault(project, fault),
    'text-fits': textFits(project, fault),
    'receiver-known': receiverKnown(project, fault),
    'error-unread': wrong.kind === 'nothing' ? open('nothing-returned') : errorUnread(project, fault),
  };
  const broken = Object.values(proofs).find(({ state }) => state === 'refuted');
  return broken && broken.state === 'refuted'
    ? none(broken.code, broken.detail)
    : { fault, wanted, edits, proofs };
}

function receiverKnown(project: Project, { uses }: Fault): Proof {
  if (!uses.every(({ isSeen }) => isSeen)) return open('receiver-inferred');
  const [unseen] = uses.flatMap(({ receiver, method }) => unseenReceivers(project, receiver.family, method));
  return unseen
    ? open('receiver-inferred', `What ${unseen.name} gets ${lineOf(unseen.call)} is not seen.`)
    : proved;
}

function tokenAtFault(project: Project, { error, uses }: Fault): Proof {
  const { kind, wants } = uses[0]?.wrong ?? {};
  const swallowed = kind === 'plain' ? swallowedBefore(project, uses[0]!.leaving) : undefined;
  if (swallowed) return refuted('failure-swallowed', `It is caught ${lineOf(swallowed)}.`);
  if (kind === 'check') return open('check-unguarded');
  const isOther = error?.code !== undefined && error.code !== wants;
  return isOther || (kind === 'code' && error?.code !== 'InvalidToken') ? open('other-code') : proved;
}

function swallowedBefore(project: Project, leaving: Fault['uses'][0]['leaving']): ts.Node | undefined {
  const { condition } = leaving.guard;
  return (condition && failuresBehind(project, condition).swallowed) ?? swallowedIn(project, leaving);
}

function textFits(project: Project, { made, error, uses }: Fault): Proof {
  const [{ receiver, wrong, method }] = uses as [Fault['uses'][0]];
  if (!error) return proved;
  const message = messageOf(made, error);
  if (method === verifyMethod && isInHeader(wrong?.wants) && !fitsHeader(project, receiver.family, message)) {
    const origin = originOfMessage(project, message);
    return refuted(origin === 'other-error' ? 'message-from-error' : 'message-in-header');
  }
  const isOther = originOfMessage(project, message) === 'other-error';
  // An OAuth error was written to be shown, but not what another error or an upstream says.
  if (error.family) return isOther ? open('message-shown') : proved;
  if (isOther) return refuted('message-from-error');
  const [, options] = (made as ts.NewExpression).arguments ?? [];
  return open('message-shown', options && `The fix drops ${options.getText().slice(0, 40)}.`);
}
