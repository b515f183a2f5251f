import { ts } from '../../../compiler.cjs';
import { type AccessPath, after, type PathStep, place } from '../../program/access-path.ts';
import { isJavaScript } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { restFor } from '../../program/rest-parameters.ts';
import { declaredAs, isPromiseSymbol, symbolOf } from '../../program/sdk-symbols.ts';
import { isUrlSearchParamsType } from '../query/query-read.ts';
import { isDerived } from './derived-types.ts';
import { tellReturns } from './doc-comments.ts';
import type { Lift } from './lift.ts';
import { isAnyEvent, isCustomEvent } from './page-events.ts';
import { shortText } from './short-text.ts';
import { typeAtPlace } from './tuple-types.ts';
import { pathsTo } from './type-paths.ts';

type Cast = ts.AsExpression | ts.TypeAssertion | ts.SatisfiesExpression;

/** {@link retype} for the type of a cast; `as const` stays. */
export function retypeCast(lift: Lift, { type }: Cast, path: AccessPath): void {
  if (type.getText() !== 'const') retype(lift, type, path);
}

/**
 * Changes a written type: where the path leads to the code, `string` becomes `URLSearchParams`. Where no type is written the
 * compiler infers the new one.
 */
export function retype(lift: Lift, type: ts.TypeNode | undefined, path: AccessPath): void {
  if (!type || (lift.asks && path.length === 0)) return;
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return retype(lift, type.type, path);
  if (ts.isUnionTypeNode(type)) return retypeUnion(lift, type, path);
  // Nothing ever arrives there: a login that only fails, raced with the callback.
  if (type.kind === ts.SyntaxKind.NeverKeyword) return;
  // A reader of `unknown` cannot use the query.
  if (path.length === 0 && type.kind === ts.SyntaxKind.UnknownKeyword) throw unclear(type);
  if (isVague(type) || isAnyFunction(lift, type) || isDerived(lift.project, type)) return;
  const [step, ...rest] = path;
  if (!step) return retypeValue(lift, type);
  if (ts.isFunctionTypeNode(type)) return retypeSignature(lift, type, step, rest);
  if (ts.isArrayTypeNode(type) && step.kind === 'type') return retype(lift, type.elementType, rest);
  if (ts.isArrayTypeNode(type) && step.kind === 'place') return retype(lift, type.elementType, rest);
  if (ts.isTupleTypeNode(type) && step.kind === 'place')
    return retype(lift, typeAtPlace(lift, type, step.index, rest.length === 0), rest);
  if (ts.isTypeLiteralNode(type)) return retypeLiteral(lift, type, path);
  if (ts.isTypeReferenceNode(type)) return retypeReference(lift, type, path);
  throw unclear(type);
}

function unclear(type: ts.TypeNode): CannotFollow {
  return new CannotFollow('wider-flow', type, `Its type is ${shortText(type)}.`);
}

function isVague(type: ts.TypeNode): boolean {
  return type.kind === ts.SyntaxKind.AnyKeyword || type.kind === ts.SyntaxKind.UnknownKeyword;
}

/** `Function`, and `function` of JSDoc: it says nothing of the parameters. */
function isAnyFunction({ project }: Lift, type: ts.TypeNode): boolean {
  if (!ts.isTypeReferenceNode(type) || type.typeArguments) return false;
  if (isJavaScript(type) && type.typeName.getText() === 'function') return true;
  const declared = declaredAs(symbolOf(project, type.typeName));
  return declared?.area === 'platform/es' && declared.name === 'Function';
}

function isNothing(type: ts.TypeNode): boolean {
  if (ts.isLiteralTypeNode(type)) return type.literal.kind === ts.SyntaxKind.NullKeyword;
  return (
    type.kind === ts.SyntaxKind.UndefinedKeyword ||
    type.kind === ts.SyntaxKind.VoidKeyword ||
    type.kind === ts.SyntaxKind.NeverKeyword
  );
}

/** `string | null`: the part that can hold the code changes. With several such parts it is not certain which one does. */
function retypeUnion(lift: Lift, union: ts.UnionTypeNode, path: AccessPath): void {
  const parts = union.types.filter((part) => !isNothing(part));
  const [step] = path;
  const isFitting = (part: ts.TypeNode) => (step ? mayBegin(lift, part, step) : isString(part));
  const fitting = parts.filter((part) => isDerived(lift.project, part) || isFitting(part));
  const [only, more] = fitting;
  if (!only && !step) throw unclear(union);
  if (more && step?.kind !== 'member') throw unclear(union);
  for (const part of fitting) retype(lift, part, path);
  // `string | URLSearchParams` is a widening that the project made itself.
  if (!step && parts.length > 1) throw unclear(union);
}

function isString(type: ts.TypeNode): boolean {
  return type.kind === ts.SyntaxKind.StringKeyword;
}

function mayBegin(lift: Lift, type: ts.TypeNode, step: PathStep): boolean {
  if (ts.isParenthesizedTypeNode(type)) return mayBegin(lift, type.type, step);
  if (step.kind === 'call' || step.kind === 'argument') {
    return ts.isFunctionTypeNode(type) || ts.isTypeReferenceNode(type);
  }
  if (step.kind === 'await')
    return ts.isTypeReferenceNode(type) && isPromiseSymbol(symbolOf(lift.project, type.typeName));
  if (step.kind === 'member') {
    return (
      lift.project.checker.getPropertyOfType(lift.project.checker.getTypeFromTypeNode(type), step.name) !==
      undefined
    );
  }
  return ts.isTypeReferenceNode(type) || ts.isArrayTypeNode(type) || ts.isTupleTypeNode(type);
}

