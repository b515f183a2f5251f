import { ts } from '../../../../compiler.cjs';
import { bindingsOf } from '../../../program/bindings.ts';
import { signatureAfter } from '../../../program/insert-member.ts';
import { picksOf } from './carry-pick.ts';
import { CannotFix, type IssuerFix } from './issuer-fix.ts';

/**
 * Adds `issuer` to the declarations of a record's type, after the member that carries the redirect_uri: interfaces, type
 * literals and classes, in any file. Omit and Partial lead to the type they are made from; the keys of a Pick gain one.
 */
export function carryInType(fix: IssuerFix, type: ts.Type, key: string): void {
  const { checker } = fix.flow.project;
  const plain = checker.getNonNullableType(type);
  if (plain.isUnion()) {
    for (const one of plain.types) carryInType(fix, one, key);
    return;
  }
  if (plain.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return;
  const member = checker.getPropertyOfType(plain, key);
  if (!member) return;
  const present = checker.getPropertyOfType(plain, 'issuer');
  if (present) meansTheSame(fix, present);
  else if (!addToPicks(fix, plain, key)) for (const one of member.declarations ?? []) addBeside(fix, one);
}

/** The type has an `issuer` already: everything that is assigned to it must be the issuer of the request. */
function meansTheSame({ flow }: IssuerFix, present: ts.Symbol): void {
  const written = (present.declarations ?? []).flatMap((one) => bindingsOf(flow.project).assigned.get(one));
  if (!written.every((value) => flow.facts(value).some((fact) => fact.kind === 'issuer')))
    throw new CannotFix('unclear-construction', 'The record has an `issuer` that means something else.');
}

function addBeside(fix: IssuerFix, member: ts.Declaration): void {
  const inferred =
    ts.isPropertyAssignment(member) ||
    ts.isShorthandPropertyAssignment(member) ||
    ts.isBinaryExpression(member) ||
    ts.isPropertyAccessExpression(member);
  // carry-parameter.ts and carry-assignments.ts declare the field of a class themselves.
  if (ts.isPropertyDeclaration(member) && fix.nameIn(member) !== undefined) return;
  if (inferred || ts.isParameter(member)) return;
  if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) return;
  if (fix.nameIn(member.parent) !== undefined) return;
  if (member.getSourceFile().isDeclarationFile)
    throw new CannotFix('stored-by-field', 'The type of the record is declared by a package.');
  fix.enter(member.parent, 'issuer');
  fix.add(signatureAfter(member));
}

/** `type Kept = Pick<AuthorizationParams, 'redirectUri' | 'state'>`: each pick of the member gains a key. */
function addToPicks(fix: IssuerFix, type: ts.Type, key: string): boolean {
  const { project } = fix.flow;
  const picks = picksOf(project, type, key);
  for (const { picked, keys } of picks) {
    if (fix.nameIn(keys) !== undefined) continue;
    fix.enter(keys, 'issuer');
    carryInType(fix, project.checker.getTypeFromTypeNode(picked), key);
    const file = keys.getSourceFile();
    const quote = /['"]/.exec(keys.getText())?.[0] ?? "'";
    fix.add({ file: file.fileName, start: keys.end, end: keys.end, text: ` | ${quote}issuer${quote}` });
  }
  return picks.length > 0;
}
