import { ts } from '../../../compiler.cjs';
import { codeText, descendants, enclosingFunction, type FunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionAt } from '../../program/callees.ts';
import { behindConstants } from '../../program/constants.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { nameOfKey } from '../../program/index-by-name.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { statementOf } from '../response/exits/exits.ts';
import { mentionsIss } from '../response/exits/iss-mention.ts';
import { urlVariableOf } from '../response/exits/url-variable.ts';

const headerSetters = new Set(['setHeader', 'set', 'header', 'append']);
const maxDepth = 4;

/**
 * Which redirects of a hand-written authorization server send a client `code` or `error` (RFC 6749, section 4.1.2) without `iss`?
 * Asked by the rules about metadata and about own authorize endpoints.
 * Gives the redirects whose whole URL can be followed, so that none is reported by mistake.
 */
export function bareRedirects(project: Project): readonly ts.Node[] {
  const found = known.get(project) ?? findRedirects(project);
  known.set(project, found);
  return found;
}

const known = new WeakMap<Project, readonly ts.Node[]>();

function findRedirects(project: Project): readonly ts.Node[] {
  const found = bindingsOf(project).allCalls.flatMap((call) => {
    const url = locationOf(call);
    return url && !isTestFile(call.getSourceFile()) ? bareAt(project, call, url) : [];
  });
  return [...new Set(found)];
}

/** A function that redirects for several callers is judged for each caller. */
function bareAt(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
  url: ts.Expression,
): readonly ts.Node[] {
  const parts = partsOf(project, url);
  const all = isBareResponse(project, parts) ? [statementOf(call)] : [];
  const owner = enclosingFunction(call);
  if (!owner || !parts.fromCallers) return all;
  const callers = bindingsOf(project).calls.get(owner);
  const given = callers.filter((caller) => !isTestFile(caller.getSourceFile()));
  const bare = given.filter((caller) => isBareResponse(project, partsOf(project, url, caller)));
  return bare.length > 0 && bare.length < given.length ? bare.map(statementOf) : all;
}

/** The URL that a call sends the browser to. */
export function locationOf(call: ts.CallExpression | ts.NewExpression): ts.Expression | undefined {
  const args = call.arguments ?? [];
  const callee = unwrap(call.expression);
  const named = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(named)) return undefined;
  const name = named.text;
  if (ts.isNewExpression(call))
    return named === callee && name === 'Response' ? inHeaders(args[1]) : undefined;
  if (name === 'redirect')
    return args.find((one) => !ts.isNumericLiteral(one) && !ts.isObjectLiteralExpression(one));
  if (name === 'writeHead') return inHeaders(args.at(-1));
  const [key, value] = args;
  return headerSetters.has(name) && key && isLocation(key) ? value : undefined;
}

