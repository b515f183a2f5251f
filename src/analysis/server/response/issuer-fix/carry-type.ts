import { ts } from '../../../../compiler.cjs';
import { bindingsOf } from '../../../program/bindings.ts';
import { sdkRoot } from '../../../program/sdk-root.ts';
import { signatureAfter } from '../../edits/insert-member.ts';
import { CannotMend, type Mending } from './issuer-fix.ts';

/**
 * Adds `issuer` to whatever declares the type of a record, beside the member that holds the redirect_uri: interfaces, type
 * literals, classes, in whichever file; through Omit, Partial and the like, and to the list of a Pick.
 */
export function addToType(mending: Mending, type: ts.Type, key: string): void {
  const { checker } = mending.flow.project;
  const plain = checker.getNonNullableType(type);
  if (plain.isUnion()) {
    for (const one of plain.types) addToType(mending, one, key);
    return;
  }
  if (plain.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return;
  const member = checker.getPropertyOfType(plain, key);
  if (!member) return;
  const present = checker.getPropertyOfType(plain, 'issuer');
  if (present) meansTheSame(mending, present);
  else if (!addToPick(mending, plain, key))
    for (const one of member.declarations ?? []) addBeside(mending, one);
}

/** The type has an `issuer` already: nobody may write another one into it. */
function meansTheSame({ flow }: Mending, present: ts.Symbol): void {
  const written = (present.declarations ?? []).flatMap((one) => bindingsOf(flow.project).assigned.get(one));
  if (!written.every((value) => flow.facts(value).some((fact) => fact.kind === 'issuer')))
    throw new CannotMend('unclear-construction', 'The record has an `issuer` that means something else.');
}

function addBeside(mending: Mending, member: ts.Declaration): void {
  const inferred =
    ts.isPropertyAssignment(member) ||
    ts.isShorthandPropertyAssignment(member) ||
    ts.isBinaryExpression(member) ||
    ts.isPropertyAccessExpression(member);
  // carryInConstructor and carryInAssignments declare a field of a class themselves.
  if (ts.isPropertyDeclaration(member) && mending.carried.has(member)) return;
  if (inferred || ts.isParameter(member)) return;
  if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) return;
  if (mending.carried.has(member.parent)) return;
  if (member.getSourceFile().isDeclarationFile)
    throw new CannotMend('stored-by-field', 'The type of the record is declared by a package.');
  mending.carried.set(member.parent, 'issuer');
  mending.edits.push(signatureAfter(member));
}

/** `type Kept = Pick<AuthorizationParams, 'redirectUri' | 'state'>`: the pick gains one. */
function addToPick(mending: Mending, type: ts.Type, key: string): boolean {
  const { checker } = mending.flow.project;
  for (const declaration of type.aliasSymbol?.declarations ?? []) {
    // Omit is a Pick by its declaration, and takes what its argument has.
    if (
      isOurs(declaration) ||
      !ts.isTypeAliasDeclaration(declaration) ||
      !ts.isTypeReferenceNode(declaration.type)
    )
      continue;
    const { typeName, typeArguments } = declaration.type;
    const [picked, keys] = typeArguments ?? [];
    const isPick =
      checker.getSymbolAtLocation(typeName)?.declarations?.some(isOurs) && typeName.getText() === 'Pick';
    if (!isPick || !picked || !keys) continue;
    if (mending.carried.has(declaration)) return true;
    mending.carried.set(declaration, 'issuer');
    addToType(mending, checker.getTypeFromTypeNode(picked), key);
    const quote = /['"]/.exec(keys.getText())?.[0] ?? "'";
    mending.edits.push({
      file: declaration.getSourceFile().fileName,
      start: keys.end,
      end: keys.end,
      text: ` | ${quote}issuer${quote}`,
    });
    return true;
  }
  return false;
}

function isOurs(node: ts.Node): boolean {
  return node.getSourceFile().fileName.startsWith(sdkRoot);
}
