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

/** `Object.keys(req.query)`, `url.searchParams.keys()`, `for (const name in query)`, `[...params]`: what lists a query. */
export function listedQuery(project: Project, node: ts.Node): Listed | undefined {
  if (ts.isForInStatement(node)) return queryIn(project, node.expression);
  if (ts.isForOfStatement(node) || ts.isSpreadElement(node)) return paramsIn(project, node.expression);
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === 'size' ? paramsIn(project, node.expression) : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  if (/^(keys|entries|forEach)$/.test(callee.name.text)) {
    const listed = paramsIn(project, callee.expression);
    if (listed) return listed;
  }
  const [given] = node.arguments;
  // To ask for the symbol of every call costs a second.
  if (!given || !listNames.has(callee.name.text)) return undefined;
  return lists.has(keyOf(project, callee) ?? '') ? queryIn(project, given) : undefined;
}

const paramsIn = (project: Project, value: ts.Expression): Listed | undefined =>
  isUrlSearchParams(project, value) ? 'all' : undefined;

function queryIn(project: Project, value: ts.Expression): Listed | undefined {
  if (isQuery(project, value)) return 'all';
  const name = unwrap(value);
  const declared = ts.isIdentifier(name)
    ? project.checker.getSymbolAtLocation(name)?.valueDeclaration
    : undefined;
  if (!declared) return undefined;
  if (ts.isBindingElement(declared)) return isRestOfQuery(project, declared) ? 'rest' : undefined;
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
