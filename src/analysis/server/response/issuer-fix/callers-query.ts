import { ts } from '../../../../compiler.cjs';
import {
  codeText,
  enclosingFunction,
  type FunctionLike,
  isFunctionLike,
  unwrap,
} from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import { memberAtEnd } from '../../../program/insert-member.ts';
import { mentionsIss } from '../exits/iss-mention.ts';
import { queriesIn, urlVariableOf } from '../exits/url-variable.ts';
import { cutFrom } from '../flow/address-part.ts';
import type { Build } from '../flow/url-build.ts';
import { has } from '../flow/value-facts.ts';
import { spreadIss } from './iss-code.ts';
import type { IssuerFix } from './issuer-fix.ts';

/**
 * `sendBack(res, params.redirectUri, { code, state })`, where the function appends every member of the object: adds the
 * issuer to the objects of its callers.
 *
 * @returns false when the URL is not built that way
 */
export function addToQueriesOfCallers(fix: IssuerFix, build: Build): boolean {
  const { flow } = fix;
  const redirect = addressParameterAt(fix, build.redirect);
  const owner = redirect && enclosingFunction(build.node);
  if (!owner || redirect.parent !== owner) return false;
  const query = queryParameter(fix, build, owner);
  const calls = bindingsOf(flow.project).calls.get(owner);
  if (!query || calls.length === 0) return false;
  const [uri, values] = [redirect, query].map((one) => owner.parameters.indexOf(one)) as [number, number];
  const answers = calls.filter(
    ({ arguments: given }) => given[uri] && has(flow.facts(given[uri]), 'redirect'),
  );
  const literals = answers.map((call) => call.arguments[values] && unwrap(call.arguments[values]));
  if (!literals.every((one) => one !== undefined && ts.isObjectLiteralExpression(one))) return false;
  for (const call of answers) {
    const literal = unwrap(call.arguments[values] as ts.Expression) as ts.ObjectLiteralExpression;
    if (mentionsIss(flow.project, literal)) continue;
    fix.add(memberAtEnd(literal, spreadIss(fix.issuerAt(call.arguments[uri] as ts.Expression))));
  }
  return true;
}

function parameterAt({ flow }: IssuerFix, node: ts.Expression): ts.ParameterDeclaration | undefined {
  const plain = unwrap(node);
  const declaration = ts.isIdentifier(plain) ? declarationAt(flow.project, plain) : undefined;
  return declaration && ts.isParameter(declaration) ? declaration : undefined;
}

/** The same for a redirect_uri of which the query is cut off first. */
function addressParameterAt(fix: IssuerFix, node: ts.Expression): ts.ParameterDeclaration | undefined {
  const { project } = fix.flow;
  const plain = unwrap(node);
  const declaration = ts.isIdentifier(plain) ? declarationAt(project, plain) : undefined;
  const initial = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  const url = cutFrom(project, initial ? unwrap(initial) : (declaration ?? plain));
  return parameterAt(fix, url ?? node);
}

/** The parameter whose members become the query: `for (… of Object.entries(values))`, `new URLSearchParams(values)`. */
function queryParameter(
  fix: IssuerFix,
  build: Build,
  owner: FunctionLike,
): ts.ParameterDeclaration | undefined {
  const { project } = fix.flow;
  const changes = urlVariableOf(project, build.node)?.changes ?? [];
  const sources = [
    ...changes.flatMap((change) => loopSource(change, owner) ?? []),
    ...[build.node, ...changes]
      .flatMap((node) => queriesIn(project, node))
      .flatMap(({ arguments: given }) => given?.[0] ?? []),
  ];
  const found = sources.map((source) => parameterAt(fix, source));
  return found.length === 1 && found[0]?.parent === owner ? found[0] : undefined;
}

function loopSource(change: ts.Node, owner: ts.Node): ts.Expression | undefined {
  for (let node = change; node !== owner; node = node.parent) {
    if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return entriesOf(node.expression);
    const call = isFunctionLike(node) ? node.parent : undefined;
    if (call && ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression))
      return entriesOf(call.expression.expression);
  }
  return undefined;
}

/** `Object.entries(values)` is about `values`. */
function entriesOf(node: ts.Expression): ts.Expression {
  const plain = unwrap(node);
  const [first] = ts.isCallExpression(plain) ? plain.arguments : [];
  return first && ts.isCallExpression(plain) && /^Object\.(entries|keys)$/.test(codeText(plain.expression))
    ? first
    : plain;
}
