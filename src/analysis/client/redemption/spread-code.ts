import { ts } from '../../../compiler.cjs';
import { type FunctionLike, unwrap } from '../../program/ast.ts';
import { mentionsIn } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { argumentsOwner, isArguments } from '../../program/rest-parameters.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isUrlSearchParams, isUrlSearchParamsType } from '../query/query-read.ts';

/** `finishAuth(...args)`: whether the list begins with a query, by its type, or because the callers pass one. */
export function spreadsQuery(project: Project, { expression }: ts.SpreadElement): boolean {
  const [first] = typesIn(project, expression);
  const parts = first?.isUnion() ? first.types : [first];
  if (parts.some((part) => part && isUrlSearchParamsType(project, part))) return true;
  const { calls, from } = callersOf(project, expression);
  return passesQueries(project, calls, from);
}

/** Whoever fills the list passes `iss` with the code, or never does. */
export function spreadsPair(project: Project, { expression }: ts.SpreadElement): boolean {
  if (typesIn(project, expression).length > 1) return true;
  const { calls, from } = callersOf(project, expression);
  return calls.length > 0 && calls.every((call) => call.arguments.length > from + 1);
}

/** The types of a tuple, or that of all elements. */
function typesIn({ checker }: Project, list: ts.Expression): readonly ts.Type[] {
  const type = checker.getTypeAtLocation(list);
  const isList = checker.isTupleType(type) || checker.isArrayType(type);
  return isList ? checker.getTypeArguments(type as ts.TypeReference) : [];
}

/** The calls that fill `arguments`, or a rest parameter, and the argument that is its first. */
export function callersOf(
  project: Project,
  list: ts.Expression,
): { readonly calls: readonly ts.CallExpression[]; readonly from: number } {
  const name = unwrap(list);
  if (!ts.isIdentifier(name)) return none;
  const owner = isArguments(project, name) ? argumentsOwner(name) : undefined;
  if (owner) return { calls: callsOf(project, owner), from: 0 };
  const parameter = symbolOf(project, name)?.valueDeclaration;
  if (!parameter || !ts.isParameter(parameter) || !parameter.dotDotDotToken) return none;
  const fn = parameter.parent as FunctionLike;
  return { calls: callsOf(project, fn), from: fn.parameters.indexOf(parameter) };
}

const none = { calls: [], from: 0 };

/** Every call passes a query there. */
export function passesQueries(project: Project, calls: readonly ts.CallExpression[], index: number): boolean {
  return (
    calls.length > 0 &&
    calls.every(
      ({ arguments: given }) => given[index] !== undefined && isUrlSearchParams(project, given[index]),
    )
  );
}

/** The calls of a function by its name, on whatever. */
export function callsOf(project: Project, fn: FunctionLike): readonly ts.CallExpression[] {
  const name = fn.name ?? (ts.isVariableDeclaration(fn.parent) ? fn.parent.name : undefined);
  if (!name || !ts.isIdentifier(name) || !project.ask(name.text)) return [];
  return project.userFiles
    .filter((file) => file.text.includes(name.text))
    .flatMap((file) => mentionsIn(file, name.text))
    .flatMap((mention) => callOf(mention) ?? []);
}

/** The call whose function a mention names: `finish(…)`, `session.finish(…)`. */
function callOf(mention: ts.Node): ts.CallExpression | undefined {
  const { parent } = mention;
  const callee = ts.isPropertyAccessExpression(parent) && parent.name === mention ? parent : mention;
  const call = callee.parent;
  return ts.isCallExpression(call) && call.expression === callee ? call : undefined;
}
