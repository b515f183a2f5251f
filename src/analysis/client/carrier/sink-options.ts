import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { codeParameter, issuerParameter } from '../../../sdk/roles.ts';
import { descendants, enclosingStatement, indentationAt, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { nameOfNew } from './carrier-names.ts';
import { insert, type Lift, replaceRange, type Sink } from './lift.ts';
import { quoted } from './quotes.ts';

/** `{ authorizationCode: code }` becomes `{ authorizationCode: callbackParams.get('code')!, iss: callbackParams.get('iss') ?? undefined }`. */
export function writeOptions(lift: Lift, { code }: Sink): void {
  const property = propertyOf(code);
  const file = code.getSourceFile();
  const shorthand = ts.isShorthandPropertyAssignment(property);
  const written = takeEdits(lift, file, property, shorthand ? property.name.getStart() : code.getStart());
  const value = shorthand ? written.replace(/^[^:]*: */, '') : written;
  const params = isName(value) ? value : hoist(lift, code, value);
  const name = property.name?.getText() ?? '';
  const missing = whenMissing(lift, code);
  const dot = missing === ' ?? undefined' && isName(value) && mayBeMissing(lift, code) ? '?.' : '.';
  const first = `${name}: ${params}${dot}get(${quoted(file, codeParameter)})${missing}`;
  const second = `${issuerParameter}: ${params}${dot}get(${quoted(file, issuerParameter)}) ?? undefined`;
  const line = file.text.lastIndexOf('\n', property.getStart()) + 1;
  const alone = file.text.slice(line, property.getStart()).trim() === '';
  const between = alone ? `,\n${indentationAt(file, property.getStart())}` : ', ';
  replaceRange(lift, file, property.getStart(), property.getEnd(), `${first}${between}${second}`);
}

/** True when the carrier itself may be missing: it is declared so, or something on the way is nothing at times. */
function mayBeMissing(lift: Lift, code: ts.Expression): boolean {
  const value = unwrap(code);
  const symbol = ts.isIdentifier(value) ? lift.project.checker.getSymbolAtLocation(value) : undefined;
  const declaration = symbol?.valueDeclaration;
  const isInferred =
    declaration && ts.isVariableDeclaration(declaration) && !declaration.type && declaration.initializer;
  return !isInferred || lift.absent.size > 0;
}

/** The SDK takes everything but undefined for a code, null too: where it could be missing it stays undefined. */
function whenMissing({ project }: Lift, code: ts.Expression): string {
  const type = project.checker.getTypeAtLocation(code);
  const parts = type.isUnion() ? type.types : [type];
  if (parts.some(({ flags }) => (flags & ts.TypeFlags.Undefined) !== 0)) return ' ?? undefined';
  return /\.[mc]?jsx?$/.test(code.getSourceFile().fileName) ? '' : '!';
}

function propertyOf(code: ts.Expression): ts.ObjectLiteralElementLike {
  let node: ts.Node = code;
  while (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) node = node.parent;
  return node;
}

function isName(text: string): boolean {
  return /^[\w$]+([.!?]+[\w$]+)*$/.test(text);
}

/** The text that a part of the file has after the edits made so far; those edits are taken out of the migration. */
function takeEdits(lift: Lift, file: ts.SourceFile, property: ts.Node, from: number): string {
  const inside = (edit: Edit) =>
    edit.file === file.fileName && edit.start >= property.getStart() && edit.end <= property.getEnd();
  const edits = lift.edits.filter(inside).sort((a, b) => b.start - a.start);
  let { text } = file;
  let end = property.getEnd();
  for (const edit of edits) {
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    end += edit.text.length - (edit.end - edit.start);
  }
  lift.edits.splice(0, lift.edits.length, ...lift.edits.filter((edit) => !inside(edit)));
  return text.slice(from, end);
}

/** `const callbackParams = await waitForCallback();` before the statement that holds the call. */
function hoist(lift: Lift, code: ts.Expression, value: string): string {
  const statement = enclosingStatement(code);
  if (!statement || !ts.isBlock(statement.parent) || !comesFirst(code, statement)) {
    throw new CannotFollow('wider-flow', code, 'The code is waited for in the middle of a statement.');
  }
  const file = code.getSourceFile();
  const name = nameOfNew(lift, code, statement.parent);
  const end = file.text.slice(statement.getStart(), statement.getEnd()).endsWith(';') ? ';' : '';
  const indent = indentationAt(file, statement.getStart());
  insert(lift, file, statement.getStart(), `const ${name} = ${value}${end}\n${indent}`);
  return name;
}

/** True when the statement always evaluates the expression, and waits for nothing else before. */
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
