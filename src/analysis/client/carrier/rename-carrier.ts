import { ts } from '../../../compiler.cjs';
import { wrapped } from '../../program/ast.ts';
import { usesOf } from '../../program/mentions.ts';
import { castAtStart } from './cast-at-start.ts';
import { asserted, castBack, comparedAs, fallback, getCode, getText } from './code-get.ts';
import { rewriteComments } from './doc-comments.ts';
import { dropComparison, refuseEmpty } from './empty-tests.ts';
import type { Lift } from './lift.ts';
import { mayBeAbsent } from './may-be-absent.ts';
import { loosen, needsParentheses, refuseTelling } from './use-tests.ts';
import { cannotTell } from './widened.ts';

/** Renames a variable, parameter or destructured name, and writes each of its uses. */
export function renameCarrier(lift: Lift, carrier: ts.NamedDeclaration, fieldName: string): void {
  const name = lift.names.ofCarrier(carrier);
  castAtStart(lift, carrier);
  renameDeclaration(lift, carrier, name, fieldName);
  // Nothing uses the name of a parameter in a type.
  if (ts.isParameter(carrier) && !(carrier.parent as ts.FunctionLikeDeclaration).body) return;
  for (const use of usesOf(lift, [carrier], carrier.name as ts.Identifier)) {
    // `this.code` of a parameter property is written with the member.
    if (ts.isPropertyAccessExpression(use.parent) && use.parent.name === use) continue;
    rewriteUse(lift, use as ts.Identifier, carrier, name, fieldName);
  }
}

function renameDeclaration(lift: Lift, carrier: ts.NamedDeclaration, name: string, fieldName: string): void {
  const own = carrier.name as ts.Identifier;
  rewriteComments(lift, carrier, name);
  if (!ts.isBindingElement(carrier) || ts.isArrayBindingPattern(carrier.parent))
    return lift.edits.replace(own, name);
  const { propertyName } = carrier;
  const key = propertyName ?? own;
  const newKey = lift.fields.isName(key) ? fieldName : key.getText();
  const text = newKey === name ? name : `${newKey}: ${name}`;
  lift.edits.replaceRange(own.getSourceFile(), key.getStart(), own.getEnd(), text);
}

function rewriteUse(
  lift: Lift,
  use: ts.Identifier,
  carrier: ts.NamedDeclaration,
  name: string,
  fieldName: string,
): void {
  const absent = mayBeAbsent(lift, use, carrier);
  const { parent } = use;
  if (lift.uses.isWhole(use)) refuseEmpty(lift, use, absent);
  if (ts.isShorthandPropertyAssignment(parent)) {
    const isField = lift.fields.has(parent);
    if (isField) return lift.edits.replace(parent, fieldName === name ? name : `${fieldName}: ${name}`);
    if (lift.uses.isWhole(use)) return lift.edits.replace(parent, `${use.text}: ${name}`);
    lift.uses.reduce(use);
    return lift.edits.replace(parent, `${use.text}: ${codeOf(lift, use, carrier, name, absent)}`);
  }
  if (lift.uses.isWhole(use)) return lift.edits.replace(wrapped(use), `${name}${asserted(use, absent)}`);
  if (dropComparison(lift, use)) {
    if (lift.isWide(carrier)) throw cannotTell(lift, use);
    lift.uses.reduce(use);
    return lift.edits.replace(use, `${name}${getText(use, absent)}`);
  }
  loosen(lift, use, absent);
  lift.uses.reduce(use);
  lift.edits.replace(use, codeOf(lift, use, carrier, name, absent));
}

/** The code alone. Where strings are accepted, too, the carrier may still be the code itself. */
function codeOf(lift: Lift, use: ts.Expression, carrier: ts.Node, name: string, absent: boolean): string {
  refuseTelling(use);
  const isWide = lift.isWide(carrier);
  const empty = fallback(lift, use, absent);
  if (empty) {
    if (isWide) return `(typeof ${name} === 'string' ? ${name} : ${name}${empty})`;
    return needsParentheses(use, empty) ? `(${name}${empty})` : name + empty;
  }
  const cast = castBack(lift, use);
  if (cast && isWide) throw cannotTell(lift, use);
  const same = comparedAs(lift, use, absent);
  const got = getCode(lift, use, absent);
  const bare = `${cast ? `(${name} as ${cast})` : name}${got}`;
  const read = same ? `(${bare} ?? ${same})` : needsParentheses(use, got) ? `(${bare})` : bare;
  return isWide ? `(typeof ${name} === 'string' ? ${name} : ${read})` : read;
}
