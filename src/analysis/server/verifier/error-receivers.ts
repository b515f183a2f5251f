import { ts } from '../../../compiler.cjs';
import {
  type ErrorFamily,
  familyOfArea,
  grantTakers,
  providerOption,
  verifierOptions,
  verifierTakers,
  verifyMethod,
} from '../../../sdk/verifier-roles.ts';
import { unwrap } from '../../program/ast.ts';
import { specifierOf } from '../../program/import-bindings.ts';
import { lastName } from '../../program/index-by-name.ts';
import { oncePerProject } from '../../program/memo.ts';
import { nodesOf } from '../../program/node-index.ts';
import { memberOf } from '../../program/option-members.ts';
import { programFiles } from '../../program/program-files.ts';
import type { Project } from '../../program/project.ts';
import { sdkFunctionAt } from '../../program/sdk-function.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';

/** A middleware or an endpoint of the SDK that calls code of the project and answers what it throws. */
export interface Receiver {
  readonly call: ts.CallExpression;
  /** The SDK's name of the function. */
  readonly name: string;
  readonly family: ErrorFamily;
  /** The module that the function is imported from, where an import says so. */
  readonly module: string | undefined;
  /** The methods that it calls. */
  readonly methods: readonly string[];
  /** What it may get as verifier or provider; empty where the options do not show it. */
  readonly values: readonly ts.Expression[];
}

const takers = [...Object.keys(verifierTakers), ...Object.keys(grantTakers)];

/**
 * Which middlewares and endpoints of the SDK get a token verifier or a provider?
 * Asked by the rule token-verifier-error.
 * Gives each call with the family of errors that it knows, without those of tests.
 */
export const receiversOf = oncePerProject((project: Project): readonly Receiver[] => {
  const files = programFiles(project).filter(
    (file) => takers.some((name) => file.text.includes(name)) && !isTestFile(file),
  );
  if (files.length === 0) return [];
  const { aliases } = syntaxOf(project);
  const called = new Set(takers.flatMap((name) => aliases.of(name)));
  return files
    .flatMap((file) => nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression))
    .filter((call) => called.has(lastName(call.expression)))
    .flatMap((call) => receiverAt(project, call) ?? []);
});

function receiverAt(project: Project, call: ts.CallExpression): Receiver | undefined {
  const callee = unwrap(call.expression);
  const entity = sdkFunctionAt(project, callee);
  const family = entity && !entity.member ? familyOfArea(entity.area) : undefined;
  if (!entity || !family) return undefined;
  const { name } = entity;
  const position = verifierTakers[name] ?? 0;
  const isVerifier = name in verifierTakers;
  const methods = isVerifier ? [verifyMethod] : grantTakers[name];
  const options = call.arguments[position];
  if (!methods || !options) return undefined;
  const values = (isVerifier ? verifierOptions : [providerOption])
    .flatMap((option) => memberOf(project, options, option).entries)
    .flatMap(({ value }) => value ?? []);
  const root = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : callee;
  const module = ts.isIdentifier(root) ? specifierOf(project.checker, root) : undefined;
  return { call, name, family, module, methods, values };
}
