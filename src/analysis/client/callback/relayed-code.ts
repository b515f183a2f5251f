/**
 * Does this project itself send a code on to another address, and leave `iss` behind? The migrations ask of each query that a code
 * is read from: it may be that address, and then it has no `iss`. It gives back the place that sends the code: in the program, in
 * a file that is brought in for this, or in a page that is not parsed.
 */
import { ts } from '../../../compiler.cjs';
import { enclosingFunction, memberName, references, unwrap, wrapped } from '../../program/ast.ts';
import { matchesCode } from '../../program/code-text-tests.ts';
import { oncePerProject } from '../../program/memo.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { placeOf, shortPath } from '../../program/short-path.ts';
import { isTestFile, isTestPath } from '../../program/test-files.ts';
import { unparsedMentions } from '../../program/unparsed-files.ts';
import { isUrlSearchParams, type QueryRead, throughConstants } from '../query/query-read.ts';
import { originsOf } from './origins.ts';
import { postedFrom } from './posted-by-page.ts';
import { isSamePath, type RelayTo, routeAround } from './route-paths.ts';

interface Relay {
  /** Where it stands, for a message. */
  readonly place: string;
  /** The functions that read the code which is sent. */
  readonly readers: ReadonlySet<ts.Node | undefined>;
  /** The path that it is sent to, where it is written down. */
  readonly path: string | undefined;
}

export function relayTo(project: Project, read: QueryRead): RelayTo | undefined {
  const { node } = read;
  const posted = postedFrom(project, read);
  if (posted?.isRoute) return posted;
  const reader = enclosingFunction(node);
  const route = routeAround(node);
  const relays = relaysIn(project)
    .filter(({ readers }) => !readers.has(reader))
    .map(({ place, path }) => ({ place, isRoute: route !== undefined && isSamePath(path, route) }));
  return relays.find(({ isRoute }) => isRoute) ?? relays[0] ?? posted;
}

