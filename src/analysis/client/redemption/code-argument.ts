import { ts } from '../../../compiler.cjs';
import { codeParameter, issuerParameter } from '../../../sdk/roles.ts';
import { isAbsent, isFunctionLike, memberName, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isNoValue } from '../query/no-value.ts';
import {
  isUrlSearchParams,
  isUrlSearchParamsType,
  readBehind,
  throughConstants,
} from '../query/query-read.ts';
import { isDispatched } from './dispatch.ts';
import type { Redemption } from './finish-auth-calls.ts';
import { callsOf, passesQueries, spreadsPair, spreadsQuery } from './spread-code.ts';

/** What a call that redeems a code is given: the callback's query, one made up from the code alone, a literal, or a string. */
export type CodeArgument = 'query' | 'made-up' | 'literal' | 'string';

export function codeArgument(project: Project, { code }: Redemption): CodeArgument {
  if (ts.isSpreadElement(code)) return spreadsQuery(project, code) ? 'query' : 'string';
  const value = throughConstants(project, code);
  if (isLiteral(project, value)) return 'literal';
  if (takesBoth(project, code) || (isUntyped(project, code) && isDispatched(project, code))) return 'query';
  if (!isUrlSearchParams(project, code)) return isGivenQueries(project, code) ? 'query' : 'string';
  return isMadeUp(project, value) ? 'made-up' : 'query';
}

/** A parameter without a type, as in JavaScript: it is what its callers give. A method is called by its name, on whatever. */
function isGivenQueries(project: Project, code: ts.Expression): boolean {
  const parameter = symbolOf(project, unwrap(code))?.valueDeclaration;
  if (!parameter || !ts.isParameter(parameter) || parameter.type || !ts.isIdentifier(parameter.name))
    return false;
  if (!(project.checker.getTypeAtLocation(parameter).flags & ts.TypeFlags.Any)) return false;
  const fn = parameter.parent;
  return isFunctionLike(fn) && passesQueries(project, callsOf(project, fn), fn.parameters.indexOf(parameter));
}

/** `codeOrParams: string | URLSearchParams`, which `typeof` distinguishes where it is redeemed. */
export function takesBoth(project: Project, code: ts.Expression): boolean {
  const symbol = symbolOf(project, unwrap(code));
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration) return false;
  const type = project.checker.getTypeOfSymbolAtLocation(symbol, declaration);
  return type.isUnion() && type.types.some((part) => isUrlSearchParamsType(project, part));
}

/** Nothing says what it may be: a parameter in JavaScript, say. Inside of a test, its type would be that of the test. */
function isUntyped(project: Project, code: ts.Expression): boolean {
  const declaration = symbolOf(project, unwrap(code))?.valueDeclaration;
  const type = project.checker.getTypeAtLocation(declaration ?? code);
  return (type.flags & ts.TypeFlags.Any) !== 0;
}

function isLiteral(project: Project, value: ts.Expression): boolean {
  return ts.isStringLiteralLike(value) || (madeUpFields(project, value) ?? []).some(isLiteralCode);
}

function isLiteralCode(field: ts.ObjectLiteralElementLike): boolean {
  return (
    ts.isPropertyAssignment(field) &&
    field.name.getText() === codeParameter &&
    ts.isStringLiteralLike(unwrap(field.initializer))
  );
}

/** `new URLSearchParams({ code })`: it has the right type and still no `iss`. */
function isMadeUp(project: Project, value: ts.Expression): boolean {
  const fields = madeUpFields(project, value);
  if (!fields || fields.some(ts.isSpreadAssignment)) return false;
  return !fields.some((field) => field.name?.getText().replace(/['"]/g, '') === issuerParameter);
}

/** The code that a query is made from here, alone; undefined for any other query, and for a literal code. */
export function madeUpCode(project: Project, value: ts.Expression): ts.Expression | undefined {
  if (!isMadeUp(project, value) || isLiteral(project, value)) return undefined;
  const field = madeUpFields(project, value)?.find(
    (each) => each.name?.getText().replace(/['"]/g, '') === codeParameter,
  );
  if (!field) return undefined;
  return ts.isPropertyAssignment(field)
    ? field.initializer
    : ts.isShorthandPropertyAssignment(field)
      ? field.name
      : undefined;
}

/** The fields of the object that a URLSearchParams is made from here. */
function madeUpFields(
  project: Project,
  value: ts.Expression,
): readonly ts.ObjectLiteralElementLike[] | undefined {
  if (!ts.isNewExpression(value)) return undefined;
  const [init] = value.arguments ?? [];
  const made = declaredAs(symbolOf(project, value.expression));
  if (made?.area !== 'platform/web' || made.name !== 'URLSearchParams' || !init) return undefined;
  const object = throughConstants(project, init);
  return ts.isObjectLiteralExpression(object) ? object.properties : undefined;
}

/**
 * Where the second string comes from: the callback's own `iss`, a value that travels with the code, nowhere, or somewhere else.
 * RFC 9207 compares the callback's `iss`, so any other value proves nothing and hides the fault.
 */
export type IssuerArgument = 'callback' | 'alongside' | 'absent' | 'foreign';

export function issuerArgument(project: Project, { code, issuer }: Redemption): IssuerArgument {
  if (ts.isSpreadElement(code)) return spreadsPair(project, code) ? 'alongside' : 'absent';
  if (!issuer) return 'absent';
  const value = withoutDefault(project, issuer);
  if (isNoValue(value)) return 'absent';
  if (readBehind(project, value)?.key === issuerParameter) return 'callback';
  return travelsWith(project, withoutDefault(project, code), value) ? 'alongside' : 'foreign';
}

function withoutDefault(project: Project, expression: ts.Expression): ts.Expression {
  const node = throughConstants(project, expression);
  const falls = ts.isBinaryExpression(node) && isAbsent(unwrap(node.right));
  return falls ? withoutDefault(project, node.left) : node;
}

/** Two parameters of one function, two members of one record: whoever passes one passes the other. */
function travelsWith(project: Project, code: ts.Expression, issuer: ts.Expression): boolean {
  const a = ownerOf(project, code);
  const b = ownerOf(project, issuer);
  return a !== undefined && a === b;
}

function ownerOf(project: Project, value: ts.Expression): ts.Symbol | ts.Node | undefined {
  if (memberName(value) !== undefined)
    return symbolOf(project, unwrap((value as ts.PropertyAccessExpression).expression));
  const declaration = ts.isIdentifier(value) ? symbolOf(project, value)?.valueDeclaration : undefined;
  if (declaration && (ts.isBindingElement(declaration) || ts.isParameter(declaration)))
    return declaration.parent;
  return undefined;
}
