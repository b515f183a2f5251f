/**
 * Which calls run a function that takes a code in options: one of the SDK, or one of the project that passes them on?
 * redeemers.ts asks. Most calls are ruled out by their text, for the checker takes long to answer for every call of a project.
 */
import { ts } from '../../../compiler.cjs';
import { codeOption, redeemingFunctions } from '../../../sdk/roles.ts';
import { unwrap } from '../../program/ast.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { type SdkEntity, sdkEntityOf, symbolOf } from '../../program/sdk-symbols.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { forwarderOf, type Redeemer } from './forwarders.ts';
import { wrappedRedeemer } from './wrapped-redeemers.ts';

export interface RedeemingCall {
  readonly call: ts.CallExpression;
  readonly redeemer: Redeemer;
}

const known = new WeakMap<Project, Map<ts.SourceFile, readonly RedeemingCall[]>>();

/** The calls of the SDK's own functions in a file. */
export function directCalls(project: Project, file: ts.SourceFile): readonly RedeemingCall[] {
  const ofProject = known.get(project) ?? new Map<ts.SourceFile, readonly RedeemingCall[]>();
  known.set(project, ofProject);
  const found = ofProject.get(file) ?? findDirectCalls(project, file);
  ofProject.set(file, found);
  return found;
}

function findDirectCalls(project: Project, file: ts.SourceFile): RedeemingCall[] {
  const holdsCode = file.text.includes(codeOption);
  const names = new Set(
    Object.keys(redeemingFunctions).flatMap((name) => syntaxOf(project).aliases.of(name)),
  );
  return callsIn(file).flatMap((call) => {
    const redeemer = holdsCode ? wrappedRedeemer(project, call, names) : undefined;
    if (redeemer) return [{ call, redeemer }];
    if (!mayHaveOptions(call, positions)) return [];
    const entity =
      entityOfName(project, call, names) ?? (holdsCode ? entityOfType(project, call) : undefined);
    const position = entity && !entity.member ? redeemingFunctions[entity.name] : undefined;
    return entity && position !== undefined
      ? [{ call, redeemer: { name: entity.name, position, generation: entity.generation } }]
      : [];
  });
}

const positions: readonly number[] = [...new Set(Object.values(redeemingFunctions))];

function callsIn(file: ts.SourceFile): readonly ts.CallExpression[] {
  return nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression);
}

/** The SDK function that the name of the callee stands for, through imports. */
function entityOfName(
  project: Project,
  call: ts.CallExpression,
  names: ReadonlySet<string>,
): SdkEntity | undefined {
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) && names.has(name.text) ? sdkEntityOf(symbolOf(project, name)) : undefined;
}

/** The SDK function whose type the callee has: a variable, a parameter, a member. */
function entityOfType(project: Project, call: ts.CallExpression): SdkEntity | undefined {
  return sdkEntityOf(signatureAmong(project, call, (declaration) => nameOfRedeemer(project, declaration)));
}

function nameOfRedeemer(project: Project, declaration: ts.SignatureDeclaration): ts.Symbol | undefined {
  if (!ts.isFunctionDeclaration(declaration) || !declaration.name) return undefined;
  return redeemingFunctions[declaration.name.text] === undefined
    ? undefined
    : project.checker.getSymbolAtLocation(declaration.name);
}

/** The calls of the functions around `level` that pass their options on. */
export function forwardedCalls(
  project: Project,
  files: readonly ts.SourceFile[],
  level: readonly RedeemingCall[],
): RedeemingCall[] {
  const forwarders = new Map<ts.Node, Redeemer>();
  for (const { call, redeemer } of level) {
    const found = forwarderOf(project, call, redeemer);
    if (found) forwarders.set(found.declaration, found.redeemer);
  }
  if (forwarders.size === 0) return [];
  const places = [...new Set([...forwarders.values()].map(({ position }) => position))];
  const calls = files.filter(({ text }) => text.includes(codeOption)).flatMap(callsIn);
  return calls.flatMap((call) => {
    if (!mayHaveOptions(call, places)) return [];
    const redeemer = signatureAmong(project, call, (declaration) => forwarders.get(declaration));
    return redeemer ? [{ call, redeemer }] : [];
  });
}

/**
 * What `pick` says of the signature that a call has. To choose among signatures the checker looks at all arguments, with the
 * functions in them, so it is asked only where one of the signatures counts.
 */
function signatureAmong<T>(
  project: Project,
  call: ts.CallExpression,
  pick: (declaration: ts.SignatureDeclaration) => T | undefined,
): T | undefined {
  const { checker } = project;
  const picked = (signature: ts.Signature | undefined): T | undefined =>
    signature?.declaration && pick(signature.declaration as ts.SignatureDeclaration);
  const type = checker.getApparentType(
    checker.getNonNullableType(checker.getTypeAtLocation(call.expression)),
  );
  return type.getCallSignatures().some((signature) => picked(signature) !== undefined)
    ? picked(checker.getResolvedSignature(call))
    : undefined;
}

/** A list that is spread into the arguments may hold the options. */
function mayHaveOptions(call: ts.CallExpression, positions: readonly number[]): boolean {
  return (
    positions.some((position) => mayBeOptions(call.arguments[position])) ||
    call.arguments.some(ts.isSpreadElement)
  );
}

/** False for an argument that, as it is written, is no object with a code in it. */
function mayBeOptions(argument: ts.Expression | undefined): boolean {
  const node = argument && unwrap(argument);
  if (!node || ts.isLiteralExpression(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return false;
  return !ts.isObjectLiteralExpression(node) || node.properties.some(mayBeCode);
}

function mayBeCode({ name }: ts.ObjectLiteralElementLike): boolean {
  if (!name || ts.isComputedPropertyName(name)) return true;
  return name.text === codeOption;
}
