import { ts } from '../../../compiler.cjs';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { isPromiseSymbol, symbolOf } from '../../program/sdk-symbols.ts';
import { isUrlSearchParamsType } from '../query/query-read.ts';
import { after, type Hop, type Way, waysTo } from './access-path.ts';
import { liftField } from './fields.ts';
import { type Lift, replace, shortText } from './lift.ts';

/**
 * Changes a written type so that the code on its way is the query: `string` becomes `URLSearchParams` there. Nothing is
 * written where nothing was: an inferred type follows of its own.
 */
export function retype(lift: Lift, type: ts.TypeNode | undefined, way: Way): void {
  if (!type) return;
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return retype(lift, type.type, way);
  if (ts.isUnionTypeNode(type)) return retypeUnion(lift, type, way);
  // What is `unknown` says nothing to those who want the query.
  if (way.length === 0 && type.kind === ts.SyntaxKind.UnknownKeyword) throw unclear(type);
  if (isVague(type)) return;
  const [hop, ...rest] = way;
  if (!hop) return retypeValue(lift, type);
  if (ts.isFunctionTypeNode(type)) return retypeSignature(lift, type, hop, rest);
  if (ts.isArrayTypeNode(type) && hop.kind === 'type') return retype(lift, type.elementType, rest);
  if (ts.isTypeLiteralNode(type)) return retypeLiteral(lift, type, way);
  if (ts.isTypeReferenceNode(type)) return retypeReference(lift, type, way);
  // `ReturnType<typeof x>`, `Session['wait']`, `typeof x`: they follow what they are made of.
  if (ts.isTypeQueryNode(type) || ts.isIndexedAccessTypeNode(type)) return;
  throw unclear(type);
}

function unclear(type: ts.TypeNode): CannotFollow {
  return new CannotFollow('wider-flow', type, `Its type is ${shortText(type)}.`);
}

function isVague(type: ts.TypeNode): boolean {
  return type.kind === ts.SyntaxKind.AnyKeyword || type.kind === ts.SyntaxKind.UnknownKeyword;
}

function isNothing(type: ts.TypeNode): boolean {
  if (ts.isLiteralTypeNode(type)) return type.literal.kind === ts.SyntaxKind.NullKeyword;
  return (
    type.kind === ts.SyntaxKind.UndefinedKeyword ||
    type.kind === ts.SyntaxKind.VoidKeyword ||
    type.kind === ts.SyntaxKind.NeverKeyword
  );
}

/** `string | null`: the part that can hold the code changes; a choice between several ways to hold it is too much. */
function retypeUnion(lift: Lift, union: ts.UnionTypeNode, way: Way): void {
  const parts = union.types.filter((part) => !isNothing(part));
  const [hop] = way;
  const fitting = hop ? parts.filter((part) => mayBegin(lift, part, hop)) : parts.filter(isString);
  const [only, more] = fitting;
  if (!only && !hop) throw unclear(union);
  if (more && hop?.kind !== 'member') throw unclear(union);
  for (const part of fitting) retype(lift, part, way);
  // `string | URLSearchParams` is somebody's own widening.
  if (!hop && parts.length > 1) throw unclear(union);
}

function isString(type: ts.TypeNode): boolean {
  return type.kind === ts.SyntaxKind.StringKeyword;
}

function mayBegin(lift: Lift, type: ts.TypeNode, hop: Hop): boolean {
  if (ts.isParenthesizedTypeNode(type)) return mayBegin(lift, type.type, hop);
  if (hop.kind === 'call' || hop.kind === 'argument') {
    return ts.isFunctionTypeNode(type) || ts.isTypeReferenceNode(type);
  }
  if (hop.kind === 'await')
    return ts.isTypeReferenceNode(type) && isPromiseSymbol(symbolOf(lift.project, type.typeName));
  if (hop.kind === 'member') {
    return (
      lift.project.checker.getPropertyOfType(lift.project.checker.getTypeFromTypeNode(type), hop.name) !==
      undefined
    );
  }
  return ts.isTypeReferenceNode(type) || ts.isArrayTypeNode(type);
}