function retypeValue(lift: Lift, type: ts.TypeNode): void {
  tellReturns(lift, type);
  if (isString(type)) return lift.edits.replace(type, nameOfType(lift, type));
  if (isNothing(type) || isQuery(lift, type)) return;
  // An alias of string (`type Code = string`) says what the string means. The query needs another name.
  const names = ts.isTypeReferenceNode(type)
    ? symbolOf(lift.project, type.typeName)?.declarations
    : undefined;
  const [alias] = names ?? [];
  if (alias && ts.isTypeAliasDeclaration(alias) && isString(alias.type)) {
    return lift.edits.replace(type, nameOfType(lift, type));
  }
  if (alias && ts.isTypeAliasDeclaration(alias) && isDerived(lift.project, alias.type)) return;
  throw unclear(type);
}

/** Where strings still arrive, they are accepted beside the query. */
function nameOfType(lift: Lift, type: ts.TypeNode): string {
  if (!lift.isWide()) return 'URLSearchParams';
  return ts.isArrayTypeNode(type.parent) ? '(string | URLSearchParams)' : 'string | URLSearchParams';
}

function isQuery(lift: Lift, type: ts.TypeNode): boolean {
  return isUrlSearchParamsType(lift.project, lift.project.checker.getTypeFromTypeNode(type));
}

type WithParameters =
  | ts.FunctionTypeNode
  | ts.CallSignatureDeclaration
  | ts.MethodSignature
  | ts.FunctionDeclaration;

/** `(code: string) => void`, `(): Promise<string>`. */
export function retypeSignature(lift: Lift, type: WithParameters, step: PathStep, rest: AccessPath): void {
  if (step.kind === 'call') return retype(lift, type.type, rest);
  if (step.kind !== 'argument') throw new CannotFollow('wider-flow', type, `Its type is ${shortText(type)}.`);
  const list = restFor(type, step.index);
  if (list) return retype(lift, list.type, [place(step.index - type.parameters.indexOf(list)), ...rest]);
  const parameter = type.parameters[step.index];
  if (!parameter) return;
  retype(lift, parameter.type, rest);
  if (rest.length > 0 || !ts.isIdentifier(parameter.name)) return;
  lift.flow.join(parameter);
  lift.carriers.add(parameter);
}

function retypeLiteral(lift: Lift, type: ts.TypeLiteralNode, path: AccessPath): void {
  const [step, ...rest] = path;
  if (step?.kind === 'member') {
    const found = type.members.find(
      (each) => each.name && ts.isIdentifier(each.name) && each.name.text === step.name,
    );
    if (found && (ts.isPropertySignature(found) || ts.isMethodSignature(found))) {
      return lift.follow.field([found], rest);
    }
  }
  const [call] = type.members.filter(ts.isCallSignatureDeclaration);
  if (step && call && type.members.length === 1) return retypeSignature(lift, call, step, rest);
  throw unclear(type);
}

function retypeReference(lift: Lift, type: ts.TypeReferenceNode, path: AccessPath): void {
  const symbol = symbolOf(lift.project, type.typeName);
  const [step, ...rest] = path;
  if (!step) return retypeValue(lift, type);
  if (step.kind === 'await' && isPromiseSymbol(symbol)) return retype(lift, type.typeArguments?.[0], rest);
  if (step.kind === 'type' && type.typeArguments?.[step.index]) {
    lift.generics.add(lift.project, type.typeName, step.index);
    return retype(lift, type.typeArguments[step.index], rest);
  }
  const declaration = symbol?.declarations?.[0];
  // A listener that takes any event says by a cast which one it is.
  if (step.kind === 'type' && isAnyEvent(symbol)) return;
  if (step.kind === 'member' && isCustomEvent(symbol)) return retype(lift, type.typeArguments?.[0], rest);
  if (step.kind === 'member') {
    const property =
      symbol &&
      lift.project.checker.getPropertyOfType(lift.project.checker.getTypeFromTypeNode(type), step.name);
    if (property?.declarations) return lift.follow.field(property.declarations, rest);
  }
  if (declaration && ts.isTypeAliasDeclaration(declaration))
    return retypeAlias(lift, type, declaration, path);
  if (declaration && ts.isInterfaceDeclaration(declaration)) {
    const [call] = declaration.members.filter(ts.isCallSignatureDeclaration);
    if (call && declaration.members.length === 1) return retypeSignature(lift, call, step, rest);
  }
  throw unclear(type);
}

/** `type OnCode = (code: string) => void` changes for everyone who uses it. A generic alias changes at its type argument. */
function retypeAlias(
  lift: Lift,
  reference: ts.TypeReferenceNode,
  alias: ts.TypeAliasDeclaration,
  path: AccessPath,
): void {
  const { checker } = lift.project;
  for (const [index, parameter] of (alias.typeParameters ?? []).entries()) {
    const target = checker.getTypeAtLocation(parameter);
    for (const beginning of pathsTo(lift.project, checker.getTypeFromTypeNode(alias.type), target)) {
      const rest = after(path, beginning);
      if (rest) return retype(lift, reference.typeArguments?.[index], rest);
    }
  }
  lift.flow.join(alias);
  if (!lift.aliases.add(alias, reference)) return;
  lift.flow.within({ node: alias, path, direction: 'declared' }, () => retype(lift, alias.type, path));
}
