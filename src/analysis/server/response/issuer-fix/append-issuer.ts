import { ts } from '../../../../compiler.cjs';
import type { Edit } from '../../../../model/edit.ts';
import { codeText, enclosingFunction, isFunctionLike } from '../../../program/ast.ts';
import { atEnd, guardedAfter, memberAtEnd, quoteOf } from '../../../program/insert-member.ts';
import { blockOf, indexIn, type Statements } from '../../../program/statement-lists.ts';
import { mentionsIss } from '../exits/iss-mention.ts';
import { parametersOf, type QueryMaker } from '../exits/query-makers.ts';
import { queriesIn, type UrlVariable, urlVariableOf } from '../exits/url-variable.ts';
import type { Flow } from '../flow/flow.ts';
import { type Build, operands } from '../flow/url-build.ts';
import { addToQueriesOfCallers } from './callers-query.ts';
import { copiedParameters } from './copied-parameters.ts';
import { issQuery, optionalIss, spreadIss, spreadPair } from './iss-code.ts';
import { CannotFix, type IssuerFix } from './issuer-fix.ts';
import { beginsWithParameter, unclearPart } from './query-parts.ts';

/**
 * Appends the issuer where the URL is built, in the idiom it is built in.
 *
 * @throws {CannotFix}
 */
