import { ts } from '../../../compiler.cjs';
import { codeParameter, issuerParameter } from '../../../sdk/roles.ts';
import { descendants, enclosingStatement, indentationAt, isJavaScript, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { insertionStart } from '../../program/directives.ts';
import type { Project } from '../../program/project.ts';
import { issuerInOwnType } from '../redemption/options-literal.ts';
import { accepts } from './expected-type.ts';
import type { Lift } from './lift.ts';
import { soleRead } from './nearby.ts';
import { quoted } from './quotes.ts';
import { shortText } from './short-text.ts';
import type { Sink } from './sink.ts';
import { cannotTell } from './widened.ts';

/** `{ authorizationCode: code }` becomes `{ authorizationCode: callbackParams.get('code')!, iss: callbackParams.get('iss') ?? undefined }`. */
export function writeOptions(lift: Lift, { call, code }: Sink): void {
  const property = propertyOf(code);
  const file = code.getSourceFile();
  const shorthand = ts.isShorthandPropertyAssignment(property);
  const written = lift.edits.takeText(property, shorthand ? property.name.getStart() : code.getStart());
  const value = shorthand ? written.replace(/^[^:]*: */, '') : written;
  const params = isName(value) ? value : hoist(lift, code, value);
  const name = property.name?.getText() ?? '';
  const byType = isUndefinedByType(lift.project, unwrap(code));
  const mayMiss = (byType || isUntyped(lift, code)) && mayBeMissing(lift, code);
  if (mayMiss && lift.absence.atSink.form === 'empty')
    throw new CannotFollow('wider-flow', code, "A missing code is '' at times, and undefined at others.");
  assumeForm(lift, code);
  const dot = mayMiss ? '?.' : '.';
  const read = `${params}${dot}get(${quoted(file, codeParameter)})`;
  const either = eitherForm(lift, call, params);
  const first = `${name}: ${either(params, withAbsence(lift, code, read))}`;
  const issuer = `${params}${dot}get(${quoted(file, issuerParameter)}) ?? undefined`;
  const second = `${issuerParameter}: ${either('undefined', issuer)}`;
  const line = file.text.lastIndexOf('\n', property.getStart()) + 1;
  const alone = file.text.slice(line, property.getStart()).trim() === '';
  const between = alone ? `,\n${indentationAt(file, property.getStart())}` : ', ';
  lift.edits.replaceRange(file, property.getStart(), property.getEnd(), `${first}${between}${second}`);
  for (const { start, end, text } of issuerInOwnType(lift.project, property.parent as ts.Expression))
    lift.edits.replaceRange(file, start, end, text);
}

/** auth() tells null from undefined, and no type says which of them a missing code is. */
function assumeForm({ absence, evidence }: Lift, code: ts.Expression): void {
  const { unknownRead } = absence;
  if (!unknownRead || !isJavaScript(code)) return;
  const detail = `A missing code may be null or undefined in ${shortText(unknownRead)}, and auth() tells them apart.`;
  evidence.assume({ obligation: 'absence-kept', code: 'wider-flow', detail });
}

/** Writes what a string gives and what the query gives: both where strings reach the call, too. */
function eitherForm(lift: Lift, call: ts.Node, params: string): (text: string, query: string) => string {
  if (!lift.isWide(call)) return (_text, query) => query;
  if (/[?!]/.test(params)) throw cannotTell(lift, call);
  return (text, query) => `typeof ${params} === 'string' ? ${text} : ${query}`;
}

/** True when the carrier itself may be missing: its type may say so, or nothing is written somewhere on the flow. */
function mayBeMissing(lift: Lift, code: ts.Expression): boolean {
  const value = unwrap(code);
  const symbol = ts.isIdentifier(value) ? lift.project.checker.getSymbolAtLocation(value) : undefined;
  const declaration = symbol?.valueDeclaration;
  const initializer =
    declaration && ts.isVariableDeclaration(declaration) && !declaration.type && declaration.initializer;
  const isQuery = initializer && soleRead(lift.project, initializer) !== undefined;
  return !isQuery || lift.absence.isPossible;
}

/** In JavaScript no type may tell that nothing is there: `pending.get(key)`. */
function isUntyped({ project }: Lift, code: ts.Expression): boolean {
  const { flags } = project.checker.getTypeAtLocation(code);
  return isJavaScript(code) && (flags & ts.TypeFlags.Any) !== 0;
}

function isUndefinedByType(project: Project, code: ts.Expression): boolean {
  const type = project.checker.getTypeAtLocation(code);
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(({ flags }) => (flags & ts.TypeFlags.Undefined) !== 0);
}

/**
 * The SDK takes null for a code. Where the code could be undefined, it must stay undefined: without a code, auth() begins a login
 * (SDK client `auth.ts`, `authorizationCode !== undefined`). Null stays null, and an empty one stays empty.
 */
function withAbsence({ absence, project }: Lift, code: ts.Expression, read: string): string {
  const { form, operator } = absence.atSink;
  const takes = isUndefinedByType(project, code);
  if (form === 'empty') return `${read} ${operator} ${quoted(code.getSourceFile(), '')}`;
  if (form === 'null') return isJavaScript(code) ? read : `${read}!`;
  const expected = project.checker.getContextualType(code);
  const takesUndefined =
    takes ||
    isJavaScript(code) ||
    (expected !== undefined && accepts(project, expected, project.checker.getUndefinedType()));
  const value = `${read} ${operator} undefined`;
  return takesUndefined ? value : `(${value})!`;
}

function propertyOf(code: ts.Expression): ts.ObjectLiteralElementLike {
  let node: ts.Node = code;
  while (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) node = node.parent;
  return node;
}

function isName(text: string): boolean {
  return /^[\w$]+([.!?]+[\w$]+)*$/.test(text);
}

/** `const callbackParams = await waitForCallback();` before the statement that holds the call. */
function hoist(lift: Lift, code: ts.Expression, value: string): string {
  const statement = enclosingStatement(code);
  if (!statement || !ts.isBlock(statement.parent) || !comesFirst(code, statement)) {
    throw new CannotFollow('wider-flow', code, 'The code is awaited in the middle of a statement.');
  }
  const file = code.getSourceFile();
  const name = lift.names.ofConstant(code, statement.parent);
  const end = file.text.slice(statement.getStart(), statement.getEnd()).endsWith(';') ? ';' : '';
  const indent = indentationAt(file, statement.getStart());
  lift.edits.insert(file, insertionStart(statement), `const ${name} = ${value}${end}\n${indent}`);
  return name;
}

/** True when the statement always evaluates the expression, and awaits nothing before it. */
function comesFirst(code: ts.Expression, statement: ts.Statement): boolean {
  for (let node: ts.Node = code; node !== statement; node = node.parent) {
    const { parent } = node;
    if (
      ts.isFunctionLike(parent) ||
      ts.isConditionalExpression(parent) ||
      ts.isIterationStatement(parent, false)
    )
      return false;
    const isLogical =
      ts.isBinaryExpression(parent) &&
      parent.right === node &&
      parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken;
    if (isLogical) return false;
  }
  const before = [...descendants(statement)].filter((node) => node.end <= code.getStart());
  return !before.some((node) => ts.isAwaitExpression(node) || ts.isYieldExpression(node));
}
