import { ts } from '../../../compiler.cjs';
import { wrapped } from '../../program/ast.ts';
import { referent } from '../../program/mentions.ts';
import { asserted, castBack, comparedAs, fallback, getCode, getText } from './code-get.ts';
import { dropComparison, refuseEmpty } from './empty-tests.ts';
import type { FieldName } from './field-set.ts';
import type { Lift } from './lift.ts';
import { isNullable } from './may-be-absent.ts';
import { loosen, needsParentheses, refuseTelling } from './use-tests.ts';
import { cannotTell, isReference, memberText } from './widened.ts';

/** Renames a member at one place: in its declaration, in a literal, or in an access, where the code alone may be wanted. */
export function renameField(lift: Lift, name: FieldName, fieldName: string): void {
  const { parent } = name;
  if (ts.isShorthandPropertyAssignment(parent) && lift.fields.has(parent)) {
    return renameShorthand(lift, parent, fieldName);
  }
  // The name of a carrier is written with the carrier.
  if ((ts.isBindingElement(parent) || ts.isParameter(parent)) && lift.carriers.has(parent)) return;
  if (ts.isPropertyAssignment(parent) && isShortened(lift, parent, fieldName)) return;
  const quote = ts.isStringLiteralLike(name) ? name.getText()[0] : '';
  lift.edits.replace(name, `${ts.isPrivateIdentifier(name) ? '#' : ''}${quote}${fieldName}${quote}`);
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) rewriteAccess(lift, parent, fieldName);
  if (ts.isElementAccessExpression(parent)) rewriteAccess(lift, parent, fieldName);
}

/** `({ code: authCode } = …)` becomes `({ callbackParams } = …)`. */
function isShortened(lift: Lift, entry: ts.PropertyAssignment, fieldName: string): boolean {
  const target = entry.initializer;
  if (!lift.fields.has(entry) || !ts.isIdentifier(target)) return false;
  const carrier = referent(lift.project, target)?.valueDeclaration;
  if (
    !carrier ||
    !lift.carriers.has(carrier) ||
    lift.names.ofCarrier(carrier as ts.NamedDeclaration) !== fieldName
  )
    return false;
  lift.edits.replaceRange(entry.getSourceFile(), entry.getStart(), target.getStart(), '');
  return true;
}

/** `{ code }`: the name and its value are one text. */
function renameShorthand(lift: Lift, field: ts.ShorthandPropertyAssignment, fieldName: string): void {
  const symbol = lift.project.checker.getShorthandAssignmentValueSymbol(field);
  // The value is a carrier: its uses are written with it.
  if (symbol?.declarations?.some((each) => lift.carriers.has(each))) return;
  const text = lift.fields.valueOf(field);
  lift.edits.replace(field.name, text === fieldName ? text : `${fieldName}: ${text}`);
}

function rewriteAccess(
  lift: Lift,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  fieldName: string,
): void {
  const absent = isNullable(lift, access);
  if (lift.uses.isWhole(access)) refuseEmpty(lift, access, absent);
  if (lift.uses.isWhole(access)) rewriteWhole(lift, access, absent);
  else if (lift.isWide(access)) rewriteEither(lift, access, absent, fieldName);
  else rewriteCode(lift, access, absent);
}

/** The casts around the access go: they name the type of the code. */
function rewriteWhole(lift: Lift, access: ts.Expression, absent: boolean): void {
  const outer = wrapped(access);
  const file = access.getSourceFile();
  lift.edits.replaceRange(file, outer.getStart(), access.getStart(), '');
  lift.edits.replaceRange(file, access.getEnd(), outer.getEnd(), asserted(access, absent));
}

/** `(typeof login.query === 'string' ? login.query : login.query.get('code'))` */
function rewriteEither(
  lift: Lift,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  absent: boolean,
  fieldName: string,
): void {
  if (!ts.isPropertyAccessExpression(access) || !isReference(access) || castBack(lift, access))
    throw cannotTell(lift, access);
  loosen(lift, access, absent);
  refuseTelling(access);
  lift.uses.reduce(access);
  const text = memberText(access, fieldName);
  const code = fallback(lift, access, absent) ?? getCode(lift, access, absent);
  const file = access.getSourceFile();
  lift.edits.insert(file, access.getStart(), `(typeof ${text} === 'string' ? ${text} : `);
  lift.edits.insert(file, access.getEnd(), `${code})`);
}

function rewriteCode(lift: Lift, access: ts.Expression, absent: boolean): void {
  const file = access.getSourceFile();
  const [start, end] = [access.getStart(), access.getEnd()];
  if (dropComparison(lift, access)) {
    lift.uses.reduce(access);
    return lift.edits.insert(file, end, getText(access, absent));
  }
  loosen(lift, access, absent);
  lift.uses.reduce(access);
  refuseTelling(access);
  const empty = fallback(lift, access, absent);
  if (empty) {
    lift.edits.insert(file, start, '(');
    return lift.edits.insert(file, end, `${empty})`);
  }
  const cast = castBack(lift, access);
  const same = comparedAs(lift, access, absent);
  const got = getCode(lift, access, absent);
  const isHeld = !same && needsParentheses(access, got);
  if (same || isHeld) lift.edits.insert(file, start, '(');
  if (cast) lift.edits.insert(file, start, '(');
  const code = `${cast ? ` as ${cast})` : ''}${got}`;
  lift.edits.insert(file, end, `${code}${same ? ` ?? ${same})` : isHeld ? ')' : ''}`);
}
