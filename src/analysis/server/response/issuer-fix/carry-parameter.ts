import { ts } from '../../../../compiler.cjs';
import type { Edit } from '../../../../model/edit.ts';
import type { FunctionLike } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import type { Key } from '../../../program/declaration-at.ts';
import { atEnd } from '../../../program/insert-member.ts';
import { has } from '../flow/value-facts.ts';
import { CannotFix, type IssuerFix } from './issuer-fix.ts';
import { guardOther } from './lost-issuer.ts';
import { guardCallers, nameOfFunction, type Signature, signaturesOf } from './signatures.ts';

/** A function that gets the redirect_uri as an argument gets one more parameter, and every call passes the issuer. */
export function carryInParameter(fix: IssuerFix, parameter: ts.ParameterDeclaration): string {
  const known = fix.nameIn(parameter);
  if (known) return known;
  const owner = parameter.parent as FunctionLike;
  const signatures = signaturesOf(fix.flow, owner);
  guardCallers(fix, signatures, owner);
  const local = fix.freeName(parameter);
  extend(fix, parameter, signatures, local, '');
  return local;
}

/**
 * `constructor(readonly redirectUri: string)`: adds `readonly issuer` to the parameters, and an argument to every `new`.
 *
 * @returns whether the member is such a parameter property
 */
export function carryInConstructor(fix: IssuerFix, member: Key): boolean {
  if (typeof member === 'string' || !ts.isParameter(member)) return false;
  if (fix.nameIn(member) !== undefined) return true;
  const owner = member.parent;
  if (!ts.isConstructorDeclaration(owner) || !has(fix.flow.factsOfDeclaration(member), 'redirect'))
    return false;
  if (owner.parent.members.some((one) => one.name?.getText() === 'issuer'))
    throw new CannotFix('unclear-construction', 'The class has an `issuer` already.');
  const signatures = signaturesOf(fix.flow, owner);
  guardCallers(fix, signatures, owner);
  const modifiers = (ts.getModifiers(member) ?? []).map((modifier) => `${modifier.getText()} `).join('');
  extend(fix, member, signatures, 'issuer', modifiers);
  return true;
}

function extend(
  fix: IssuerFix,
  parameter: ts.ParameterDeclaration,
  signatures: readonly Signature[],
  local: string,
  modifiers: string,
): void {
  const { flow } = fix;
  const owner = parameter.parent as FunctionLike;
  const index = owner.parameters.indexOf(parameter);
  const { calls, constructions } = bindingsOf(flow.project);
  const all = ts.isConstructorDeclaration(owner)
    ? constructions.get(owner)
    : [...new Set(signatures.flatMap((one) => (isImplementation(one) ? calls.get(one) : [])))];
  const at = placeFor(fix, all, owner, index);
  // Entered before its calls are looked at: a recursive function passes its parameter to itself.
  fix.enter(parameter, local);
  for (const signature of signatures) {
    const last = signature.parameters.at(-1);
    if (
      fix.nameIn(signature) !== undefined ||
      !last ||
      last.dotDotDotToken ||
      signature.parameters.length !== owner.parameters.length
    )
      throw new CannotFix(
        'unclear-construction',
        `\`${nameOfFunction(owner)}\` cannot simply gain a parameter.`,
      );
    fix.enter(signature, local);
    const typed = signature.parameters.some((one) => one.type !== undefined);
    fix.add(insertedAt(signature.parameters, at, `${modifiers}${local}${typed ? '?: string' : ''}`));
  }
  for (const call of all) passAt(fix, call, owner, { index, at });
}

type Call = ts.CallExpression | ts.NewExpression;

/** The last place, or the one before the optional parameters that some calls leave out: nobody passes `undefined` for those. */
function placeFor(fix: IssuerFix, all: readonly Call[], owner: FunctionLike, index: number): number {
  const isGiven = (call: Call): boolean => {
    const given = call.arguments?.[index];
    return given !== undefined && has(fix.flow.facts(given), 'redirect');
  };
  const counts = all.filter(isGiven).map((call) => call.arguments?.length ?? 0);
  const at = Math.min(owner.parameters.length, ...counts);
  const others = all.filter((call) => !isGiven(call));
  const isLast = at === owner.parameters.length;
  if (!isLast && (fix.assumption || others.some((call) => (call.arguments?.length ?? 0) > at)))
    throw new CannotFix(
      'unclear-construction',
      `Some calls of \`${nameOfFunction(owner)}\` leave parameters out.`,
    );
  return at;
}

function insertedAt(list: ts.NodeArray<ts.Node>, at: number, text: string): Edit {
  const next = list[at];
  if (!next) return atEnd(list, text);
  const start = next.getStart();
  return { file: next.getSourceFile().fileName, start, end: start, text: `${text}, ` };
}

function isImplementation(signature: Signature): signature is FunctionLike & Signature {
  return 'body' in signature && signature.body !== undefined;
}

function passAt(
  fix: IssuerFix,
  call: Call,
  owner: FunctionLike,
  { index, at }: { readonly index: number; readonly at: number },
): void {
  const given = call.arguments?.[index];
  if (!call.arguments || !given) return;
  if (call.arguments.some(ts.isSpreadElement))
    throw new CannotFix(
      'unclear-construction',
      `A call of \`${nameOfFunction(owner)}\` spreads its arguments.`,
    );
  // The parameter is optional: a redirect_uri that comes from no authorize() has no issuer to pass.
  if (!has(fix.flow.facts(given), 'redirect')) {
    guardOther(fix, given);
    return;
  }
  fix.add(insertedAt(call.arguments, at, fix.issuerAt(given)));
}