/** What stands before the query, without an origin: `/oauth/finish` of `https://x.example/oauth/finish?code=`. */
const pathOf = (text: string): string | undefined =>
  /^(?:[a-z][\w+.-]*:\/\/[^/]*)?(\/[^?#]*)(?:[?#]|$)/.exec(text)?.[1];

const relaysIn = oncePerProject((project: Project): readonly Relay[] => {
  askSenders(project);
  return [...ofProgram(project), ...ofPages(project)];
});

/** A file that may send a code on need not import what redeems it: it is found by its text, and comes in for the next round. */
function askSenders(project: Project): void {
  const files = project.beyond.mentioning?.(['code']).get('code') ?? [];
  for (const file of files) {
    if (isTestPath(file) || project.program.getSourceFile(file)) continue;
    if (looksSent(project.beyond.readText(file) ?? '')) project.askFile(file);
  }
}

/** A page that is not parsed: its text decides. */
function ofPages(project: Project): readonly Relay[] {
  return (unparsedMentions(project, 'code', 'code') ?? [])
    .filter(({ text, kind }) => kind === 'other' && looksSent(text) && !/\biss\b/.test(text))
    .map(({ file }) => ({ place: shortPath(file), readers: new Set(), path: undefined }));
}

/** `?code=${…}`, `'?code=' + …`, `{ code, state }` of a query, `.set('code', …)` */
const looksSent = (text: string): boolean => matchesCode(sentText, text);
const sentText =
  /[?&]code=(?:\$\{|['"`]\s*\+)|\bURLSearchParams\s*\(\s*\{[^}]*\bcode\b|\.\s*(?:set|append)\s*\(\s*['"`]code['"`]\s*,/;

const kinds = [
  ts.SyntaxKind.TemplateExpression,
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.CallExpression,
] as const;

function ofProgram(project: Project): readonly Relay[] {
  return project.userFiles
    .filter((file) => looksSent(file.text) && !isTestFile(file))
    .flatMap((file) => nodesOfKinds(file, kinds))
    .flatMap((node): Relay[] => {
      const sent = codeSentIn(project, node);
      const origins = sent ? originsOf(project, node, made(project, sent)) : [];
      const readers = new Set(origins.map((origin) => enclosingFunction(origin.node)));
      return readers.size > 0 ? [{ place: placeOf(node), readers, path: addressOf(project, node) }] : [];
    });
}

/** The path of the address that the code goes into. */
function addressOf(project: Project, node: ts.Node): string | undefined {
  if (ts.isTemplateExpression(node)) {
    const texts = [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text);
    const before = texts.slice(0, texts.findIndex((text) => /[?&]code=$/.test(text)) + 1);
    // `${origin}/finish?code=${code}`
    return pathOf(before.join(''));
  }
  if (ts.isNewExpression(node)) {
    const span = wrapped(node).parent;
    return ts.isTemplateSpan(span) ? pathOf(span.parent.head.text) : undefined;
  }
  if (ts.isBinaryExpression(node)) {
    let first: ts.Expression = node;
    while (ts.isBinaryExpression(first)) first = unwrap(first.left);
    return ts.isStringLiteralLike(first) ? pathOf(first.text) : undefined;
  }
  const query = ts.isCallExpression(node) ? settingOf(node, 'code') : undefined;
  const url =
    query && ts.isPropertyAccessExpression(query) ? throughConstants(project, query.expression) : undefined;
  const [written] = url && ts.isNewExpression(url) ? (url.arguments ?? []) : [];
  return written && ts.isStringLiteralLike(written) ? pathOf(written.text) : undefined;
}

/** The value that goes into an address as `code`, where no `iss` goes with it. */
function codeSentIn(project: Project, node: ts.Node): ts.Expression | undefined {
  if (ts.isTemplateExpression(node)) return inTemplate(node);
  if (ts.isNewExpression(node)) return inParameters(project, node);
  if (ts.isBinaryExpression(node)) return inSum(node);
  return ts.isCallExpression(node) ? bySetting(project, node) : undefined;
}

/** `'/finish?code=' + code + '&state=' + state` */
function inSum(sum: ts.BinaryExpression): ts.Expression | undefined {
  if (sum.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const before = unwrap(sum.left);
  const last =
    ts.isBinaryExpression(before) && before.operatorToken.kind === ts.SyntaxKind.PlusToken
      ? unwrap(before.right)
      : before;
  if (!ts.isStringLiteralLike(last) || !/[?&]code=$/.test(last.text)) return undefined;
  let whole: ts.Node = sum;
  while (ts.isBinaryExpression(whole.parent)) whole = whole.parent;
  return /[?&]iss=/.test(whole.getText()) ? undefined : sum.right;
}

/** `next.searchParams.set('code', code)`, where the same query gets no `iss`. */
function bySetting(project: Project, call: ts.CallExpression): ts.Expression | undefined {
  const query = settingOf(call, 'code');
  const sent = call.arguments[1];
  if (!query || !sent || !isSent(project, query)) return undefined;
  const scope = enclosingFunction(call) ?? call.getSourceFile();
  const others = nodesOfKinds(call.getSourceFile(), [ts.SyntaxKind.CallExpression])
    .filter((other) => other.pos >= scope.pos && other.end <= scope.end)
    .filter((other) => ['iss', 'grant_type'].some((name) => settingOf(other as ts.CallExpression, name)));
  return others.length > 0 ? undefined : sent;
}

function settingOf(call: ts.CallExpression, parameter: string): ts.Expression | undefined {
  const callee = unwrap(call.expression);
  const [name] = call.arguments;
  if (!ts.isPropertyAccessExpression(callee) || !name || !ts.isStringLiteralLike(name)) return undefined;
  return ['set', 'append'].includes(callee.name.text) && name.text === parameter
    ? callee.expression
    : undefined;
}

/** The query of a URL, or one that becomes text. */
function isSent(project: Project, query: ts.Expression): boolean {
  const plain = unwrap(query);
  if (!isUrlSearchParams(project, plain)) return false;
  if (memberName(plain) === 'searchParams') return true;
  return ts.isIdentifier(plain) && namesText(project, plain);
}

/** `/finish?code=${code}&state=${state}` */
function inTemplate(template: ts.TemplateExpression): ts.Expression | undefined {
  if (/[?&]iss=/.test(template.getText())) return undefined;
  const before = [template.head, ...template.templateSpans.map(({ literal }) => literal)];
  const index = before.findIndex(({ text }) => /[?&]code=$/.test(text));
  return template.templateSpans[index]?.expression;
}

/** `new URLSearchParams({ code, state })` that becomes text: what is passed to the SDK is asked about elsewhere. */
function inParameters(project: Project, node: ts.NewExpression): ts.Expression | undefined {
  const [init] = node.arguments ?? [];
  const record = init && unwrap(init);
  if (!record || !ts.isObjectLiteralExpression(record) || !isText(project, node)) return undefined;
  const made = declaredAs(symbolOf(project, node.expression));
  if (made?.area !== 'platform/web' || made.name !== 'URLSearchParams') return undefined;
  const named = (name: string) => record.properties.find((each) => each.name?.getText() === name);
  const code = named('code');
  // With a grant type it is a request for a token.
  if (!code || named('iss') || named('grant_type') || record.properties.some(ts.isSpreadAssignment))
    return undefined;
  if (ts.isPropertyAssignment(code)) return code.initializer;
  return ts.isShorthandPropertyAssignment(code) ? code.name : undefined;
}

/** Part of a template, turned into text, or held by a constant that is. */
function isText(project: Project, value: ts.Expression): boolean {
  const { parent } = wrapped(value);
  if (ts.isTemplateSpan(parent)) return true;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === 'toString';
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && namesText(project, parent.name);
}

function namesText(project: Project, name: ts.Identifier): boolean {
  const symbol = symbolOf(project, name);
  if (!symbol) return false;
  const scope = enclosingFunction(name) ?? name.getSourceFile();
  return references(project.checker, symbol, scope).some(
    (use) => !ts.isVariableDeclaration(use.parent) && isText(project, use),
  );
}

/** `encodeURIComponent(code)`, `String(code)` */
function made(project: Project, value: ts.Expression): ts.Expression {
  const call = unwrap(value);
  const [only, ...more] = ts.isCallExpression(call) ? call.arguments : [];
  if (!only || more.length > 0) return value;
  return declaredAs(symbolOf(project, (call as ts.CallExpression).expression))?.area === 'platform/es'
    ? only
    : value;
}
