import { ts } from '../../../compiler.cjs';
import type { Step } from '../../../model/fix.ts';
import { type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionAt } from '../../program/callees.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import { implementers } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isUrlSearchParams, throughConstants } from '../query/query-read.ts';
import { codeArgument, madeUpCode, takesBoth } from './code-argument.ts';
import type { Redemption } from './finish-auth-calls.ts';

/** Where a bare code takes the place of the callback's query, although the types are right from there on. */
export interface MadeUp {
  /** The call to report: the one that passes a string, else the one that redeems it. */
  readonly call: ts.Node;
  readonly flow: readonly Step[];
  /** Set where the code is passed as it is, to what takes both forms: where the text comes from. */
  readonly text?: ts.Expression;
}

interface Walk {
  readonly project: Project;
  readonly blamed: ts.Node;
  /** False where a test has ruled strings out. */
  readonly takesText: boolean;
  readonly seen: Set<ts.Node>;
}

/**
 * Follows the query that a call redeems back to where it is made from a code alone: `new URLSearchParams({ code })` in
 * another function, or a caller that passes a string to a wrapper which accepts both.
 */
export function madeUpQueries(project: Project, redemption: Redemption): MadeUp[] {
  // Two strings: whether they belong together is asked elsewhere.
  if (redemption.issuer) return [];
  const isQuery = isUrlSearchParams(project, redemption.code);
  const message = isQuery ? 'finishAuth receives a query without iss' : 'finishAuth receives the code alone';
  const walk = {
    project,
    blamed: redemption.call,
    takesText: !isQuery && codeArgument(project, redemption) === 'query',
    seen: new Set<ts.Node>(),
  };
  return follow(walk, redemption.code, [{ node: redemption.call, message }]);
}

/** The same for a query from which one parameter is read. */
export function queriesMadeUp(project: Project, read: ts.Node, query: ts.Expression): MadeUp[] {
  return follow({ project, blamed: read, takesText: false, seen: new Set() }, query, []);
}

function follow(walk: Walk, expression: ts.Expression, flow: readonly Step[]): MadeUp[] {
  const value = throughConstants(walk.project, expression);
  if (walk.seen.has(value)) return [];
  walk.seen.add(value);
  if (ts.isConditionalExpression(value))
    return [...follow(walk, value.whenTrue, flow), ...follow(walk, value.whenFalse, flow)];
  if (ts.isBinaryExpression(value))
    return [...follow(walk, value.left, flow), ...follow(walk, value.right, flow)];
  if (ts.isAwaitExpression(value)) {
    const found = follow(walk, value.expression, flow);
    return found.length > 0 ? found : fromText(walk, value, flow);
  }
  const code = madeUpCode(walk.project, value);
  if (code)
    return fromCode(walk, code, [{ node: value, message: 'a query is made from the code alone' }, ...flow]);
  if (ts.isCallExpression(value) && functionAt(walk.project, value.expression))
    return fromResult(walk, value, flow);
  if (ts.isPropertyAccessExpression(value) && takesBoth(walk.project, value))
    return fromMember(walk, value, flow);
  const text = fromText(walk, value, flow);
  if (text.length > 0) return text;
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
    return [{ call: at, flow: textFrom(node, flow), text: node }];
  });
}

/** What is written into the member of a record that takes both forms. */
function fromMember(walk: Walk, value: ts.PropertyAccessExpression, flow: readonly Step[]): MadeUp[] {
  const symbol = symbolOf(walk.project, value.name);
  return (symbol ? implementers(walk.project, symbol) : []).flatMap((member) => {
    const written = writtenIn(member);
    if (!written || walk.seen.has(written) || isTestFile(member.getSourceFile())) return [];
    if (!isString(walk.project, written))
      return follow(walk, written, [{ node: written, message: 'it is written here' }, ...flow]);
    walk.seen.add(written);
    if (!walk.takesText || ts.isStringLiteralLike(throughConstants(walk.project, written))) return [];
    return [{ call: member, flow: textFrom(written, flow), text: written }];
  });
}

function writtenIn(member: ts.Declaration): ts.Expression | undefined {
  if (ts.isPropertyAssignment(member) || ts.isPropertyDeclaration(member)) return member.initializer;
  return ts.isShorthandPropertyAssignment(member) ? member.name : undefined;
}

const textFrom = (node: ts.Expression, flow: readonly Step[]): readonly Step[] => [
  { node, message: 'the code alone is passed; iss stays behind' },
  ...flow,
];

/** `await terminal.question('Paste the code: ')` */
function fromText(walk: Walk, value: ts.Expression, flow: readonly Step[]): MadeUp[] {
  if (!walk.takesText || !isGivenText(walk.project, value)) return [];
  return [{ call: walk.blamed, flow: textFrom(value, flow), text: value }];
}

/** A text that somebody makes here: no literal, as tests use them, and no parameter, whose callers are looked at. */
function isGivenText(project: Project, value: ts.Expression): boolean {
  if (!isString(project, value) || isTestFile(value.getSourceFile())) return false;
  return !ts.isStringLiteralLike(value) && !parameterOf(project, value);
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
