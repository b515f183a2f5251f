import type { ts } from '../../../compiler.cjs';
import type { Generation } from '../../../sdk/modules.ts';
import { codeOption, finishAuthMethod } from '../../../sdk/roles.ts';
import type { Project } from '../../program/project.ts';
import { isUrlSearchParams } from '../query/query-read.ts';
import { finishAuthCallsIn } from '../redemption/finish-auth-calls.ts';
import { type OptionsRedemption, optionsRedemptions, optionsRedemptionsIn } from '../redemption/redeemers.ts';

/** A call that redeems an authorization code, whatever entry point of the SDK it uses. */
export interface CodeRedemption {
  readonly call: ts.CallExpression;
  readonly generation: Generation;
  /** The code, or the whole query. */
  readonly value: ts.Expression;
  /** True when the SDK gets the whole query: it validates `iss` and throws the callback's error itself. */
  readonly whole: boolean;
  /** True when the SDK gets an `iss` beside the code. */
  readonly issuer: boolean;
}

const cache = new WeakMap<Project, readonly CodeRedemption[]>();

/** Every call of the relevant files that redeems a code, where an expression of the project gives that code. */
export function codeRedemptions(project: Project): readonly CodeRedemption[] {
  const found = cache.get(project) ?? [
    ...project.files.flatMap((file) => inFile(project, file)),
    ...throughRestParameters(project),
  ];
  cache.set(project, found);
  return found;
}

/** `logged(provider, { authorizationCode: code })`, where `logged` spreads all that it is given into `auth()`. */
function throughRestParameters(project: Project): CodeRedemption[] {
  return optionsRedemptions(project)
    .filter(({ spread }) => spread)
    .flatMap(ofOptions);
}

function ofOptions({ call, generation, code, issuers }: OptionsRedemption): CodeRedemption[] {
  return code ? [{ call, generation, value: code, whole: false, issuer: issuers.length > 0 }] : [];
}

/** One of these is in the file of every such call. Asking the checker about the calls of all files would cost seconds. */
const names: readonly string[] = [finishAuthMethod, codeOption];

function inFile(project: Project, file: ts.SourceFile): CodeRedemption[] {
  if (!names.some((name) => file.text.includes(name))) return [];
  const methods = finishAuthCallsIn(project, file).map(
    ({ call, code, receiver, issuer }): CodeRedemption => ({
      call,
      generation: receiver.generation,
      value: code,
      whole: isUrlSearchParams(project, code),
      issuer: issuer !== undefined,
    }),
  );
  return [...methods, ...optionsRedemptionsIn(project, file).flatMap(ofOptions)];
}
