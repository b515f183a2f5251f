import { ts } from '../../compiler.cjs';
import { type FunctionLike, isFunctionLike, isWithin, unwrap } from './ast.ts';
import { mentionsIn } from './mention-index.ts';
import type { Project } from './project.ts';
import { symbolOf } from './sdk-symbols.ts';

/** The key of the last entry of a list: `args.at(-1)`, `args[args.length - 1]`. */
export const lastKey = '-1';

/** The keys under which a list has an argument. */
export const keysInList = (index: number, isLast: boolean): readonly string[] =>
  isLast ? [String(index), lastKey] : [String(index)];

/** The rest parameter that takes the argument of a position. */
export function restFor(
  { parameters }: Pick<ts.SignatureDeclaration, 'parameters'>,
  index: number,
): ts.ParameterDeclaration | undefined {
  const last = parameters.at(-1);
  return last?.dotDotDotToken && index >= parameters.length - 1 ? last : undefined;
}

/** The mentions of `arguments` that mean those of a function: not of one in it that has its own. */
export function argumentsObjects(fn: FunctionLike): readonly ts.Identifier[] {
  if (ts.isArrowFunction(fn)) return [];
  return mentionsIn(fn.getSourceFile(), 'arguments').filter(
    (each): each is ts.Identifier => ts.isIdentifier(each) && isWithin(each, fn) && ownerOf(each) === fn,
  );
}

/** The function whose arguments a name has: `arguments`. */
export const argumentsOwner = (name: ts.Identifier): FunctionLike | undefined =>
  name.text === 'arguments' ? ownerOf(name) : undefined;

/** True for the `arguments` of a function, and not for a variable of that name. */
export function isArguments(project: Project, name: ts.Identifier): boolean {
  return name.text === 'arguments' && !symbolOf(project, name)?.declarations?.length;
}

/** The function that `arguments` and `this` belong to. */
export function ownerOf(name: ts.Node): FunctionLike | undefined {
  for (let node = name.parent; node; node = node.parent)
    if (isFunctionLike(node) && !ts.isArrowFunction(node)) return node;
  return undefined;
}

/** The entry that an expression takes out of a list: `args[0]`, `args.at(-1)`, `args[args.length - 1]`. */
export function entryTaken(
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): { readonly key: string; readonly value: ts.Expression } | undefined {
  if (ts.isElementAccessExpression(access)) {
    const key = keyOf(access.argumentExpression);
    return key === undefined ? undefined : { key, value: access };
  }
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access || access.name.text !== 'at') return undefined;
  const [at] = call.arguments;
  const key = at && keyOf(at);
  return key === undefined ? undefined : { key, value: call };
}

function keyOf(index: ts.Expression): string | undefined {
  const node = unwrap(index);
  if (ts.isNumericLiteral(node)) return node.text;
  if (ts.isPrefixUnaryExpression(node)) return node.getText() === lastKey ? lastKey : undefined;
  const isLast =
    ts.isBinaryExpression(node) &&
    ts.isPropertyAccessExpression(node.left) &&
    node.left.name.text === 'length' &&
    node.operatorToken.kind === ts.SyntaxKind.MinusToken &&
    node.right.getText() === '1';
  return isLast ? lastKey : undefined;
}

/** Where the arguments of a list go, if a call gets them: `fn(...args)`, `fn.apply(this, args)`. */
export function spreadIn(
  list: ts.Expression,
): { readonly call: ts.CallExpression; readonly callee: ts.Expression; readonly from: number } | undefined {
  const { parent } = list;
  const call = ts.isSpreadElement(parent) ? parent.parent : parent;
  if (!ts.isCallExpression(call)) return undefined;
  const callee = unwrap(call.expression);
  const via = ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
  if (!ts.isSpreadElement(parent))
    return via === 'apply' && call.arguments[1] === list
      ? { call, callee: (callee as ts.PropertyAccessExpression).expression, from: 0 }
      : undefined;
  const from = call.arguments.indexOf(parent);
  if (call.arguments.slice(0, from).some(ts.isSpreadElement)) return undefined;
  return via === 'call'
    ? { call, callee: (callee as ts.PropertyAccessExpression).expression, from: from - 1 }
    : { call, callee, from };
}
