import { ts } from '../../../compiler.cjs';
import { codeParameter } from '../../../sdk/roles.ts';
import { codeText, memberName, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { isConst, keyOfElement, throughConstants } from '../../program/constants.ts';
import { referent } from '../../program/mentions.ts';
import { paramsOf, recordAgain } from '../query/again.ts';
import { isNoValue } from '../query/no-value.ts';
import { ownReader } from '../query/own-readers.ts';
import type { QueryRead } from '../query/query-read.ts';
import { isRepeatable, reaches } from '../query/repeatable.ts';
import { throwingCheck, validated } from '../query/validated.ts';
import { wholeQuery } from '../query/whole-query.ts';
import { addIssuer } from './issuer-member.ts';
import type { Lift } from './lift.ts';
import { canBeNamed, nameRecord } from './named-record.ts';
import { type PassedQuery, passedDoubt, passedQuery } from './passed-query.ts';
import { shortText } from './short-text.ts';
import { writeQuery } from './write-query.ts';

/** Where the record is that an expression reads the code of, behind a default for a missing one, and what callers give it. */
export function passedRecord(
  lift: Lift,
  code: ts.Expression,
): { readonly taken: Taken; readonly passed: PassedQuery } | undefined {
  const taken = takenFrom(lift, withoutDefault(code));
  const passed = taken && passedQuery(lift, taken);
  return passed && { taken, passed };
}

/** Why the record that an expression reads the code of is not known to hold a query. */
export function recordDoubt(lift: Lift, code: ts.Node): CannotFollow | undefined {
  const taken = ts.isExpression(code) ? takenFrom(lift, withoutDefault(code)) : undefined;
  if (!taken) return undefined;
  // Of a value without a type, that is all there is to say.
  const isUntyped = (lift.project.checker.getTypeAtLocation(taken).flags & ts.TypeFlags.Any) !== 0;
  return isUntyped ? undefined : passedDoubt(lift, taken);
}

/** A code that is read of a record, and where that record is: an expression, or the parameter whose pattern takes it apart. */
type Taken = ts.Expression | ts.ParameterDeclaration;

/**
 * The code of a record that all callers fill with the whole query: `query.code` of `finishLogin(userId, req.query)`. The query is made
 * of the record where the code was read.
 * @returns false for any other expression
 */
export function writePassed(lift: Lift, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  const record = passedRecord(lift, node);
  if (!record) return false;
  const { taken, passed } = record;
  if (ts.isExpression(taken) && !reaches(lift.project, taken, node))
    throw new CannotFollow('wider-flow', taken, `${shortText(taken)} is given another value, too.`);
  // The first is told as the reason: what was seen of the callers says more than that a record is no query.
  for (const assumption of passed.assumptions) lift.evidence.assume(assumption);
  writeQuery(lift, expression, readOf(lift, node, taken, passed));
  lift.absence.noteRecord();
  lift.trace.take(declarationBehind(lift, node), node);
  if (ts.isIdentifier(node)) bypass(lift, node, taken);
  addIssuer(lift, taken);
  for (const read of passed.reads) {
    lift.evidence.readAt(read);
    lift.trace.take(declarationBehind(lift, read.node), read.node);
    lift.trace.step(read.node, "the callback's whole query is passed here");
  }
  return true;
}

function readOf(lift: Lift, node: ts.Expression, taken: Taken, passed: PassedQuery): QueryRead {
  const { assumes } = passed;
  if (ts.isExpression(taken))
    return { node, key: codeParameter, ...recordAgain(lift.project, taken, assumes) };
  const name = nameRecord(lift, taken, node);
  const params = paramsOf(lift.project, taken, name);
  return { node, key: codeParameter, params, root: node, ...(assumes && { assumes }) };
}

/** What declares a name, or the object that an expression is a member of. */
function declarationBehind(lift: Lift, expression: ts.Expression): ts.Node | undefined {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) return declarationBehind(lift, node.expression);
  return ts.isIdentifier(node) ? referent(lift.project, node)?.valueDeclaration : undefined;
}

/** A constant that held the code goes when nothing else reads it. */
function bypass(lift: Lift, name: ts.Identifier, taken: Taken): void {
  const symbol = referent(lift.project, name);
  if (symbol && ts.isExpression(taken)) lift.bypassed.add(symbol, name);
}

