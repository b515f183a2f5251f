import { ts } from '../../../compiler.cjs';
import { type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { evaluate, truth } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { namesForbidden } from './guard-tests.ts';
import { testsItself } from './inspectors.ts';
import { isPure } from './purity.ts';
import { constant, httpWorlds, unknown, type Value, v1World, type World } from './scenarios.ts';
import { takenClause } from './switch.ts';
import { testsStatusItself } from './untyped.ts';

/** The function of the project that a call runs, where that can be said: no overriding, no reassignment. */
export function functionAt(project: Project, callee: ts.Expression): FunctionLike | undefined {
  const node = unwrap(callee);
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const symbol = symbolOf(project, ts.isPropertyAccessExpression(node) ? node.name : node);
  const declarations = symbol?.declarations?.filter((each) => !isOverload(each)) ?? [];
  const [declaration] = declarations;
  if (!declaration || declarations.length > 1) return undefined;
  if (declaration.getSourceFile().isDeclarationFile) return undefined;
  if (isFunctionLike(declaration)) return declaration.body ? declaration : undefined;
  if (!isFixed(declaration)) return undefined;
  const initializer = declaration.initializer && unwrap(declaration.initializer);
  return initializer && isFunctionLike(initializer) ? initializer : undefined;
}

const isOverload = (node: ts.Node): boolean => isFunctionLike(node) && !node.body;

function isFixed(node: ts.Declaration): node is ts.VariableDeclaration | ts.PropertyDeclaration {
  if (ts.isVariableDeclaration(node))
    return Boolean(ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) && ts.isIdentifier(node.name);
  return (
    ts.isPropertyDeclaration(node) &&
    Boolean(ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Readonly | ts.ModifierFlags.Static))
  );
}

/** `error is X`, `asserts error is X`, also where the compiler infers it: callers rely on the class that it promises. */
export function predicateOf(project: Project, node: FunctionLike): ts.TypePredicate | undefined {
  const signature = project.checker.getSignatureFromDeclaration(node);
  const predicate = signature && project.checker.getTypePredicateOfSignature(signature);
  return predicate?.type && predicate.parameterName !== undefined ? predicate : undefined;
}

const maxDepth = 6;

/** What a function of the project returns for these arguments; `unknown` when it does more than to compute that. */
export function answerOf(node: ts.CallExpression, frame: Frame): Value {
  if (frame.calls.length >= maxDepth) return unknown;
  const values = node.arguments.map((argument) => evaluate(argument, frame));
  if (values.every(({ kind }) => kind === 'unknown')) return unknown;
  const target = functionAt(frame.project, node.expression);
  if (!node.arguments.every((argument) => isPure(argument, frame))) return unknown;
  if (!target || frame.calls.includes(target) || isDeferred(target)) return unknown;
  const inner = enter(target, values, frame);
  const { body } = target;
  if (!body) return unknown;
  const value = ts.isBlock(body) ? returned(body.statements, inner) : evaluate(body, inner);
  frame.answered ||= inner.answered;
  return value === 'end' ? constant(undefined) : (value ?? unknown);
}

export const isDeferred = (node: FunctionLike): boolean =>
  Boolean(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async) ||
  (!ts.isArrowFunction(node) && 'asteriskToken' in node && node.asteriskToken !== undefined);

function enter(target: FunctionLike, values: readonly Value[], frame: Frame): Frame {
  const env = new Map(frame.env);
  for (const [index, parameter] of target.parameters.entries()) {
    const symbol =
      ts.isIdentifier(parameter.name) && frame.project.checker.getSymbolAtLocation(parameter.name);
    if (!symbol) continue;
    const given = parameter.dotDotDotToken ? unknown : (values[index] ?? constant(undefined));
    const isMissing = given.kind === 'const' && given.value === undefined && parameter.initializer;
    env.set(symbol, isMissing ? unknown : given);
  }
  // What tests the error itself is mended itself: then it answers for the new error as it did for that of before.
  const isMended =
    frame.mended &&
    !predicateOf(frame.project, target) &&
    (testsItself(frame.project, target) || testsStatusItself(frame.project, target));
  return {
    ...frame,
    ...(isMended ? { world: mendedWorld(frame, target) } : {}),
    env,
    answered: false,
    calls: [...frame.calls, target],
  };
}

/** What asks for the code that names the permission is mended for that one. */
function mendedWorld({ project, mended }: Frame, target: FunctionLike): World {
  return mended !== v1World && namesForbidden(project, target) ? httpWorlds[0]! : mended!;
}

/** The value of the `return` that is reached; 'end' when there is none, undefined when that cannot be said. */
function returned(statements: readonly ts.Statement[], frame: Frame): Value | 'end' | undefined {
  for (const [index, node] of statements.entries()) {
    const rest = statements.slice(index + 1);
    if (ts.isReturnStatement(node))
      return node.expression ? evaluate(node.expression, frame) : constant(undefined);
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
  const condition = truth(node.expression, frame);
  if (condition !== undefined) return returned(branches[condition ? 0 : 1]!, frame);
  const [a, b] = branches.map((branch) => returned(branch, { ...frame, env: new Map(frame.env) }));
  if (a === 'end' && b === 'end') return 'end';
  const isSame =
    typeof a === 'object' &&
    typeof b === 'object' &&
    a.kind === 'const' &&
    b.kind === 'const' &&
    a.value === b.value;
  return isSame ? a : undefined;
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

/** Constants are learned; any other statement may do something, and a call that does may not be folded away. */
function learn(node: ts.Statement, frame: Frame): boolean {
  if (ts.isEmptyStatement(node) || ts.isFunctionDeclaration(node)) return true;
  if (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) return true;
  if (!ts.isVariableStatement(node) || !(node.declarationList.flags & ts.NodeFlags.Const)) return false;
  for (const { name, initializer } of node.declarationList.declarations) {
    if (!initializer || !isPure(initializer, frame)) return false;
    const value = evaluate(initializer, frame);
    if (ts.isIdentifier(name)) set(name, value, frame);
    else if (ts.isObjectBindingPattern(name)) {
      for (const element of name.elements) setElement(element, value, frame);
    }
  }
  return true;
}

function setElement(element: ts.BindingElement, owner: Value, frame: Frame): void {
  const key = element.propertyName ?? element.name;
  if (!ts.isIdentifier(element.name) || !ts.isIdentifier(key) || element.dotDotDotToken) return;
  const members =
    owner.kind === 'error' ? frame.world.members : owner.kind === 'record' ? owner.members : undefined;
  set(element.name, members ? (members.get(key.text) ?? constant(undefined)) : unknown, frame);
}

function set(name: ts.Identifier, value: Value, frame: Frame): void {
  const symbol = frame.project.checker.getSymbolAtLocation(name);
  if (symbol) frame.env.set(symbol, value);
}