export function appendIssuer(fix: IssuerFix, build: Build): void {
  if (fix.nameIn(build.node) !== undefined) return;
  fix.enter(build.node, 'iss');
  if (addToQueriesOfCallers(fix, build)) return;
  const issuer = fix.issuerAt(build.redirect, build.node);
  const edit = inIdiom(fix.flow, build, issuer);
  // An object has each name once; a text and a list of pairs may get it twice.
  if (/&iss=|\[\[/.test(edit.text)) guardParts(fix, build);
  fix.add(edit);
}

/**
 * Appended to a text, `iss` must not be in it already.
 *
 * @throws {CannotFix}
 */
function guardParts(fix: IssuerFix, { node, form }: Build): void {
  const { project } = fix.flow;
  const whole = form === 'embedded' && ts.isTemplateSpan(node.parent) ? node.parent.parent : node;
  const added = form === 'grown' || form === 'object' ? (urlVariableOf(project, node)?.changes ?? []) : [];
  const unclear = unclearPart(fix.flow, [
    whole,
    ...added.flatMap((change) => (ts.isBinaryExpression(change) ? [change.right] : [])),
  ]);
  if (!unclear) return;
  const detail = `It is \`${unclear.getText().slice(0, 80)}\`.`;
  if (mentionsIss(project, unclear)) throw new CannotFix('unclear-construction', detail);
  fix.assume({ code: 'iss-perhaps', detail });
}

function unclear(): never {
  throw new CannotFix('unclear-construction');
}

function inIdiom(flow: Flow, build: Build, issuer: string): Edit {
  if (build.form === 'object') {
    const variable = urlVariableOf(flow.project, build.node);
    return variable ? ofObject(flow, variable, issuer) : unclear();
  }
  if (build.form === 'grown') {
    const variable = urlVariableOf(flow.project, build.node);
    const shown = variable?.changes.some((change) => hasParameter(codeText(change)));
    return variable && shown
      ? afterChanges(variable, issuer, `${variable.name} += ${issQuery(issuer)}`)
      : unclear();
  }
  return build.form === 'embedded' ? embedded(build, issuer) : ofText(flow, build, issuer);
}

/** True when the text has a parameter already, so that the next one starts with `&`. */
function hasParameter(text: string): boolean {
  return /[?&][\w.-]+=|(?:^|['"`}])[\w.-]+=/.test(text);
}

function ofObject(flow: Flow, variable: UrlVariable, issuer: string): Edit {
  const replaced = variable.changes.filter(ts.isBinaryExpression);
  const [query, more] = replaced[0] ? queriesIn(flow.project, replaced[0].right) : [];
  const edit = replaced.length === 1 && query && !more ? toParameters(flow, query, issuer) : undefined;
  if (edit && variable.changes.length === 1) return edit;
  return afterChanges(variable, issuer, setIss(variable, issuer, '.searchParams'));
}

/** One more parameter in the object, or in the list of pairs, that the query is written from. */
function toParameters({ project }: Flow, query: QueryMaker, issuer: string): Edit | undefined {
  const list = parametersOf(project, query);
  if (!list) return undefined;
  return ts.isObjectLiteralExpression(list)
    ? memberAtEnd(list, spreadIss(issuer))
    : atEnd(list.elements, spreadPair(issuer, quoteOf(list.getSourceFile())));
}

function setIss(variable: UrlVariable, issuer: string, accessor: string): string {
  const nearby = variable.changes.map((change) => /\(\s*(['"])/.exec(change.getText())?.[1]).find(Boolean);
  const quote = nearby ?? quoteOf(variable.declaration.getSourceFile());
  // `set`, also where the code appends: a caller may have added `iss` already, and it must not be there twice.
  return `${variable.name}${accessor}.set(${quote}iss${quote}, ${issuer})`;
}

/** After the last change of the query that comes before the URL leaves. */
function afterChanges(variable: UrlVariable, issuer: string, statement: string): Edit {
  const origin = blockOf(variable.origin);
  const home = blockOf(variable.declaration);
  if (!origin || !home) return unclear();
  const reaches = (block: typeof home.block): boolean =>
    [...variable.changes, ...variable.uses].every((node) => indexIn(block, node) >= 0);
  const { block, index } = inner(variable, home) ?? (reaches(origin.block) ? origin : home);
  if (!reaches(block) || enclosingFunction(block) !== enclosingFunction(variable.declaration))
    return unclear();
  const changeAt = variable.changes.map((node) => indexIn(block, node));
  const leaveAt = variable.uses.map((node) => indexIn(block, node)).filter((at) => at >= index);
  const firstLeave = Math.min(...leaveAt, block.statements.length);
  const last = Math.max(index, ...changeAt.filter((at) => at < firstLeave && at >= index));
  const replacedLater = variable.changes.some(
    (node) => ts.isBinaryExpression(node) && indexIn(block, node) > last,
  );
  const anchor = block.statements[last];
  if (!anchor || replacedLater || last >= firstLeave || (last === index && isTerminal(anchor)))
    return unclear();
  const sample = variable.changes[variable.changes.length - 1];
  return guardedAfter(anchor, issuer, statement, sample);
}

/** The only branch in which the URL is completed and leaves. */
function inner(
  variable: UrlVariable,
  home: { block: Statements; index: number },
): { block: Statements; index: number } | undefined {
  const [first, ...others] = [...variable.changes, ...variable.uses];
  let found: Statements | undefined;
  for (let node: ts.Node | undefined = first; node && node !== home.block; node = node.parent) {
    if (isFunctionLike(node) || ts.isIterationStatement(node, false)) found = undefined;
    else if (!found && ts.isBlock(node) && others.every((one) => indexIn(node as ts.Block, one) >= 0))
      found = node;
  }
  return found && variable.changes.length > 0 && blockOf(variable.origin)?.block === home.block
    ? { block: found, index: -1 }
    : undefined;
}

function isTerminal(statement: ts.Statement): boolean {
  return ts.isReturnStatement(statement) || ts.isThrowStatement(statement);
}

/** Template literals and concatenations that start with the redirect_uri. */
function ofText(flow: Flow, build: Build, issuer: string): Edit {
  const queries = queriesIn(flow.project, build.node);
  const literals = ts.isTemplateExpression(build.node)
    ? build.node.templateSpans.map((span) => span.literal.text)
    : operands(build.node).slice(1).flatMap(literalText);
  if (literals.some((text) => text.includes('#'))) return unclear();
  // `${start}code=…`, where `start` ends in the separator, shows a parameter, too.
  const parts = ts.isTemplateExpression(build.node)
    ? build.node.templateSpans.map(({ expression }) => expression)
    : operands(build.node);
  if (literals.some(showsParameter) || parts.slice(1).some((part) => beginsWithParameter(flow, part))) {
    return ts.isTemplateExpression(build.node)
      ? inTemplate(build.node, issuer)
      : inConcatenation(build.node, issuer);
  }
  const [query, more] = queries;
  if (!query || more) return unclear();
  const variable = ts.isNewExpression(query) ? urlVariableOf(flow.project, query) : undefined;
  if (variable && variable.changes.length > 0)
    return afterChanges(variable, issuer, setIss(variable, issuer, ''));
  const edit = toParameters(flow, query, issuer);
  if (edit) return edit;
  if (variable) return afterChanges(variable, issuer, setIss(variable, issuer, ''));
  return copiedParameters(flow.project, query, spreadIss(issuer)) ?? unclear();
}

const showsParameter = (text: string): boolean => /(?:^|[?&])[\w.-]+=/.test(text);

function literalText(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
  return [];
}

function inTemplate(node: ts.TemplateExpression, issuer: string): Edit {
  const at = node.end - 1;
  return { file: node.getSourceFile().fileName, start: at, end: at, text: `\${${optionalIss(issuer)}}` };
}

function inConcatenation(node: ts.Expression, issuer: string): Edit {
  return {
    file: node.getSourceFile().fileName,
    start: node.end,
    end: node.end,
    text: ` + (${optionalIss(issuer)})`,
  };
}

/** Within a page: up to the quote, bracket or space that ends the URL. */
function embedded(build: Build, issuer: string): Edit {
  const span = build.node.parent;
  if (!ts.isTemplateSpan(span) || !ts.isTemplateExpression(span.parent)) return unclear();
  const spans = span.parent.templateSpans;
  const texts = spans.slice(spans.indexOf(span));
  if (!/^[?&][\w.-]+=/.test(span.literal.text)) return unclear();
  for (const { literal } of texts) {
    const raw = literal.getText();
    const found = /["'<>\s]/.exec(raw.slice(1));
    if (!found) continue;
    const start = literal.getStart() + 1 + found.index;
    return { file: literal.getSourceFile().fileName, start, end: start, text: `\${${optionalIss(issuer)}}` };
  }
  return unclear();
}