/** The record that an expression reads the code of, as {@link queryRead} would of a query that is there. */
function takenFrom(lift: Lift, expression: ts.Expression): Taken | undefined {
  const node = unwrap(expression);
  const taken = ownTaken(lift, node);
  if (!taken) return undefined;
  if (!ts.isExpression(taken)) return canBeNamed(taken) ? taken : undefined;
  // What reads a query on the spot is no matter of callers.
  if (wholeQuery(lift.project, taken)) return undefined;
  // A constant carries the query where the record is out of reach.
  const isConstant = ts.isIdentifier(node) && !reaches(lift.project, taken, node);
  return isRepeatable(taken) && !isConstant ? taken : undefined;
}

function ownTaken(lift: Lift, node: ts.Expression): Taken | undefined {
  if (memberName(node) === codeParameter)
    return unchecked(lift, (node as ts.PropertyAccessExpression).expression);
  if (ts.isIdentifier(node)) return ofName(lift, node);
  if (ts.isConditionalExpression(node)) return ofBranches(lift, node);
  const list = listOf(node);
  if (list) return takenFrom(lift, throughConstants(lift.project, list));
  const reader = ts.isCallExpression(node) ? ownReader(lift.project, node) : undefined;
  if (!reader) return undefined;
  if (!reader.key) return takenFrom(lift, throughConstants(lift.project, reader.given));
  const key = throughConstants(lift.project, reader.key);
  return ts.isStringLiteralLike(key) && key.text === codeParameter ? unwrap(reader.given) : undefined;
}

/** `const { code } = query`, `const code = query.code`, `({ code, state }) => …` */
function ofName(lift: Lift, name: ts.Identifier): Taken | undefined {
  const declaration = referent(lift.project, name)?.valueDeclaration;
  if (!declaration) return undefined;
  if (ts.isVariableDeclaration(declaration)) {
    const value = isConst(declaration) ? declaration.initializer : undefined;
    return value && !throwingCheck(lift.project, value) ? takenFrom(lift, withoutDefault(value)) : undefined;
  }
  if (!ts.isBindingElement(declaration) || keyOfElement(declaration) !== codeParameter) return undefined;
  if (declaration.initializer && !isNoValue(declaration.initializer)) return undefined;
  const owner = declaration.parent.parent;
  if (ts.isParameter(owner)) return owner;
  return ts.isVariableDeclaration(owner) && owner.initializer
    ? unchecked(lift, owner.initializer)
    : undefined;
}

/** What a schema gives lacks what the schema does not name: `query` of `schema.safeParse(query).data` has all of it. */
function unchecked({ project }: Lift, record: ts.Expression): ts.Expression {
  const checked = validated(project, throughConstants(project, record));
  return unwrap(checked ?? record);
}

/** `query.code ?? ''` */
function withoutDefault(value: ts.Expression): ts.Expression {
  const node = unwrap(value);
  return ts.isBinaryExpression(node) && isNoValue(node.right) ? withoutDefault(node.left) : node;
}

/** `Array.isArray(query.code) ? query.code[0] : query.code`, `typeof query.code === 'string' ? query.code : undefined` */
function ofBranches(
  lift: Lift,
  { condition, whenTrue, whenFalse }: ts.ConditionalExpression,
): Taken | undefined {
  const [one, other] = [takenFrom(lift, whenTrue), takenFrom(lift, whenFalse)];
  if (one && other) return isSame(one, other) ? one : undefined;
  if (!one || !isNoValue(whenFalse)) return undefined;
  const asked = unwrap(condition);
  const side = ts.isBinaryExpression(asked) ? unwrap(asked.left) : asked;
  const subject = takenFrom(lift, ts.isTypeOfExpression(side) ? side.expression : side);
  return subject && isSame(one, subject) ? one : undefined;
}

const isSame = (one: Taken, other: Taken): boolean => one === other || codeText(one) === codeText(other);

/** `x` of `x[0]` and `x.at(0)` */
function listOf(node: ts.Expression): ts.Expression | undefined {
  const isFirst = (index: ts.Expression | undefined) =>
    index !== undefined && ts.isNumericLiteral(index) && index.text === '0';
  if (ts.isElementAccessExpression(node))
    return isFirst(node.argumentExpression) ? node.expression : undefined;
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  const isAt = callee && ts.isPropertyAccessExpression(callee) && callee.name.text === 'at';
  return isAt && isFirst((node as ts.CallExpression).arguments[0]) ? callee.expression : undefined;
}
