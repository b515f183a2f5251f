import { ts } from '../../../../compiler.cjs';
import type { FunctionLike } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import type { Key } from '../../../program/declarations.ts';
import { atEnd } from '../../edits/insert-member.ts';
import { has } from '../flow/value-facts.ts';
import { issuerFor } from './issuer-at.ts';
import { CannotMend, freeName, type Mending } from './issuer-fix.ts';
import { guardCallers, nameOfFunction, type Signature, signaturesOf } from './signatures.ts';

/** A helper that is given the redirect_uri: it is given the issuer too, at every call. */
export function passIssuer(mending: Mending, parameter: ts.ParameterDeclaration): string {
  const known = mending.carried.get(parameter);
  if (known) return known;
  const owner = parameter.parent as FunctionLike;
  const signatures = signaturesOf(mending.flow, owner);
  guardCallers(mending, signatures, owner);
  const local = freeName(mending, parameter);
  extend(mending, parameter, signatures, local, '');
  return local;
}

/**
 * `constructor(readonly redirectUri: string)`: the field gains a neighbour, and the constructor a parameter, at every `new`.
 *
 * @returns whether the member is such a field
 */
export function carryInConstructor(mending: Mending, member: Key): boolean {
  if (typeof member === 'string' || !ts.isParameter(member)) return false;
  if (mending.carried.has(member)) return true;
  const owner = member.parent;
  if (!ts.isConstructorDeclaration(owner) || !has(mending.flow.factsOfDeclaration(member), 'redirect'))
    return false;
  if (owner.parent.members.some((one) => one.name?.getText() === 'issuer'))
    throw new CannotMend('unclear-construction', 'The class has an `issuer` already.');
  const signatures = signaturesOf(mending.flow, owner);
  guardCallers(mending, signatures, owner);
  const modifiers = (ts.getModifiers(member) ?? []).map((modifier) => `${modifier.getText()} `).join('');
  extend(mending, member, signatures, 'issuer', modifiers);
  return true;
}

function extend(
  mending: Mending,
  parameter: ts.ParameterDeclaration,
  signatures: readonly Signature[],
  local: string,
  modifiers: string,
): void {
  const { flow } = mending;
  const owner = parameter.parent as FunctionLike;
  const index = owner.parameters.indexOf(parameter);
  // Entered before its calls are looked at: a function may hand its parameter to itself.
  mending.carried.set(parameter, local);
  for (const signature of signatures) {
    const last = signature.parameters.at(-1);
    if (
      mending.carried.has(signature) ||
      !last ||
      last.dotDotDotToken ||
      signature.parameters.length !== owner.parameters.length
    )
      throw new CannotMend(
        'unclear-construction',
        `\`${nameOfFunction(owner)}\` cannot simply gain a parameter.`,
      );
    mending.carried.set(signature, local);
    const typed = signature.parameters.some((one) => one.type !== undefined);
    mending.edits.push(atEnd(signature.parameters, `${modifiers}${local}${typed ? '?: string' : ''}`));
  }
  const { calls, constructions } = bindingsOf(flow.project);
  const all = ts.isConstructorDeclaration(owner)
    ? constructions.get(owner)
    : [...new Set(signatures.flatMap((one) => (isImplementation(one) ? calls.get(one) : [])))];
  for (const call of all) passAt(mending, call, owner, index);
}

function isImplementation(signature: Signature): signature is FunctionLike & Signature {
  return 'body' in signature && signature.body !== undefined;
}

function passAt(
  mending: Mending,
  call: ts.CallExpression | ts.NewExpression,
  owner: FunctionLike,
  index: number,
): void {
  const given = call.arguments?.[index];
  if (!call.arguments || !given) return;
  if (call.arguments.some(ts.isSpreadElement))
    throw new CannotMend(
      'unclear-construction',
      `A call of \`${nameOfFunction(owner)}\` spreads its arguments.`,
    );
  // What comes from no authorize() has no issuer, and the parameter is optional.
  if (!has(mending.flow.facts(given), 'redirect')) return;
  const missing = owner.parameters.slice(call.arguments.length).map(() => 'undefined');
  const text = [...missing, issuerFor(mending, given)].join(', ');
  mending.edits.push(atEnd(call.arguments, text));
}
