import { ts } from '../../../compiler.cjs';
import {
  type AccessPath,
  afterAny,
  argumentsFrom,
  awaited,
  element,
  joined,
  member,
  type PathStep,
  place,
  sameStep,
} from '../../program/access-path.ts';
import { isAbsent, memberName } from '../../program/ast.ts';
import { referent } from '../../program/mentions.ts';
import { argumentsOwner, isArguments } from '../../program/rest-parameters.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { liftCallResult } from './call-results.ts';
import { memberOfDetail } from './dom-events.ts';
import type { Handler, Lift } from './lift.ts';
import { liftNew } from './promises.ts';
import { refusalFor } from './refusal.ts';
import { retypeCast } from './retype.ts';
import { indexOf, stepAt } from './tuples.ts';
import { memberPaths } from './type-paths.ts';
import { untypedMember } from './untyped-records.ts';
import { delegated } from './yielded.ts';

/** Backwards from a carrier: what each kind of expression is made from leads to the code, too. */
export function carrierFrom(lift: Lift, expression: ts.Expression, path: AccessPath): void {
  const node = withoutCasts(lift, expression, path);
  if (isAbsent(node)) return lift.absence.noteValue(lift.project, node);
  const handler = handlers[node.kind];
  if (!handler) throw refusalFor(lift, node);
  handler(lift, node as never, path);
}

const handlers: Partial<Record<ts.SyntaxKind, Handler<never>>> = {
  [ts.SyntaxKind.ArrowFunction]: fromFunction,
  [ts.SyntaxKind.FunctionExpression]: fromFunction,
  [ts.SyntaxKind.Identifier]: fromName,
  [ts.SyntaxKind.AwaitExpression]: fromAwait,
  [ts.SyntaxKind.YieldExpression]: fromYield,
  [ts.SyntaxKind.ConditionalExpression]: fromConditional,
  [ts.SyntaxKind.BinaryExpression]: fromBinary,
  [ts.SyntaxKind.CallExpression]: liftCallResult,
  [ts.SyntaxKind.NewExpression]: liftNew,
  [ts.SyntaxKind.PropertyAccessExpression]: fromAccess,
  [ts.SyntaxKind.ElementAccessExpression]: fromAccess,
  [ts.SyntaxKind.ObjectLiteralExpression]: fromRecord,
  [ts.SyntaxKind.ArrayLiteralExpression]: fromList,
};

/** The expression below casts. Their types change with it. */
function withoutCasts(lift: Lift, expression: ts.Expression, path: AccessPath): ts.Expression {
  let node = expression;
  for (;;) {
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isSatisfiesExpression(node)) {
      retypeCast(lift, node, path);
      node = node.expression;
    } else if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) node = node.expression;
    else return node;
  }
}

function fromFunction(lift: Lift, fn: ts.ArrowFunction | ts.FunctionExpression, path: AccessPath): void {
  lift.follow.function(fn, path);
}

function fromName(lift: Lift, name: ts.Identifier, path: AccessPath): void {
  const owner = isArguments(lift.project, name) ? argumentsOwner(name) : undefined;
  if (owner) return lift.follow.function(owner, joined([argumentsFrom(0)], path));
  lift.follow.symbol(referent(lift.project, name), path, name);
}

function fromAwait(lift: Lift, node: ts.AwaitExpression, path: AccessPath): void {
  lift.follow.expression(node.expression, [awaited, ...path]);
}

/** `yield* effect` */
function fromYield(lift: Lift, node: ts.YieldExpression, path: AccessPath): void {
  const inner = delegated(lift.project, node);
  if (!inner || !node.expression) throw refusalFor(lift, node);
  lift.follow.expression(node.expression, [...inner, ...path]);
}

function fromConditional(lift: Lift, node: ts.ConditionalExpression, path: AccessPath): void {
  lift.follow.expression(node.whenTrue, path);
  lift.follow.expression(node.whenFalse, path);
}

