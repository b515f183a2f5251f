import type { ts } from '../../../compiler.cjs';
import {
  answered,
  challengeMethod,
  credentialAt,
  type ErrorFamily,
  notForVerifiers,
  verifyMethod,
} from '../../../sdk/verifier-roles.ts';
import type { FunctionLike } from '../../program/ast.ts';
import { oncePerProject } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { type ErrorKind, kindOfError } from './error-kind.ts';
import { type Receiver, receiversOf } from './error-receivers.ts';
import { type Leaving, leavingOf } from './leaving.ts';
import { messageOf, refusedByHeader, wrapsItsGuard } from './messages.ts';
import { isChallengeSkipped } from './skipped-challenges.ts';
import { failuresBehind } from './swallowed-failures.ts';
import { candidatesFor } from './unseen-verifiers.ts';
import { usualCode } from './usual-code.ts';
import { methodsBehind } from './verifier-origin.ts';

/** A middleware or an endpoint that gets what leaves a method. */
export interface Use {
  readonly receiver: Receiver;
  readonly method: string;
  readonly fn: FunctionLike;
  readonly leaving: Leaving;
  /** False where the project does not show that the receiver gets this verifier. */
  readonly isSeen: boolean;
  /** What is wrong for the receiver; undefined where it answers as intended. */
  readonly wrong: Wrong | undefined;
}

export interface Wrong {
  /**
   * `family`: the receiver does not know the error; `code`: it answers 400; `plain`: an Error; `text`: its text stands in no
   * header; `check`, `nothing`: see Leaving.
   */
  readonly kind: 'family' | 'code' | 'plain' | 'text' | 'check' | 'nothing';
  /** The code of the error that the receiver would answer as intended. */
  readonly wants: string | undefined;
}

/** An error, a check or an empty return with at least one receiver that answers it wrongly. */
export interface Fault {
  readonly node: ts.Node;
  readonly made: ts.Node;
  readonly error: ErrorKind | undefined;
  /** Those that answer it wrongly come first. */
  readonly uses: readonly Use[];
}

/**
 * Which errors of token verifiers and grants does the SDK answer by a status that means something else?
 * Asked by the rule token-verifier-error.
 * Gives each with the middlewares and endpoints that get it.
 */
export const faultsOf = oncePerProject((project: Project): readonly Fault[] => {
  const byMade = new Map<ts.Node, Use[]>();
  for (const use of usesOf(project)) {
    const known = byMade.get(use.leaving.made);
    if (known) known.push(use);
    else byMade.set(use.leaving.made, [use]);
  }
  return [...byMade].flatMap(([made, uses]): Fault[] => {
    const wrong = uses.filter((use) => use.wrong);
    const [first] = wrong;
    if (!first || made.getSourceFile().isDeclarationFile || isTestFile(made.getSourceFile())) return [];
    const { kind, at } = first.leaving;
    const error = kind === 'error' ? kindOfError(project, made as ts.NewExpression) : undefined;
    const node = at.pos <= made.pos && made.end <= at.end ? at : made;
    return [{ node, made, error, uses: [...wrong, ...uses.filter((use) => !use.wrong)] }];
  });
});

function usesOf(project: Project): readonly Use[] {
  const known = new Map<FunctionLike, Map<string, readonly Leaving[]>>();
  const leaving = (fn: FunctionLike, method: string): readonly Leaving[] => {
    const ofFunction = known.get(fn) ?? new Map<string, readonly Leaving[]>();
    known.set(fn, ofFunction);
    const position = credentialAt[method];
    const found = ofFunction.get(method) ?? leavingOf(project, fn, position === undefined ? [] : [position]);
    ofFunction.set(method, found);
    return found;
  };
  return receiversOf(project).flatMap((receiver) =>
    receiver.methods.flatMap((method) => {
      const { functions, isSeen } = functionsFor(project, receiver, method);
      return functions.flatMap((fn) =>
        leaving(fn, method).map((each): Use => {
          const wrong = wrongFor(project, receiver.family, { method, fn }, each);
          return { receiver, method, fn, leaving: each, isSeen, wrong };
        }),
      );
    }),
  );
}

function functionsFor(
  project: Project,
  receiver: Receiver,
  method: string,
): { readonly functions: readonly FunctionLike[]; readonly isSeen: boolean } {
  const all = receiver.values.map((value) => methodsBehind(project, value, method));
  const functions = [...new Set(all.flatMap((each) => each.functions))].filter(
    (fn) => method !== challengeMethod || !isChallengeSkipped(project, fn),
  );
  if (functions.length > 0 || (all.length > 0 && all.every(({ complete }) => complete)))
    return { functions, isSeen: true };
  return { functions: candidatesFor(project, receiver, method), isSeen: false };
}

function wrongFor(
  project: Project,
  family: ErrorFamily,
  { method, fn }: Pick<Use, 'method' | 'fn'>,
  leaving: Leaving,
): Wrong | undefined {
  const isVerifier = method === verifyMethod;
  const usual = usualCode(project, fn, method, leaving.guard.condition);
  if (leaving.kind === 'nothing')
    return answered.includes(method) && leaving.guard.by === 'credential'
      ? { kind: 'nothing', wants: usual }
      : undefined;
  if (leaving.kind === 'check') return { kind: 'check', wants: usual };
  const error = kindOfError(project, leaving.made as ts.NewExpression);
  if (!error) return undefined;
  if (!error.family)
    return method in credentialAt && isAboutCredential(project, leaving)
      ? { kind: 'plain', wants: usual }
      : undefined;
  const { code } = error;
  if (code === 'ServerError') return undefined;
  const isMisused = isVerifier && code !== undefined && notForVerifiers.includes(code);
  if (error.family !== family) return { kind: 'family', wants: isMisused ? usual : code };
  if (!isVerifier) return undefined;
  // CustomOAuthError('invalid_token') is no InvalidTokenError.
  const isCustom = family !== 'v2' && error.codeAt === 0 && code === 'InvalidToken';
  if (isMisused || isCustom) return { kind: 'code', wants: usual };
  const isRefused = refusedByHeader(project, family, code, messageOf(leaving.made, error));
  return isRefused ? { kind: 'text', wants: code } : undefined;
}

/** A plain Error is a fault only where the token is: a missing key or a failed lookup is the server's own, and 500 is right. */
function isAboutCredential(project: Project, leaving: Leaving): boolean {
  const { by, condition } = leaving.guard;
  if ((by !== 'credential' && by !== 'upstream') || wrapsItsGuard(project, leaving)) return false;
  const failures = condition && failuresBehind(project, condition);
  return !failures?.swallowed || failures.others;
}
