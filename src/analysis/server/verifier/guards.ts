import { ts } from '../../../compiler.cjs';
import { descendants, enclosingFunction, isFunctionLike, ownDescendants, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import type { CredentialValues } from './credential-values.ts';
import { isExhausted } from './exhausted.ts';
import { isOfTokenPackage } from './package-calls.ts';
import { hasOwnCredentials } from './request-credentials.ts';
import { asksStoredShape, isStored } from './stored-values.ts';

/** What decides that a place is reached. */
export interface Guard {
  /**
   * `credential`: the token, or what was found for it; `upstream`: the status of an answer that may fail otherwise, too;
   * `other`: something else; `nothing`: the function always gets there.
   */
  readonly by: 'credential' | 'upstream' | 'other' | 'nothing';
  readonly condition?: ts.Expression;
}

const other: Guard = { by: 'other' };
export const credential: Guard = { by: 'credential' };

/** What the guards of a function are asked with. */
export interface GuardContext {
  readonly project: Project;
  readonly values: CredentialValues;
  /** True where a `try` may fail because of the credential, and what it throws then gets to a place in its `catch`. */
  readonly failsByCredential: (tried: ts.Node, place: ts.Node) => boolean;
}

/**
 * Does the credential decide that a throw is reached?
 * Asked of a throw, and of the calls that lead to one.
 * Gives what the nearest condition asks: an `if` around it, one before it that returns, the failure that a `catch` handles.
 */
export function guardAt(context: GuardContext, node: ts.Node): Guard {
  const { fn } = context.values;
  if (isExhausted(context.project, node)) return other;
  for (let current = node; current !== fn && current.parent; current = current.parent) {
    const { parent } = current;
    if (ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent)) {
      const before = returnedBefore(context, parent.statements, current);
      if (before) return before;
    }
    const condition = conditionFor(parent, current) ?? caseFor(context, parent, current);
    if (condition) return ofCondition(context, condition, node);
    const tried = triedBefore(parent, current);
    if (tried) return context.failsByCredential(tried, node) ? credential : other;
  }
  return { by: 'nothing' };
}

/** What has failed where `node` runs: the block of a `try`, or the promise of `.catch(…)`. */
function triedBefore(parent: ts.Node, node: ts.Node): ts.Node | undefined {
  if (ts.isCatchClause(parent)) return parent.parent.tryBlock;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return undefined;
  const callee = unwrap(parent.expression);
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 'catch'
    ? callee.expression
    : undefined;
}

/** The condition under which `node` runs as a part of `parent`. */
function conditionFor(parent: ts.Node, node: ts.Node): ts.Expression | undefined {
  if (ts.isIfStatement(parent)) return node === parent.expression ? undefined : parent.expression;
  if (ts.isConditionalExpression(parent)) return node === parent.condition ? undefined : parent.condition;
  if (ts.isCaseBlock(parent) && !isChain(parent)) return parent.parent.expression;
  if (ts.isBinaryExpression(parent) && node === parent.right && isLogical(parent)) return parent.left;
  return undefined;
}

/** `switch (true)` asks one condition after another. */
const isChain = ({ parent }: ts.CaseBlock): boolean => parent.expression.kind === ts.SyntaxKind.TrueKeyword;

/** The condition of a clause of such a `switch`: its own, that of one which falls through to it, any for the default. */
function caseFor(context: GuardContext, parent: ts.Node, clause: ts.Node): ts.Expression | undefined {
  if (!ts.isCaseBlock(parent)) return undefined;
  const asked: ts.Expression[] = [];
  const at = parent.clauses.indexOf(clause as ts.CaseOrDefaultClause);
  for (const [index, each] of [...parent.clauses.slice(0, at + 1).entries()].reverse()) {
    if (index < at && ts.isCaseClause(clause) && each.statements.length > 0) break;
    if (ts.isCaseClause(each)) asked.push(each.expression);
  }
  return asked.find((each) => context.values.has(each)) ?? asked[0];
}