/** `x = y`, `x ?? y` and `x || y` give either side; `x && y` gives the right one where it gives anything. */
function fromBinary(lift: Lift, node: ts.BinaryExpression, path: AccessPath): void {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsToken:
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
      lift.follow.expression(node.left, path);
      return lift.follow.expression(node.right, path);
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return lift.follow.expression(node.right, path);
    default:
      throw refusalFor(lift, node);
  }
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** `this.pending`, `session.waitForCode`, `deferred.promise`, `list[0]`. */
export function fromAccess(lift: Lift, node: Access, path: AccessPath): void {
  if (memberName(node) === undefined)
    return lift.follow.expression(node.expression, [stepOf(lift, node), ...path]);
  const name = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
  const symbol = symbolOf(lift.project, name);
  for (const [step, paths] of symbol ? memberPaths(lift.project, symbol) : []) {
    const rest = afterAny(path, paths);
    if (rest) return lift.follow.expression(node.expression, [step, ...rest]);
  }
  if (declaredAs(symbol)) throw refusalFor(lift, node);
  const untyped = symbol ? undefined : untypedMember(lift.project, node);
  if (untyped) return lift.follow.expression(node.expression, [member(untyped), ...path]);
  memberOfDetail(lift, node.expression, memberName(node) ?? '', path);
  lift.follow.symbol(symbol, path, node);
}

/** `pair[0]`, `list[index]` */
function stepOf(lift: Lift, node: Access): PathStep {
  const index = indexOf(node);
  return (index !== undefined && stepAt(lift.project, node.expression, index)) || element;
}

/** Of an object literal the member that the path names. */
function fromRecord(lift: Lift, literal: ts.ObjectLiteralExpression, path: AccessPath): void {
  const [step, ...rest] = path;
  // What is kept in it by key is put there later.
  if (sameStep(step, element) && literal.properties.length === 0) return;
  if (step?.kind === 'type') return fromGenericRecord(lift, literal, step, rest);
  if (step?.kind !== 'member') throw refusalFor(lift, literal);
  // In JavaScript a member is written later, or never.
  if (literal.properties.length === 0) lift.absence.noteUntyped(literal);
  for (const property of literal.properties) {
    if (ts.isSpreadAssignment(property)) {
      if (!lacksMember(lift, property.expression, step.name))
        lift.follow.expression(property.expression, path);
    } else if ((property.name as ts.Identifier).text === step.name) {
      const symbol = symbolOf(lift.project, property.name as ts.Identifier);
      const declared = ts.isShorthandPropertyAssignment(property)
        ? ({ declarations: [property] } as unknown as ts.Symbol)
        : symbol;
      lift.follow.symbol(declared, rest, property);
    }
  }
}

/** True for a value whose type is known in full and has no such member: `...login` of `{ ...login, code }`. */
function lacksMember({ project: { checker } }: Lift, value: ts.Expression, name: string): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(value));
  const parts = type.isUnionOrIntersection() ? type.types : [type];
  return (
    parts.every(({ flags }) => (flags & ts.TypeFlags.Object) !== 0) &&
    parts.every((part) => checker.getIndexInfosOfType(part).length === 0) &&
    !parts.some((part) => checker.getPropertyOfType(part, name))
  );
}

/** `{ ok: true, value: code }` where a `Result<string>` is wanted: the members that the type is made over. */
function fromGenericRecord(
  lift: Lift,
  literal: ts.ObjectLiteralExpression,
  step: PathStep,
  rest: AccessPath,
): void {
  const { checker } = lift.project;
  const expected = checker.getContextualType(literal);
  if (!expected) throw refusalFor(lift, literal);
  const parts = expected.isUnion() ? expected.types : [expected];
  for (const property of literal.properties) {
    const isPlain = ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property);
    if (!isPlain) throw refusalFor(lift, literal);
    const name = property.name.getText();
    const found = parts.flatMap((part) => {
      const member = checker.getPropertyOfType(part, name);
      return (member ? memberPaths(lift.project, member) : []).flatMap(([made, paths]) =>
        sameStep(made, step) ? paths : [],
      );
    });
    const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
    for (const inner of found.slice(0, 1)) lift.follow.expression(value, joined(inner, rest));
  }
}

function fromList(lift: Lift, list: ts.ArrayLiteralExpression, path: AccessPath): void {
  const [step, ...rest] = path;
  if (step?.kind === 'place') {
    const spread = list.elements.findIndex(ts.isSpreadElement);
    const last = list.elements[spread];
    if (last && ts.isSpreadElement(last) && spread <= step.index && spread === list.elements.length - 1)
      return lift.follow.expression(last.expression, [place(step.index - spread), ...rest]);
    const found = list.elements[step.index];
    if (!found || (spread >= 0 && spread <= step.index)) throw refusalFor(lift, list);
    return lift.follow.expression(found, rest);
  }
  if (step?.kind !== 'type') throw refusalFor(lift, list);
  for (const each of list.elements) lift.follow.expression(each, rest);
}