function inHeaders(node: ts.Expression | undefined): ts.Expression | undefined {
  const literal = node && unwrap(node);
  if (!literal || !ts.isObjectLiteralExpression(literal)) return undefined;
  for (const member of literal.properties) {
    if (!ts.isPropertyAssignment(member)) continue;
    const name = member.name.getText().replace(/['"]/g, '').toLowerCase();
    if (name === 'location') return member.initializer;
    if (name === 'headers') return inHeaders(member.initializer);
  }
  return undefined;
}

function isLocation(node: ts.Expression): boolean {
  const plain = unwrap(node);
  return ts.isStringLiteralLike(plain) && plain.text.toLowerCase() === 'location';
}

const answer =
  /(set|append)\(\s*['"`](code|error)['"`]|[?&](code|error)=|['"`](code|error)=|[{,]\s*(code|error)\s*[,:}]/;
/** Parameters that go to an authorization server, not back to a client. */
const request =
  /(set|append)\(\s*['"`](response_type|client_id|code_challenge)|[?&](response_type|client_id|code_challenge)=|['"`](response_type|client_id|code_challenge)=?['"`]|[{,]\s*(response_type|client_id|code_challenge)\s*[,:}]/;
const redirectUri = /(?<!logout_?)redirect_?ur[il]/i;

function isBareResponse(project: Project, { parts }: Parts): boolean {
  if (!sendsAnswer(project, parts)) return false;
  return parts.some((part) => isBuiltOn(project, part)) && !parts.some((part) => mentionsIss(project, part));
}

/** A `code` or an `error` goes to a client, not a request to an authorization server. */
export function sendsAnswer(project: Project, parts: Parts['parts']): boolean {
  return parts.some((part) => isAnswer(project, part)) && !parts.some((part) => isRequest(project, part));
}

const isAnswer = oncePerNode((_project, part) => answer.test(codeText(part)));
const isRequest = oncePerNode((_project, part) => request.test(codeText(part)));

/** `new URL(redirectUri)`, `${redirect_uri}?…`, `redirectUri + '?…'`. */
function isBuiltOn(project: Project, part: ts.Node): boolean {
  for (const node of descendants(part)) {
    const base = ts.isNewExpression(node)
      ? node.arguments?.[0]
      : ts.isTemplateExpression(node) && node.head.text === ''
        ? node.templateSpans[0]?.expression
        : ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken
          ? node.left
          : undefined;
    if (!base || ts.isStringLiteralLike(base)) continue;
    if (redirectUri.test(codeText(base)) || redirectUri.test(codeText(behindConstants(project, base))))
      return true;
  }
  return false;
}

export interface Parts {
  readonly parts: readonly ts.Node[];
  /** True when some come from callers. */
  readonly fromCallers: boolean;
}

/**
 * The code that makes up a URL: its expression, the variables in it, what is set on them, the helpers and callers (or the one).
 * Ends where a part sends a request: what else there is decides nothing.
 */
export function partsOf(project: Project, url: ts.Expression, caller?: ts.CallExpression): Parts {
  const found = new Set<ts.Node>();
  let isOver = false;
  let fromCallers = false;
  const visit = (node: ts.Node, depth: number): void => {
    if (isOver || found.has(node)) return;
    found.add(node);
    isOver = isRequest(project, node);
    if (isOver || depth === maxDepth) return;
    for (const inner of descendants(node)) {
      if (isOver) return;
      if (ts.isCallExpression(inner)) {
        const body = functionAt(project, inner.expression)?.body;
        if (body) visit(body, depth + 1);
      } else if (ts.isIdentifier(inner) && mayBeVariable(project, inner)) {
        const declaration = declarationAt(project, inner);
        const given = declaration && ts.isParameter(declaration) ? givenTo(project, declaration, caller) : [];
        fromCallers ||= given.length > 0;
        const initial =
          declaration && ts.isVariableDeclaration(declaration) ? initialParts(project, declaration) : [];
        for (const next of [...initial, ...given]) visit(next, depth + 1);
      }
    }
  };
  visit(url, 0);
  return { parts: [...found], fromCallers };
}

/** False for members: to find out what declares them, the checker would have to type the object. */
function mayBeVariable(project: Project, name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAssignment(parent)) return parent.name !== name;
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== name) return true;
  // A module's variable looks like a member where the whole module is imported.
  const owner = ts.isIdentifier(parent.expression) ? symbolOf(project, parent.expression) : undefined;
  return owner !== undefined && (owner.flags & ts.SymbolFlags.Module) !== 0;
}

/** What callers, or the one, give to a parameter that may be a URL or a part of it. */
function givenTo(
  project: Project,
  parameter: ts.ParameterDeclaration,
  caller?: ts.CallExpression,
): readonly ts.Node[] {
  const owner = parameter.parent as FunctionLike;
  const index = owner.parameters.indexOf(parameter);
  const isOf = /ur[il]|target|location|redirect|params|query/i.test(nameOfKey(parameter));
  const isWanted = (call: ts.CallExpression): boolean => {
    const given = call.arguments[index];
    return given !== undefined && (isOf || isBuilt(given));
  };
  // Most functions get nothing like a URL under any name: their callers need not be told apart.
  if (!isCalledWith(project, owner, isWanted)) return [];
  const callers = bindingsOf(project).calls.get(owner);
  return (caller && callers.includes(caller) ? [caller] : callers)
    .filter(isWanted)
    .flatMap((call) => call.arguments[index] ?? []);
}

const initialParts = oncePerNode((project, { initializer }: ts.VariableDeclaration): readonly ts.Node[] => {
  if (!initializer || !isUrlLike(initializer)) return [];
  return [initializer, ...(urlVariableOf(project, initializer)?.changes ?? []).map(loopAround)];
});

/** True when a wanted call may be one of the function, by the name that it uses. */
function isCalledWith(
  project: Project,
  owner: FunctionLike,
  isWanted: (call: ts.CallExpression) => boolean,
): boolean {
  const { aliases, calls } = syntaxOf(project);
  return aliases
    .of(nameOfKey(owner))
    .some((name) => calls.get(name)?.some(({ value }) => isWanted(value)) ?? false);
}

/** True for an argument that is built like a URL or its parameters. */
function isBuilt(given: ts.Expression): boolean {
  const plain = unwrap(given);
  return ts.isObjectLiteralExpression(plain) || ts.isNewExpression(plain) || ts.isTemplateExpression(plain);
}

/** True for a value that may be a URL or its query. */
function isUrlLike(value: ts.Expression): boolean {
  const plain = unwrap(value);
  if (ts.isNewExpression(plain)) return /^URL(SearchParams)?$/.test(codeText(plain.expression));
  if (ts.isCallExpression(plain) || ts.isAwaitExpression(plain)) return true;
  return (
    ts.isTemplateExpression(plain) || ts.isBinaryExpression(plain) || ts.isObjectLiteralExpression(plain)
  );
}

/** The loop around `url.searchParams.set(key, value)`: its source names the keys. */
function loopAround(change: ts.Node): ts.Node {
  for (let node = change; node && !ts.isSourceFile(node); node = node.parent)
    if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return node;
  return change;
}