function isLogical({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

/** `if (stored) return stored;` before a throw: without such a value the throw is reached. */
function returnedBefore(
  context: GuardContext,
  statements: ts.NodeArray<ts.Statement>,
  node: ts.Node,
): Guard | undefined {
  const index = statements.indexOf(node as ts.Statement);
  for (const statement of statements.slice(0, Math.max(0, index)).reverse()) {
    if (![...ownDescendants(statement)].some(ts.isReturnStatement)) continue;
    if (!ts.isIfStatement(statement)) return context.values.has(statement) ? credential : other;
    if (asksStoredShape(context.project, context.values, statement.expression)) return other;
    const guard = ofCondition(context, statement.expression, node);
    if (guard.by !== 'other') return guard;
  }
  return undefined;
}

function ofCondition(context: GuardContext, condition: ts.Expression, place: ts.Node): Guard {
  const { project, values } = context;
  const caught = caughtIn(condition);
  if (caught && (!ts.isBlock(caught) || !values.has(condition)))
    return context.failsByCredential(caught, place) ? { by: 'credential', condition } : other;
  if (!values.has(condition) || isAbsenceOfParameter(context, condition)) return other;
  if (asksStoredShape(project, values, condition)) return other;
  const asked = [...descendants(condition)].filter((node) => asksStatus(project, values, node));
  const named = namedStatus(condition);
  if (asked.length === 0 || named === 'token') return { by: 'credential', condition };
  if (named === 'client')
    return {
      by:
        asked.some((node) => isAnswerToBearer(values, node)) ||
        !asked.some((node) => hasOwnCredentials(project, values, node))
          ? 'credential'
          : 'upstream',
      condition,
    };
  return named === 'request' || asked.some((node) => isAnswerToBearer(values, node))
    ? { by: 'upstream', condition }
    : other;
}

/** True for an answer to a request with the token as its own credential: its status says something about the token. */
function isAnswerToBearer(values: CredentialValues, asked: ts.Node): boolean {
  return [...values.mentionsIn(asked)].some(([, declaration]) => {
    const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return (
      value !== undefined &&
      [...descendants(value)].some(
        (node) => ts.isTemplateExpression(node) && /^bearer /i.test(node.head.text) && values.has(node),
      )
    );
  });
}

/** What is tried where a condition asks for the error that is caught: `error.name === 'TokenExpiredError'`; a promise of `.catch(…)`. */
function caughtIn(condition: ts.Expression): ts.Block | ts.Expression | undefined {
  const isAsked = (name: ts.BindingName | undefined): boolean =>
    name !== undefined &&
    ts.isIdentifier(name) &&
    [...descendants(condition)].some((each) => ts.isIdentifier(each) && each.text === name.text);
  for (let node: ts.Node = condition; node.parent; node = node.parent) {
    if (ts.isCatchClause(node)) {
      if (isAsked(node.variableDeclaration?.name)) return node.parent.tryBlock;
      if (enclosingFunction(node) !== enclosingFunction(condition)) return undefined;
    }
    if (!isFunctionLike(node)) continue;
    const promise = triedBefore(node.parent, node);
    return promise && ts.isExpression(promise) && isAsked(node.parameters[0]?.name) ? promise : undefined;
  }
  return undefined;
}

/** `!token`: the middleware never passes an empty one. */
function isAbsenceOfParameter({ project, values }: GuardContext, condition: ts.Expression): boolean {
  const node = unwrap(condition);
  const operand =
    ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken
      ? unwrap(node.operand)
      : undefined;
  const declaration = operand && ts.isIdentifier(operand) ? declarationAt(project, operand) : undefined;
  return declaration !== undefined && ts.isParameter(declaration) && declaration.parent === values.fn;
}

/** `response.ok`, `response.status` of an answer of `fetch`. */
function asksStatus(project: Project, values: CredentialValues, node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node) || !/^(?:ok|status)$/.test(node.name.text)) return false;
  if (!values.has(node.expression)) return false;
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(node.expression));
  return declaredTypes(project, type).some(
    ({ area, name }) => area === 'platform/web' && name === 'Response',
  );
}

/**
 * `response.status === 404`: the upstream says that the token is at fault. By 400 it may mean the request, by 401 who sends it
 * (RFC 7662, 2.3).
 */
function namedStatus(condition: ts.Expression): 'token' | 'client' | 'request' | undefined {
  const numbers = [...descendants(condition)].filter(ts.isNumericLiteral).map(({ text }) => text);
  if (numbers.some((text) => /^40[13]$/.test(text))) return 'client';
  if (numbers.includes('404')) return 'token';
  return numbers.includes('400') ? 'request' : undefined;
}

/** Whether a call that gets the credential fails because of it: a token library, or a decoder of the language. */
export function failsByToken(
  { project, values }: Omit<GuardContext, 'failsByCredential'>,
  node: ts.Node,
): boolean {
  if (!ts.isCallExpression(node) || !node.arguments.some((each) => values.has(each))) return false;
  if (isOfTokenPackage(project, node)) return true;
  // A stored text that cannot be read is corrupt.
  const given = node.arguments.filter((each) => values.has(each));
  return isDecoder(project, node) && !given.every((each) => isStored({ project, values }, each));
}

/** Functions of the language and the platform that throw for a text that they cannot read. */
const decoders = new Set(['JSON.parse', 'atob', 'decodeURIComponent']);

function isDecoder(project: Project, call: ts.CallExpression): boolean {
  const declared = declaredAs(symbolOf(project, unwrap(call.expression)));
  if (!declared || !/^platform\/(?:es|web)$/.test(declared.area)) return false;
  return decoders.has([declared.name, declared.member].filter(Boolean).join('.'));
}