function retypeValue(lift: Lift, type: ts.TypeNode): void {
  if (isString(type)) return replace(lift, type, nameOfType(lift, type));
  if (isNothing(type) || isQuery(lift, type)) return;
  // An alias of string says what the string means: here it means it no longer.
  const names = ts.isTypeReferenceNode(type)
    ? symbolOf(lift.project, type.typeName)?.declarations
    : undefined;
  const [alias] = names ?? [];
  if (alias && ts.isTypeAliasDeclaration(alias) && isString(alias.type)) {
    return replace(lift, type, nameOfType(lift, type));
  }
  if (ts.isTypeQueryNode(type) || ts.isIndexedAccessTypeNode(type)) return;
  throw unclear(type);
}

/** Published functions go on taking the string. */
function nameOfType(lift: Lift, type: ts.TypeNode): string {
  if (!lift.isWidened) return 'URLSearchParams';
  return ts.isArrayTypeNode(type.parent) ? '(string | URLSearchParams)' : 'string | URLSearchParams';
}

function isQuery(lift: Lift, type: ts.TypeNode): boolean {
  return isUrlSearchParamsType(lift.project, lift.project.checker.getTypeFromTypeNode(type));
}

type WithParameters = ts.FunctionTypeNode | ts.CallSignatureDeclaration | ts.MethodSignature;

/** `(code: string) => void`, `(): Promise<string>`. */
export function retypeSignature(lift: Lift, type: WithParameters, hop: Hop, rest: Way): void {
  if (hop.kind === 'call') return retype(lift, type.type, rest);
  if (hop.kind !== 'argument') throw new CannotFollow('wider-flow', type, `Its type is ${shortText(type)}.`);
  const parameter = type.parameters[hop.index];
  if (!parameter) return;
  if (parameter.dotDotDotToken) throw new CannotFollow('wider-flow', type, `Its type is ${shortText(type)}.`);
  retype(lift, parameter.type, rest);
  if (rest.length === 0 && ts.isIdentifier(parameter.name)) lift.carriers.add(parameter);
}

function retypeLiteral(lift: Lift, type: ts.TypeLiteralNode, way: Way): void {
  const [hop, ...rest] = way;
  if (hop?.kind === 'member') {
    const found = type.members.find(
      (each) => each.name && ts.isIdentifier(each.name) && each.name.text === hop.name,
    );
    if (found && (ts.isPropertySignature(found) || ts.isMethodSignature(found))) {
      return liftField(lift, [found], rest);
    }
  }
  const [call] = type.members.filter(ts.isCallSignatureDeclaration);
  if (hop && call && type.members.length === 1) return retypeSignature(lift, call, hop, rest);
  throw unclear(type);
}

function retypeReference(lift: Lift, type: ts.TypeReferenceNode, way: Way): void {
  const symbol = symbolOf(lift.project, type.typeName);
  const [hop, ...rest] = way;
  if (!hop) return retypeValue(lift, type);
  if (hop.kind === 'await' && isPromiseSymbol(symbol)) return retype(lift, type.typeArguments?.[0], rest);
  if (hop.kind === 'type' && type.typeArguments?.[hop.index]) {
    return retype(lift, type.typeArguments[hop.index], rest);
  }
  const declaration = symbol?.declarations?.[0];
  if (hop.kind === 'member') {
    const property =
      symbol &&
      lift.project.checker.getPropertyOfType(lift.project.checker.getTypeFromTypeNode(type), hop.name);
    if (property?.declarations) return liftField(lift, property.declarations, rest);
  }
  if (declaration && ts.isTypeAliasDeclaration(declaration)) return retypeAlias(lift, type, declaration, way);
  if (declaration && ts.isInterfaceDeclaration(declaration)) {
    const [call] = declaration.members.filter(ts.isCallSignatureDeclaration);
    if (call && declaration.members.length === 1) return retypeSignature(lift, call, hop, rest);
  }
  throw unclear(type);
}

/** `type OnCode = (code: string) => void` changes for all who use it; a generic one changes at its type argument. */
function retypeAlias(
  lift: Lift,
  reference: ts.TypeReferenceNode,
  alias: ts.TypeAliasDeclaration,
  way: Way,
): void {
  const { checker } = lift.project;
  for (const [index, parameter] of (alias.typeParameters ?? []).entries()) {
    const target = checker.getTypeAtLocation(parameter);
    for (const beginning of waysTo(lift.project, checker.getTypeFromTypeNode(alias.type), target)) {
      const rest = after(way, beginning);
      if (rest) return retype(lift, reference.typeArguments?.[index], rest);
    }
  }
  const known = lift.aliases.get(alias);
  if (known) {
    known.add(reference);
    return;
  }
  lift.aliases.set(alias, new Set([reference]));
  retype(lift, alias.type, way);
}
