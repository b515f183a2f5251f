import { ts } from '../../../compiler.cjs';
import { enclosingFunction, isFunctionLike, unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { keyOf } from './declared.ts';
import { isUrlSearchParams } from './params.ts';
import { wholeQuery } from './whole-query.ts';

/** The names of a query that code lists: all of them, or those that a pattern left. */
export type Listed = 'all' | 'rest';

const lists: ReadonlySet<string> = new Set([
  '#ObjectConstructor.keys',
  '#ObjectConstructor.entries',
  '#ObjectConstructor.getOwnPropertyNames',
  '#ArrayConstructor.from',
]);

const listNames: ReadonlySet<string> = new Set([...lists].map((key) => key.split('.').at(-1) ?? ''));

/** What lists the names of something, as the text shows: each member is what may be a query, or its parameters. */
export interface List {
  readonly query?: ts.Expression | undefined;
  readonly params?: ts.Expression | undefined;
  /** The function that lists the query, where a name alone does not tell. */
  readonly by?: ts.Expression;
}

/** `Object.keys(req.query)`, `url.searchParams.keys()`, `for (const name in query)`, `[...params]`: what lists names. */
export function listIn(node: ts.Node): List | undefined {
  if (ts.isForInStatement(node)) return { query: node.expression };
  if (ts.isForOfStatement(node) || ts.isSpreadElement(node)) return { params: node.expression };
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === 'size' ? { params: node.expression } : undefined;
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  if (!callee || !ts.isPropertyAccessExpression(callee)) return undefined;
  const params = /^(keys|entries|forEach)$/.test(callee.name.text) ? callee.expression : undefined;
  const query = listNames.has(callee.name.text) ? (node as ts.CallExpression).arguments[0] : undefined;
  return params || query ? { params, query, by: callee } : undefined;
}

/** What of a query a list holds. */
export function listedQuery(project: Project, { params, query, by }: List): Listed | undefined {
  if (params && isUrlSearchParams(project, params)) return 'all';
  if (!query || (by && !lists.has(keyOf(project, by) ?? ''))) return undefined;
  return queryIn(project, query);
}

function queryIn(project: Project, value: ts.Expression): Listed | undefined {
  const name = unwrap(value);
  const declared = ts.isIdentifier(name)
    ? project.checker.getSymbolAtLocation(name)?.valueDeclaration
    : undefined;
  if (declared && ts.isBindingElement(declared) && isRestOfQuery(project, declared)) return 'rest';
  if (isQuery(project, value)) return 'all';
  if (!declared) return undefined;
  const owner = declared.parent;
  if (!ts.isParameter(declared) || !isFunctionLike(owner) || owner !== enclosingFunction(value))
    return undefined;
  const given = argumentsOf(project, owner, owner.parameters.indexOf(declared));
  return given.some(({ node }) => isQuery(project, node)) ? 'all' : undefined;
}

const isQuery = (project: Project, value: ts.Expression): boolean =>
  isUrlSearchParams(project, throughConstants(project, value)) || wholeQuery(project, value) !== undefined;

/** `const { code, state, ...rest } = req.query` */
function isRestOfQuery(project: Project, element: ts.BindingElement): boolean {
  const owner = element.parent.parent;
  const from = ts.isVariableDeclaration(owner) ? owner.initializer : undefined;
  return element.dotDotDotToken !== undefined && from !== undefined && isQuery(project, from);
}
