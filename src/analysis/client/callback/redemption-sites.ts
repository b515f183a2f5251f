import type { ts } from 'ts-morph';
import { ts as compiler } from '../../../compiler.cjs';
import type { Generation } from '../../../sdk/modules.ts';
import { codeOption, finishAuthMethod } from '../../../sdk/roles.ts';
import { descendants } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { isUrlSearchParams } from '../query/query-read.ts';
import { redemptionOf } from '../redemption/receivers.ts';
import { optionsRedemptionsIn } from '../redemption/redeemers.ts';

/** A call that redeems an authorization code, whatever entry point of the SDK it uses. */
export interface Redeemer {
  readonly call: ts.CallExpression;
  readonly generation: Generation;
  /** The code, or the whole query. */
  readonly value: ts.Expression;
  /** True when the SDK is given the whole query: it validates `iss` and throws the callback's error itself. */
  readonly whole: boolean;
  /** True when it is given an `iss` beside the code. */
  readonly issuer: boolean;
}

const cache = new WeakMap<Project, readonly Redeemer[]>();

/** Every call of the relevant files that redeems a code which an expression of the project gives. */
export function redeemersIn(project: Project): readonly Redeemer[] {
  const found = cache.get(project) ?? project.files.flatMap((file) => inFile(project, file));
  cache.set(project, found);
  return found;
}

/** Whatever the call is written as, one of these stands in its file: asking the checker about every call would cost seconds. */
const names: readonly string[] = [finishAuthMethod, codeOption];

function inFile(project: Project, file: ts.SourceFile): Redeemer[] {
  if (!names.some((name) => file.text.includes(name))) return [];
  const methods = [...descendants(file)].filter(compiler.isCallExpression).flatMap((call): Redeemer[] => {
    const redemption = redemptionOf(project, call);
    if (!redemption) return [];
    const { code: value, receiver, issuer } = redemption;
    return [
      {
        call,
        generation: receiver.generation,
        value,
        whole: isUrlSearchParams(project, value),
        issuer: issuer !== undefined,
      },
    ];
  });
  const functions = optionsRedemptionsIn(project, file).flatMap(
    ({ call, generation, code, issuers }): Redeemer[] =>
      code ? [{ call, generation, value: code, whole: false, issuer: issuers.length > 0 }] : [],
  );
  return [...methods, ...functions];
}
