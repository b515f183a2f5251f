import type { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { open, type Proof, proved, refuted } from '../../../model/proof.ts';
import type { RefusalCode } from '../../../model/refusals.ts';
import { verifyMethod } from '../../../sdk/verifier-roles.ts';
import type { Project } from '../../program/project.ts';
import { errorUnread } from './error-readers.ts';
import { type Fault, faultsOf } from './faults.ts';
import { fitsHeader, originOfMessage } from './messages.ts';
import { guardCheck, type Rewritten, replaceError, throwInstead, wantedError } from './replace-error.ts';
import { withoutUnused } from './unused-import.ts';
import type { VerifierObligation } from './verifier-obligations.ts';

/** The proofs of a fix, in the order in which a person should look at what is open. */
type Proofs = Readonly<Record<VerifierObligation, Proof>>;

interface Planned {
  readonly fault: Fault;
  readonly rewritten: Rewritten;
  readonly proofs: Proofs;
}

/**
 * How does a fault become the error that its receiver answers as intended?
 * Asked of each finding of token-verifier-error.
 * Safe fixes of one file are one change set, because the import that they leave unused goes with the last of them.
 */
export function fixFault(project: Project, fault: Fault): Fix {
  const planned = plan(project, fault);
  if ('level' in planned) return planned;
  if (!isSafe(planned)) return decide(editsOf(planned), planned.proofs);
  const file = fault.made.getSourceFile();
  const together = faultsOf(project)
    .filter(({ made }) => made.getSourceFile() === file)
    .map((each) => (each === fault ? planned : plan(project, each)))
    .filter((each): each is Planned => !('level' in each) && isSafe(each));
  const made = together.map((each) => each.fault.made as ts.NewExpression);
  const imports = distinct(together.flatMap(({ rewritten }) => rewritten.imports));
  const edits = together.flatMap(({ rewritten }) => rewritten.edits);
  return decide([...edits, ...withoutUnused(project, made, imports)], planned.proofs);
}

const isSafe = ({ proofs }: Planned): boolean =>
  Object.values(proofs).every(({ state }) => state === 'proved');

const editsOf = ({ rewritten }: Planned): readonly Edit[] => [...rewritten.imports, ...rewritten.edits];

function distinct(edits: readonly Edit[]): readonly Edit[] {
  return [...new Map(edits.map((edit) => [`${edit.start}\0${edit.end}\0${edit.text}`, edit])).values()];
}

const none = (refusal: RefusalCode, detail?: string): Fix => ({ level: 'none', refusal, detail });

function plan(project: Project, fault: Fault): Planned | Fix {
  const { made, error, uses } = fault;
  const [{ receiver, wrong, leaving }] = uses as [Fault['uses'][0]];
  const wants = new Set(uses.map((use) => `${use.receiver.family} ${use.wrong?.wants}`));
  if (wants.size > 1 || uses.some((use) => !use.wrong)) return none('receivers-differ');
  if (error?.own) return none('own-error-class');
  if (leaving.guard.by === 'upstream' && wrong?.kind === 'plain') return none('upstream-status');
  const code = wrong?.wants;
  if (!code) return none('error-code-unknown');
  const wanted = wantedError(project, made.getSourceFile(), receiver, code);
  if (!wanted) return none('server-package-missing');
  const rewritten =
    wrong.kind === 'check'
      ? guardCheck(project, made as ts.CallExpression, wanted, code)
      : wrong.kind === 'nothing'
        ? throwInstead(project, made as ts.ReturnStatement, wanted, code)
        : replaceError(project, made as ts.NewExpression, error!, wanted, code);
  if (!rewritten) return none('check-unguarded');
  const proofs: Proofs = {
    'token-at-fault': wrong.kind === 'check' ? open('check-unguarded') : proved,
    'text-fits': textFits(project, fault),
    'receiver-known': uses.every(({ isSeen }) => isSeen) ? proved : open('receiver-inferred'),
    'error-unread': wrong.kind === 'nothing' ? open('nothing-returned') : errorUnread(project, fault),
  };
  const broken = Object.values(proofs).find(({ state }) => state === 'refuted');
  return broken && broken.state === 'refuted'
    ? none(broken.code, broken.detail)
    : { fault, rewritten, proofs };
}

function textFits(project: Project, { made, error, uses }: Fault): Proof {
  const [{ receiver, wrong, method }] = uses as [Fault['uses'][0]];
  if (!error) return proved;
  const message = (made as ts.NewExpression).arguments?.[error.codeAt + 1];
  const isInHeader =
    method === verifyMethod && /^(?:InvalidToken|InsufficientScope)$/.test(wrong?.wants ?? '');
  if (isInHeader && !fitsHeader(project, receiver.family, message)) {
    const origin = originOfMessage(project, message);
    return refuted(origin === 'other-error' ? 'message-from-error' : 'message-in-header');
  }
  // An OAuth error was written to be shown.
  if (error.family) return proved;
  return originOfMessage(project, message) === 'other-error'
    ? refuted('message-from-error')
    : open('message-shown');
}
