/**
 * Which calls redeem an authorization code that they take in options, and where do code and `iss` enter those? The rule auth-iss
 * asks, and so do the folders carrier/, issuer/ and callback/. It gives back an {@link OptionsRedemption} for each call.
 */
import { ts } from '../../../compiler.cjs';
import type { Generation } from '../../../sdk/modules.ts';
import { codeOption, issuerOption, redeemingFunctions } from '../../../sdk/roles.ts';
import { isAbsent } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import { throughConstants } from '../query/query-read.ts';
import type { Redeemer } from './forwarders.ts';
import { named, type OptionEntry, optionEntries } from './redeemer-options.ts';
import { directCalls, forwardedCalls } from './redeeming-calls.ts';
import { argumentAt, isWritten } from './spread-arguments.ts';

/** A call that redeems an authorization code which it takes in an options object: `auth(provider, { authorizationCode })`. */
export interface OptionsRedemption {
  readonly call: ts.CallExpression;
  /** The SDK's own name of the function, whatever it is called here. */
  readonly name: string;
  readonly generation: Generation;
  /** Where the code is put into the options: `entry.node` is the property (in `entry.literal`) or the assignment. */
  readonly entry: OptionEntry;
  /** The value of that entry; undefined where only a type tells of the code. */
  readonly code: ts.Expression | undefined;
  /** Where `iss` is put into the options. */
  readonly issuers: readonly OptionEntry[];
  /** True when several places put a code in; {@link entry} is the first. */
  readonly several: boolean;
  /** True behind a function of the project that spreads what it is given into the call of the SDK. */
  readonly spread: boolean;
  /** The code that gets the SDK's function, and calls it. */
  readonly wrapper: ts.Expression | undefined;
}

/**
 * The calls of a file that redeem a code through options of the SDK's own functions. Literal codes, as tests use them, and
 * calls without a code, which only begin the authorization, do not count.
 */
export function optionsRedemptionsIn(project: Project, file: ts.SourceFile): OptionsRedemption[] {
  return directCalls(project, file).flatMap(
    ({ call, redeemer }) => redemptionOf(project, call, redeemer) ?? [],
  );
}

const known = new WeakMap<Project, readonly OptionsRedemption[]>();

/** Those of all files, and the calls of functions of the project that pass their options on. */
export function optionsRedemptions(project: Project): readonly OptionsRedemption[] {
  const found = known.get(project) ?? findRedemptions(project);
  known.set(project, found);
  return found;
}

function findRedemptions(project: Project): OptionsRedemption[] {
  const files = project.files.filter(mayRedeem);
  let level = files.flatMap((file) => directCalls(project, file));
  const found = [...level];
  for (let depth = 0; level.length > 0 && depth < maxForwarding; depth++) {
    level = forwardedCalls(project, files, level);
    found.push(...level);
  }
  return found.flatMap(({ call, redeemer }) => redemptionOf(project, call, redeemer) ?? []);
}

const maxForwarding = 4;

/** The SDK's functions as names of code: not in a path, not as part of a longer name. */
const names = new RegExp(`(?<![\\w/'"\`.-])(${Object.keys(redeemingFunctions).join('|')})\\b(?!['"\`/.-])`);

/** A file without one of the functions or the code's option holds no such call. */
function mayRedeem({ text }: ts.SourceFile): boolean {
  return text.includes(codeOption) || names.test(text);
}

function redemptionOf(
  project: Project,
  call: ts.CallExpression,
  { name, position, generation, spread = false, wrapper }: Redeemer,
): OptionsRedemption | undefined {
  const options = argumentAt(project, call, position);
  if (!isWritten(options)) return undefined;
  const entries = shownFirst(project, optionEntries(project, options));
  const codes = entries.filter(({ key, value }) => key === codeOption && !isNoCode(project, value));
  const [entry] = codes;
  if (!entry) return undefined;
  const issuers = entries.filter(({ key }) => key === issuerOption);
  return {
    call,
    name,
    generation,
    entry,
    code: entry.value,
    issuers,
    several: codes.length > 1,
    spread,
    wrapper,
  };
}

/** Where the project shows how the code comes in, the SDK's own type of options, which always knows `iss`, says nothing of `iss`. */
function shownFirst(project: Project, entries: readonly OptionEntry[]): readonly OptionEntry[] {
  if (!entries.some(({ key, value }) => key === codeOption && value)) return entries;
  return entries.filter(({ key, node, value }) => {
    if (value || !ts.isExpression(node)) return true;
    const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(node));
    return declaredAs(project.checker.getPropertyOfType(type, key)) === undefined;
  });
}

/** `undefined`, or a literal: its type says so too where a constant record holds it. */
function isNoCode(project: Project, value: ts.Expression | undefined): boolean {
  if (!value) return false;
  const node = throughConstants(project, named(project, value));
  if (isAbsent(node) || ts.isStringLiteralLike(node)) return true;
  const type = project.checker.getTypeAtLocation(value);
  return type.isStringLiteral() || (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0;
}
