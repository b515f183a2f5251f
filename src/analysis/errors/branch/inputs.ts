import { ts } from '../../../compiler.cjs';
import { descendants, enclosingFunction, isFunctionLike, isWithin, unwrap } from '../../program/ast.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { isRejectionCallback } from '../guards/guard-tests.ts';
import { isSender } from '../guards/requests.ts';
import { variableAt } from '../guards/subject.ts';
import { type Attempts, attemptsAround, type Call, codeReaches, functionsIn } from './attempts.ts';

/** What a call is given that could make another attempt possible. */
export type Given =
  /** A function that makes one, or a new job built from the one that failed. */
  | 'attempt'
  /** The input of the failed call, or an MCP client: whoever has it can try again. */
  | 'input'
  | undefined;

/** By handler. It also ends the search where handlers call each other. */
type KnownInputs = Map<ts.Node, ReadonlySet<ts.Symbol>>;

/** The variables that the failed calls were given, declared outside of what failed. */
export function inputsOf(attempts: Attempts, known: KnownInputs = new Map()): ReadonlySet<ts.Symbol> {
  const { project, calls, handler } = attempts;
  const before = known.get(handler.scope);
  if (before) return before;
  const found = new Set<ts.Symbol>();
  known.set(handler.scope, found);
  for (const parameter of givenInputs(attempts, known)) found.add(parameter);
  const inside = ts.isCatchClause(handler.scope) ? handler.scope.parent.tryBlock : undefined;
  for (const call of calls) {
    for (const argument of call.arguments ?? []) {
      for (const node of descendants(argument)) {
        if (!ts.isIdentifier(node)) continue;
        const symbol = variableAt(project, node);
        const declaration = symbol?.valueDeclaration;
        if (!symbol || !declaration || !mayIdentify(declaration)) continue;
        if (!inside || !isWithin(declaration, inside)) found.add(symbol);
      }
    }
  }
  return found;
}

const mayIdentify = (node: ts.Declaration): boolean =>
  ts.isPropertyDeclaration(node)
    ? !(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Readonly)
    : isVariable(node) && !isFixed(node);

/** `catch (error) { await this.onError(task, error); }`: parameters of the handler that get the input of the failed call. */
function givenInputs(attempts: Attempts, known: KnownInputs): ts.Symbol[] {
  const { project, handler } = attempts;
  const { scope } = handler;
  if (!isFunctionLike(scope) || isRejectionCallback(scope)) return [];
  return scope.parameters.flatMap(({ name }, index) => {
    const symbol = ts.isIdentifier(name) ? project.checker.getSymbolAtLocation(name) : undefined;
    if (!symbol || symbol === handler.subject.symbol) return [];
    const isGiven = argumentsOf(project, scope, index).some(({ node }) => {
      const around = attemptsAround(attempts, node);
      return around !== undefined && carried(node, inputsOf(around, known), around) !== undefined;
    });
    return isGiven ? [symbol] : [];
  });
}

const isVariable = (node: ts.Node): boolean =>
  ts.isParameter(node) || ts.isBindingElement(node) || ts.isVariableDeclaration(node);

/** A constant of the module is the same for every attempt: it identifies none. */
const isFixed = (node: ts.Node): boolean => enclosingFunction(node) === undefined && !ts.isParameter(node);

/** What the arguments of a call carry. */
export function givenTo(call: Call, inputs: ReadonlySet<ts.Symbol>, attempts: Attempts): Given {
  const found = (call.arguments ?? []).map((argument) => carried(argument, inputs, attempts));
  return found.includes('attempt') ? 'attempt' : found.includes('input') ? 'input' : undefined;
}

function carried(argument: ts.Expression, inputs: ReadonlySet<ts.Symbol>, attempts: Attempts): Given {
  const node = unwrap(ts.isSpreadElement(argument) ? argument.expression : argument);
  const { project } = attempts;
  if (isFunctionLike(node)) return node.body && codeReaches(node.body, attempts) ? 'attempt' : undefined;
  if (ts.isObjectLiteralExpression(node)) return ofLiteral(node, inputs, attempts);
  if (ts.isArrayLiteralExpression(node)) return strongest(node.elements, inputs, attempts);
  if (ts.isConditionalExpression(node)) return strongest([node.whenTrue, node.whenFalse], inputs, attempts);
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const functions = functionsIn(project, node);
  if (
    functions.some((each) => attempts.homes.includes(each) || (each.body && codeReaches(each.body, attempts)))
  )
    return 'attempt';
  if (isSender(project, project.checker.getTypeAtLocation(node))) return 'input';
  return isInput(project, node, inputs) ? 'input' : undefined;
}

function strongest(
  nodes: readonly ts.Expression[],
  inputs: ReadonlySet<ts.Symbol>,
  attempts: Attempts,
): Given {
  const found = nodes.map((node) => carried(node, inputs, attempts));
  return found.includes('attempt') ? 'attempt' : found.includes('input') ? 'input' : undefined;
}

/** `{ ...task, tries: task.tries + 1 }` is a new job like the one that failed. */
function ofLiteral(
  node: ts.ObjectLiteralExpression,
  inputs: ReadonlySet<ts.Symbol>,
  attempts: Attempts,
): Given {
  const { project } = attempts;
  let found: Given;
  for (const member of node.properties) {
    if (ts.isSpreadAssignment(member) && isInput(project, unwrap(member.expression), inputs))
      return 'attempt';
    const value = ts.isPropertyAssignment(member)
      ? member.initializer
      : ts.isShorthandPropertyAssignment(member)
        ? member.name
        : undefined;
    const own = value && carried(value, inputs, attempts);
    if (own === 'attempt') return own;
    found ??= own;
  }
  return found;
}

/** A variable that the failed call was given, or a member of it. Text that is built from it informs. */
function isInput(project: Project, value: ts.Expression, inputs: ReadonlySet<ts.Symbol>): boolean {
  let root = value;
  while (ts.isPropertyAccessExpression(root) && root.expression.kind !== ts.SyntaxKind.ThisKeyword)
    root = unwrap(root.expression);
  // `this.job`
  const name = ts.isPropertyAccessExpression(root) && ts.isIdentifier(root.name) ? root.name : root;
  const symbol = ts.isIdentifier(name) ? variableAt(project, name) : undefined;
  return symbol !== undefined && inputs.has(symbol);
}
