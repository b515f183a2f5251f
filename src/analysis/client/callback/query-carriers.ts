import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { isBundledDeclaration } from '../../program/sdk-root.ts';
import { isUrlSearchParams } from '../query/query-read.ts';
import type { Origin } from './origins.ts';

/** The variables and parameters on the flow that hold a whole query, a URL or a request. */
export function carriersIn(
  project: Project,
  { node: origin, kind, flow }: Origin,
  upstream: ReadonlySet<ts.Node>,
): ts.Declaration[] {
  // What is taken out of the query at the origin holds one parameter. A record on the flow has members of its own.
  const queries = kind === 'query' ? flow.filter((node) => isQuery(project, node)) : [];
  // `Object` of `Object.fromEntries(params)` is not the program's.
  const isOwn = (node: ts.Node) => !isBundledDeclaration(node);
  const nodes = [...upstream, ...queries].filter((node) => node !== origin && isOwn(node));
  return nodes.filter((node): node is ts.Declaration => {
    if (ts.isParameter(node)) return isOfHandler(project, node);
    if (!ts.isVariableDeclaration(node) && !ts.isBindingElement(node)) return false;
    return ts.isIdentifier(node.name) && !isPrimitive(project, node);
  });
}

/** Numbers and flags hold no query; the parameter of a promise's executor is a function. */
function isOfHandler(project: Project, parameter: ts.ParameterDeclaration): boolean {
  const type = project.checker.getTypeAtLocation(parameter);
  return (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike)) === 0;
}

function isPrimitive(project: Project, node: ts.Node): boolean {
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(node));
  const primitive = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike;
  return (type.flags & primitive) !== 0;
}

function isQuery(project: Project, node: ts.Node): boolean {
  const { name } = node as ts.NamedDeclaration;
  return name !== undefined && ts.isIdentifier(name) && isUrlSearchParams(project, name);
}
