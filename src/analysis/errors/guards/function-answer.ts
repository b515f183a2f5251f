import { ts } from '../../../compiler.cjs';
import type { FunctionLike } from '../../program/ast.ts';
import type { Frame } from './frame.ts';
import { learnVariable } from './learn-variable.ts';
import { isDeferred, onlyFunctionAt } from './own-functions.ts';
import { isPure } from './purity.ts';
import { takenClause } from './switch.ts';
import { constant, isSameConstant, unknown, type Value } from './value.ts';

/** What a function of the project returns for these arguments; `unknown` when it has effects. */
export function answerOf(node: ts.CallExpression, frame: Frame): Value {
  if (frame.isDeepest) return unknown;
  const values = node.arguments.map((argument) => frame.evaluate(argument));
  if (values.every(({ kind }) => kind === 'unknown')) return unknown;
  const target = onlyFunctionAt(frame.project, node.expression);
  if (!node.arguments.every((argument) => isPure(argument, frame))) return unknown;
  if (!target?.body || frame.isInside(target) || isDeferred(target)) return unknown;
  const inner = frame.enter(target);
  learnParameters(target, values, inner);
  const value = answerIn(target, inner);
  frame.noteFrom(inner);
  return value ?? unknown;
}

/** What a function answers in a frame that knows its parameters; undefined where that is not decided, or it has effects. */
export function answerIn({ body }: FunctionLike, frame: Frame): Value | undefined {
  if (!body) return undefined;
  const value = ts.isBlock(body) ? returned(body.statements, frame) : frame.evaluate(body);
  return value === 'end' ? constant(undefined) : value;
}

function learnParameters(target: FunctionLike, values: readonly Value[], inner: Frame): void {
  for (const [index, parameter] of target.parameters.entries()) {
    if (!ts.isIdentifier(parameter.name)) continue;
    const given = parameter.dotDotDotToken ? unknown : (values[index] ?? constant(undefined));
    const isMissing = given.kind === 'const' && given.value === undefined && parameter.initializer;
    learnVariable(parameter.name, isMissing ? unknown : given, inner);
  }
}

/** The value of the `return` that runs: 'end' when none does, undefined when that is not decided. */
function returned(statements: readonly ts.Statement[], frame: Frame): Value | 'end' | undefined {
  for (const [index, node] of statements.entries()) {
    const rest = statements.slice(index + 1);
    if (ts.isReturnStatement(node))
      return node.expression ? frame.evaluate(node.expression) : constant(undefined);
    if (ts.isBlock(node)) return returned([...node.statements, ...rest], frame);
    if (ts.isIfStatement(node)) return returnedBy(node, rest, frame);
    if (ts.isSwitchStatement(node)) return returnedBySwitch(node, rest, frame);
    if (!learn(node, frame)) return undefined;
  }
  return 'end';
}

function returnedBy(
  node: ts.IfStatement,
  rest: readonly ts.Statement[],
  frame: Frame,
): Value | 'end' | undefined {
  const branches = [node.thenStatement, node.elseStatement].map((branch) => [
    ...(branch ? [branch] : []),
    ...rest,
  ]);
  if (!isPure(node.expression, frame)) return undefined;
  const condition = frame.truth(node.expression);
  if (condition !== undefined) return returned(branches[condition ? 0 : 1]!, frame);
  const [a, b] = branches.map((branch) => returned(branch, frame.fork()));
  if (a === 'end' && b === 'end') return 'end';
  return typeof a === 'object' && typeof b === 'object' && isSameConstant(a, b) ? a : undefined;
}

function returnedBySwitch(
  node: ts.SwitchStatement,
  rest: readonly ts.Statement[],
  frame: Frame,
): Value | 'end' | undefined {
  const index = takenClause(node, frame);
  if (index === undefined) return undefined;
  const taken =
    index < 0 ? [] : node.caseBlock.clauses.slice(index).flatMap((clause) => [...clause.statements]);
  const end = taken.findIndex((statement) => ts.isBreakStatement(statement));
  return returned([...(end < 0 ? taken : taken.slice(0, end)), ...rest], frame);
}

/** Learns constants. Any other statement may have an effect, and then the call must stay in the code. */
function learn(node: ts.Statement, frame: Frame): boolean {
  if (ts.isEmptyStatement(node) || ts.isFunctionDeclaration(node)) return true;
  if (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) return true;
  if (!ts.isVariableStatement(node) || !(node.declarationList.flags & ts.NodeFlags.Const)) return false;
  for (const { name, initializer } of node.declarationList.declarations) {
    if (!initializer || !isPure(initializer, frame)) return false;
    const value = frame.evaluate(initializer);
    learnVariable(name, value, frame);
  }
  return true;
}
