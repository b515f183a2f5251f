import { ts } from '../../../compiler.cjs';
import type { RefusalCode } from '../../../model/refusals.ts';
import { descendants, enclosingFunction, isJavaScript, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { keyOf } from './declared.ts';
import { formParsers, otherParsers } from './table.ts';

/** How the whole query is written at a place. */
export interface WholeQuery {
  /** Source text of an expression that gives the callback's URLSearchParams. */
  readonly params: string;
  /** The expression whose text `params` builds on: its names must mean the same where the text is used. */
  readonly root: ts.Expression;
  /** What the fix assumes beside what the code shows; it is then at most suggested. */
  readonly assumes?: RefusalCode;
  /** The record itself: it holds each parameter once, as a text, or only those that a schema names. Undefined for any other. */
  readonly record?: 'exact' | 'picked';
  /** Parameters that are not in the record, though they are in the query. */
  readonly without?: readonly string[];
}

/** Makes a URLSearchParams of the record. */
export function recordAgain(
  project: Project,
  written: ts.Expression,
  assumes: RefusalCode | undefined,
): WholeQuery {
  const record = unwrap(written);
  const text = record.getText();
  const params = paramsOf(project, record, text, ts.isAwaitExpression(record) ? `(${text})` : text);
  // To await the same promise again gives the same record.
  const root = ts.isAwaitExpression(record) ? record.expression : record;
  return { params, root, ...(assumes && { assumes }) };
}

/**
 * Text that makes a URLSearchParams of what has the type of a node.
 * @param text - an expression that is written for it
 * @param operand - the same before a cast
 */
export function paramsOf(project: Project, typed: ts.Node, text: string, operand = text): string {
  const type = project.checker.getTypeAtLocation(typed);
  const untyped = isJavaScript(typed) || (type.flags & ts.TypeFlags.Any) !== 0;
  return `new URLSearchParams(${untyped ? text : asTexts(project, operand, type)})`;
}

/** A cast accepts any record except an interface with required fields: that one is spread first. */
function asTexts(project: Project, text: string, type: ts.Type): string {
  const part = project.checker.getNonNullableType(type);
  if (part === type && isTexts(type)) return text;
  const closed = part.isClassOrInterface() && !part.getStringIndexType();
  return `${closed ? `{ ...${text} }` : text} as Record<string, string>`;
}

/** `Record<string, string>` is what URLSearchParams takes. */
const isTexts = (type: ts.Type): boolean =>
  type.getProperties().length === 0 && type.getStringIndexType()?.flags === ts.TypeFlags.String;

/** Makes a URLSearchParams of a posted form: of its entries, which are texts. */
export function formQuery(form: ts.Expression): WholeQuery {
  const text = unwrap(form).getText();
  const params = isJavaScript(form)
    ? `new URLSearchParams(${text})`
    : `new URLSearchParams([...${ts.isAwaitExpression(unwrap(form)) ? `(${text})` : text}] as [string, string][])`;
  return { params, root: form, assumes: 'form-post' };
}

/** True when the middleware for this body parses forms only. A JSON body holds what a page of the project picked. */
export function isForm(project: Project, body: ts.Node): boolean {
  const handler = enclosingFunction(body);
  const route = handler && ts.isCallExpression(handler.parent) ? handler.parent : undefined;
  if (route?.arguments.some((argument) => isCallOf(project, argument, formParsers))) return true;
  const calls = [...descendants(body.getSourceFile())];
  return (
    calls.some((node) => isCallOf(project, node, formParsers)) &&
    !calls.some((node) => isCallOf(project, node, otherParsers))
  );
}

function isCallOf(project: Project, node: ts.Node, functions: readonly string[]): boolean {
  return ts.isCallExpression(node) && functions.includes(keyOf(project, unwrap(node.expression)) ?? '');
}
