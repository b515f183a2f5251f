import { ts } from '../../../../compiler.cjs';
import { codeText, descendants, isFunctionLike, unwrap, wrapped } from '../../../program/ast.ts';
import type { Flow } from '../flow/flow.ts';
import { has } from '../flow/value-facts.ts';
import { type Answer, answersGiven } from './given-answers.ts';
import { mentionsIss, textBefore } from './iss-mention.ts';
import type { Sink } from './response-sinks.ts';
import { contributors } from './upstream-login.ts';

/** A page whose form posts the answer to the client (response_mode=form_post). */
export interface PostedForm {
  /** Every field is a member of one of these; undefined where the fields are written otherwise, or not all of them are seen. */
  readonly answers: readonly Answer[] | undefined;
  /** What the form gets its fields from, where that is one object. */
  readonly fields: ts.Expression | undefined;
  /** Whether the form has `iss` already. */
  readonly hasIss: boolean;
}

/**
 * Does a page post the answer to the client, and what are the fields of its form?
 * Asked about bodies that carry the redirect_uri: `<form action="${redirectUri}">`.
 */
export function postedForm(flow: Flow, sink: Sink): PostedForm | undefined {
  if (sink.kind !== 'body') return undefined;
  const parts = contributors(flow, sink.values);
  const nodes = [...new Set(parts.flatMap((part) => [part, ...descendants(part)]))];
  const action = nodes.flatMap((node) => actionIn(flow, node) ?? [])[0];
  if (!action) return undefined;
  const sources = [...new Set(nodes.flatMap((node) => fieldsAt(node) ?? []))];
  const [fields, more] = sources;
  const answers = fields && !more ? answersGiven(flow, action, fields) : undefined;
  const isWritten = parts.some((part) => /\bname=\\?["']?iss["'\\\s>]/.test(codeText(part)));
  const isGiven =
    answers !== undefined &&
    answers.length > 0 &&
    answers.every(({ literal }) => mentionsIss(flow.project, literal));
  return { answers, fields, hasIss: isWritten || isGiven };
}

/** The client's redirect_uri in `<form action="${escape(redirectUri)}">`. */
function actionIn(flow: Flow, node: ts.Node): ts.Expression | undefined {
  if (!ts.isTemplateSpan(node) || !/<form\b[^>]*\baction=\\?["']?$/i.test(textBefore(node))) return undefined;
  return [node.expression, ...descendants(node.expression)].find(
    (part): part is ts.Expression =>
      (ts.isIdentifier(part) || ts.isPropertyAccessExpression(part)) && has(flow.facts(part), 'redirect'),
  );
}

/** `fields` of `Object.entries(fields).map(…)`, whatever the fields are called. */
function fieldsAt(node: ts.Node): ts.Expression | undefined {
  const isListed =
    ts.isCallExpression(node) && /^Object\.(entries|keys)$/.test(codeText(node.expression)) && isWhole(node);
  return isListed ? node.arguments[0] : undefined;
}

/** Nothing on the way from the list to the text picks entries by their names. */
function isWhole(list: ts.CallExpression): boolean {
  for (let node: ts.Expression = list; ; ) {
    const access = wrapped(node).parent;
    const call = ts.isPropertyAccessExpression(access) ? wrapped(access).parent : undefined;
    if (!call || !ts.isCallExpression(call) || unwrap(call.expression) !== access) return true;
    const [chosen] = call.arguments;
    if ((access as ts.PropertyAccessExpression).name.text === 'filter' && !(chosen && asksForValue(chosen)))
      return false;
    node = call;
  }
}

/** `([, value]) => value`, `(entry) => entry[1] !== undefined` */
function asksForValue(filter: ts.Expression): boolean {
  const plain = unwrap(filter);
  const [first, more] = isFunctionLike(plain) ? plain.parameters : [];
  if (!first || more || !isFunctionLike(plain) || !plain.body) return false;
  const { name } = first;
  if (ts.isArrayBindingPattern(name)) return name.elements[0]?.kind === ts.SyntaxKind.OmittedExpression;
  return (
    ts.isIdentifier(name) &&
    [plain.body, ...descendants(plain.body)].every(
      (node) => !ts.isIdentifier(node) || node.text !== name.text || isValueOf(node),
    )
  );
}

const isValueOf = ({ parent }: ts.Identifier): boolean =>
  ts.isElementAccessExpression(parent) &&
  ts.isNumericLiteral(parent.argumentExpression) &&
  parent.argumentExpression.text === '1';
