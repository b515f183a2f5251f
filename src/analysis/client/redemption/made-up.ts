import { ts } from '../../../compiler.cjs';
import type { Step } from '../../../model/fix.ts';
import { type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionAt } from '../../program/callees.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { throughConstants } from '../query/query-read.ts';
import { madeUpCode } from './code-argument.ts';
import type { Redemption } from './finish-auth-calls.ts';

/** Where a bare code takes the place of the callback's query, although the types are right from there on. */
export interface MadeUp {
  /** The call to report: the one that passes a string, else the one that redeems it. */
  readonly call: ts.Node;
  readonly flow: readonly Step[];
}

interface Walk {
  readonly project: Project;
  readonly blamed: ts.Node;
  readonly seen: Set<ts.Node>;
}

/**
 * Follows the query that a call redeems back to where it is made from a code alone: `new URLSearchParams({ code })` in
 * another function, or a caller that passes a string to a wrapper which accepts both.
 */
export function madeUpQueries(project: Project, redemption: Redemption): MadeUp[] {
  const last = { node: redemption.call, message: 'finishAuth receives a query without iss' };
  return follow({ project, blamed: redemption.call, seen: new Set() }, redemption.code, [last]);
}

/** The same for a query from which one parameter is read. */
export function queriesMadeUp(project: Project, read: ts.Node, query: ts.Expression): MadeUp[] {
  return follow({ project, blamed: read, seen: new Set() }, query, []);
}

function follow(walk: Walk, expression: ts.Expression, flow: readonly Step[]): MadeUp[] {
  const value = throughConstants(walk.project, expression);
  if (walk.seen.has(value)) return [];
  walk.seen.add(value);
  if (ts.isConditionalExpression(value))
    return [...follow(walk, value.whenTrue, flow), ...follow(walk, value.whenFalse, flow)];
  if (ts.isBinaryExpression(value))
    return [...follow(walk, value.left, flow), ...follow(walk, value.right, flow)];
  if (ts.isAwaitExpression(value)) return follow(walk, value.expression, flow);
  const code = madeUpCode(walk.project, value);
  if (code)
    return fromCode(walk, code, [{ node: value, message: 'a query is made from the code alone' }, ...flow]);
  if (ts.isCallExpression(value)) return fromResult(walk, value, flow);
  return fromParameter(walk, value, flow);
}

/** `new URLSearchParams({ code })`: the callers that pass the code, where it is a parameter. */
function fromCode(walk: Walk, code: ts.Expression, flow: readonly Step[]): MadeUp[] {
  if (isTestFile(code.getSourceFile())) return [];
  const parameter = parameterOf(walk.project, unwrap(code));
  // A helper that makes the query for its caller is not reported, the caller is.
  if (parameter && !walk.seen.has(parameter.parent)) return fromParameter(walk, unwrap(code), flow);
  return [{ call: walk.blamed, flow }];
}

/** `asParams(code)`: what the helper returns. */
function fromResult(walk: Walk, call: ts.CallExpression, flow: readonly Step[]): MadeUp[] {
  const helper = functionAt(walk.project, call.expression);
  if (!helper) return [];
  walk.seen.add(helper);
  const step = { node: call, message: 'the query comes from here' };
  const returned = bindingsOf(walk.project).returns.get(helper) ?? [];
  return returned.flatMap((value) => follow(walk, value, [step, ...flow]));
}

/** What the callers of the function pass for it. */
function fromParameter(walk: Walk, value: ts.Expression, flow: readonly Step[]): MadeUp[] {
  const parameter = parameterOf(walk.project, value);
  if (!parameter) return [];
  const owner = parameter.parent as FunctionLike;
  const given = argumentsOf(walk.project, owner, owner.parameters.indexOf(parameter));
  return given.flatMap(({ node, at }) => {
    if (isTestFile(node.getSourceFile())) return [];
    if (!isString(walk.project, node))
      return follow(walk, node, [{ node, message: 'it is passed here' }, ...flow]);
    if (!ts.isCallExpression(at) || ts.isStringLiteralLike(throughConstants(walk.project, node))) return [];
    return [{ call: at, flow: [{ node, message: 'the code alone is passed; iss stays behind' }, ...flow] }];
  });
}

function parameterOf(project: Project, value: ts.Expression): ts.ParameterDeclaration | undefined {
  const declaration = ts.isIdentifier(value) ? symbolOf(project, value)?.valueDeclaration : undefined;
  return declaration && ts.isParameter(declaration) && isFunctionLike(declaration.parent)
    ? declaration
    : undefined;
}

function isString(project: Project, node: ts.Expression): boolean {
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(node));
  return (type.flags & ts.TypeFlags.StringLike) !== 0;
}
