import { ts } from '../../../compiler.cjs';
import { type FunctionLike, isFunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { listMethods } from '../../program/list-methods.ts';
import { calledSymbol } from '../../program/only-shows.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs } from '../../program/sdk-symbols.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { functionsIn } from '../branch/attempts.ts';
import { standsAt } from './given-back.ts';

/** A list, and the position of the entry that is meant: undefined where it may be any. */
export interface Place {
  readonly list: ts.Expression;
  readonly index?: number | undefined;
}

/** What a list is made of, one step back. */
export interface Made {
  /** The values that stand in it. */
  readonly entries: readonly ts.Expression[];
  /** The lists whose entries it takes over. */
  readonly lists: readonly Place[];
  /** The functions that make the entries one by one. */
  readonly makers?: readonly FunctionLike[];
}

/** `[first, ...others]`, `failures.filter(isKnown)`, `results.map(reasonOf)`, `failures.push(error)` */
export function madeOf(project: Project, { list, index }: Place): Made {
  const node = unwrap(list);
  if (ts.isArrayLiteralExpression(node)) return ofLiteral(node, index);
  const called = ts.isCallExpression(node) ? ofCall(project, node) : undefined;
  if (called) return called;
  const declaration = isNamed(node) ? declarationAt(project, node) : undefined;
  const stored = declaration ? [...bindingsOf(project).stored.get(declaration)] : [];
  const given = declaration && ts.isParameter(declaration) ? givenTo(project, declaration) : [];
  const all = [...new Set([...valuesBehind(project, node), ...given])];
  return { entries: stored, lists: all.map((each) => ({ list: each, index })) };
}

function ofLiteral({ elements }: ts.ArrayLiteralExpression, index: number | undefined): Made {
  const isPlaced = index !== undefined && !elements.slice(0, index + 1).some(ts.isSpreadElement);
  const meant = isPlaced ? elements.slice(index, index + 1) : elements;
  return {
    entries: meant.filter((each) => !ts.isSpreadElement(each)),
    lists: meant.flatMap((each) => (ts.isSpreadElement(each) ? { list: each.expression } : [])),
  };
}

/** What a method of lists, or a function of the platform, gives. */
function ofCall(project: Project, call: ts.CallExpression): Made | undefined {
  const callee = unwrap(call.expression);
  const own = platformCall(project, call);
  if (!ts.isPropertyAccessExpression(callee) || own === 'other') return undefined;
  const [first] = call.arguments;
  const makers = () => (first ? functionsIn(project, first) : []);
  const name = callee.name.text;
  if (own && copying.has(`${own.name}.${name}`))
    return { entries: [], lists: first ? [{ list: first }] : [] };
  if (name === 'map') return { entries: answersOf(project, makers()), lists: [], makers: makers() };
  if (name === 'flatMap')
    return { entries: [], lists: answersOf(project, makers()).map((list) => ({ list })) };
  if (listMethods.get(name)?.gives !== 'list') return undefined;
  const others = name === 'concat' ? call.arguments : [];
  return { entries: [], lists: [callee.expression, ...others].map((list) => ({ list })) };
}

const copying: ReadonlySet<string> = new Set([
  'ArrayConstructor.from',
  'ObjectConstructor.values',
  'PromiseConstructor.all',
]);

/** What declares the function of the platform; 'other' where somebody else does, undefined where nothing says who. */
function platformCall(project: Project, call: ts.CallExpression): Declared | 'other' | undefined {
  const symbol = calledSymbol(project, call);
  const declared = symbol && declaredAs(symbol);
  if (!symbol) return undefined;
  return declared?.area.startsWith('platform/') ? declared : 'other';
}

const answersOf = (project: Project, makers: readonly FunctionLike[]): readonly ts.Expression[] =>
  makers.flatMap((each) => bindingsOf(project).returns.get(each) ?? []);

function givenTo(project: Project, parameter: ts.ParameterDeclaration): readonly ts.Expression[] {
  if (!isFunctionLike(parameter.parent)) return [];
  const index = parameter.parent.parameters.indexOf(parameter);
  return argumentsOf(project, parameter.parent, index).map(({ node }) => node);
}

/** The lists that a variable or a parameter takes an entry of: in a loop, a pattern, a callback. */
export function placesOf(project: Project, root: ts.Declaration): readonly Place[] {
  if (ts.isParameter(root)) return isFunctionLike(root.parent) ? iterated(project, root.parent, root) : [];
  if (ts.isBindingElement(root)) return inPattern(project, root);
  const loop = ts.isVariableDeclaration(root) ? root.parent.parent : undefined;
  return loop && ts.isForOfStatement(loop) ? [{ list: loop.expression }] : [];
}

/** `const [first, second] = list`, `.then(([first]) => …)` */
function inPattern(project: Project, element: ts.BindingElement): readonly Place[] {
  const { parent: pattern } = element;
  if (!ts.isArrayBindingPattern(pattern) || element.dotDotDotToken) return [];
  const index = pattern.elements.indexOf(element);
  const { parent: owner } = pattern;
  if (ts.isVariableDeclaration(owner)) return owner.initializer ? [{ list: owner.initializer, index }] : [];
  return ts.isParameter(owner) ? givenTo(project, owner).map((list) => ({ list, index })) : [];
}

function iterated(project: Project, owner: FunctionLike, root: ts.ParameterDeclaration): readonly Place[] {
  const index = owner.parameters.indexOf(root);
  return standsAt(project, owner).flatMap((use): Place[] => {
    const list = iteratedInto(use, index);
    return list ? [{ list }] : [];
  });
}

/** The list that an expression gives one entry of: `list[0]`, `list.find(isKnown)`, `list.at(-1)`. */
export function entryOf(project: Project, expression: ts.Expression): Place | undefined {
  const node = unwrap(expression);
  if (ts.isElementAccessExpression(node)) {
    const key = unwrap(node.argumentExpression);
    if (ts.isStringLiteralLike(key)) return undefined;
    return { list: node.expression, index: ts.isNumericLiteral(key) ? Number(key.text) : undefined };
  }
  if (!ts.isCallExpression(node) || platformCall(project, node) === 'other') return undefined;
  const callee = unwrap(node.expression);
  return ts.isPropertyAccessExpression(callee) && listMethods.get(callee.name.text)?.gives === 'entry'
    ? { list: callee.expression }
    : undefined;
}

/** `errors.some((error) => …)`: the list. */
export function iteratedInto(callback: ts.Node, index = 0): ts.Expression | undefined {
  const node = wrapped(callback as ts.Expression);
  const call = node.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  return call.arguments[0] === node && listMethods.get(call.expression.name.text)?.takes === index
    ? call.expression.expression
    : undefined;
}

const isNamed = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
