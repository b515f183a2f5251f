import { ts } from '../../../compiler.cjs';
import { type FunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { valueUses } from '../../program/function-values.ts';
import { filesMentioning, mentionsIn } from '../../program/mention-index.ts';
import { type Argument, thisParameters } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { handlersBehind } from '../verifier/handler-functions.ts';

/**
 * What do calls of table entries pass to a function of the table: `handlers[name](args, extra)`, `tools[0].run(args, extra)`?
 * Asked of functions that get contexts.
 * Gives the arguments of the calls that begin with the name of the table, and of those through a loop or `bind`.
 */
export function passedThroughTable(project: Project, fn: FunctionLike, index: number): readonly Argument[] {
  const table = tableOf(fn);
  const calls = table
    ? filesMentioning(project, table.text)
        .flatMap((file) => mentionsIn(file, table.text))
        .flatMap((mention) => (ts.isIdentifier(mention) ? (callFrom(mention) ?? []) : []))
    : [];
  return [...new Set([...calls, ...valueUses(project, fn).calls])].flatMap((call) => {
    const isRun = (callee: ts.Expression) => handlersBehind(project, callee).includes(fn);
    const callee = unwrap(call.expression);
    const method = ts.isPropertyAccessExpression(callee) && isRun(callee.expression) ? callee.name.text : '';
    const isByCall = method === 'call';
    const at = index - thisParameters(fn);
    const node = method === 'apply' ? appliedAt(call, at) : call.arguments[at + (isByCall ? 1 : 0)];
    return node && (isByCall || method === 'apply' || isRun(callee)) ? [{ node, at: call }] : [];
  });
}

/** `run.apply(tools, [args, ctx])`; the whole list where it is not written out. */
function appliedAt({ arguments: [, list] }: ts.CallExpression, index: number): ts.Expression | undefined {
  const node = list && unwrap(list);
  if (!node || !ts.isArrayLiteralExpression(node)) return node;
  return node.elements.some(ts.isSpreadElement) ? node : node.elements[index];
}

/** The variable that holds the literal around a function. */
function tableOf(fn: FunctionLike): ts.Identifier | undefined {
  let node: ts.Node = ts.isExpression(fn) ? wrapped(fn) : fn;
  if (ts.isVariableDeclaration(node.parent)) return undefined;
  while (isPart(node.parent)) node = node.parent;
  const { parent } = ts.isExpression(node) ? wrapped(node) : node;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

const isPart = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node) ||
  ts.isObjectLiteralExpression(node) ||
  ts.isArrayLiteralExpression(node) ||
  ts.isNewExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node);

/** The call of what a name leads to by members and look-ups. */
function callFrom(name: ts.Identifier): ts.CallExpression | undefined {
  let node: ts.Expression = wrapped(name);
  for (;;) {
    const { parent } = node;
    if (ts.isCallExpression(parent) && unwrap(parent.expression) === unwrap(node)) {
      const isLookUp = ts.isPropertyAccessExpression(node) && /^(?:get|find|at)$/.test(node.name.text);
      if (!isLookUp) return parent;
      node = wrapped(parent);
    } else if (
      (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
      parent.expression === node
    )
      node = wrapped(parent);
    else return undefined;
  }
}
