import { ts } from '../../../compiler.cjs';
import { type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { bodyOf, functionsAt, implementationsOf } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { valueUses } from '../../program/function-values.ts';
import { instanceMembers } from '../../program/instance-members.ts';
import { reduced } from '../../program/made-lists.ts';
import { oncePerNode } from '../../program/memo.ts';
import { memberOf } from '../../program/option-members.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { entriesOf, isTakenFromEntry, membersOf } from '../../program/table-entries.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { accumulation, isLookup, isReduction } from '../../program/walked-lists.ts';
import { functionsBehind } from './verifier-origin.ts';

const maxDepth = 6;

/**
 * Which functions of the project may a handler, or what is called with a context, be?
 * Asked of each registration and of each call that passes a context.
 * Gives them through wrappers that return a function, and through tables: members of literals, instances and modules, maps,
 * lists that are walked, and what is made of these.
 */
export function handlersBehind(project: Project, value: ts.Expression, depth = 0): readonly FunctionLike[] {
  const node = unwrap(value);
  if (isFunctionLike(node)) return [node];
  if (depth > maxDepth) return [];
  // A member of a table is declared by each entry of it.
  const isMember =
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    isTakenFromEntry(project, node);
  const direct = [...functionsAt(project, node), ...functionsBehind(project, node).functions];
  if (direct.length > 0 && !isMember) return [...new Set(direct)];
  const found = [...direct, ...fromTable(project, node, depth), ...ofBound(project, node, depth)];
  return [...new Set(found.length > 0 ? found : passedOrMade(project, node, depth))];
}

/** `handlers[name].bind(handlers)`, also of a name. */
function ofBound(project: Project, node: ts.Expression, depth: number): readonly FunctionLike[] {
  const values = ts.isIdentifier(node) ? valuesBehind(project, node) : [node];
  return values.flatMap((each) => {
    const value = unwrap(each);
    const callee = ts.isCallExpression(value) ? unwrap(value.expression) : value;
    const isBound = value !== callee && ts.isPropertyAccessExpression(callee) && callee.name.text === 'bind';
    return isBound ? handlersBehind(project, callee.expression, depth + 1) : [];
  });
}

/** `handlers[name]`, `handlers.get(name)`, `tool.handler` of an entry of a table. */
function fromTable(project: Project, node: ts.Expression, depth: number): readonly FunctionLike[] {
  if (ts.isPropertyAccessExpression(node))
    return entriesOf(project, node.expression, depth).flatMap((entry) =>
      ts.isExpression(entry) ? ofMember(project, entry, node.name.text, depth) : [],
    );
  if (!ts.isElementAccessExpression(node) && !isLookup(node) && !ts.isIdentifier(node)) return [];
  return entriesOf(project, node, depth).flatMap((each) => asFunctions(project, each, depth));
}

function ofMember(
  project: Project,
  entry: ts.Expression,
  name: string,
  depth: number,
): readonly FunctionLike[] {
  const { entries } = memberOf(project, entry, name);
  const found = entries.map(({ node, value }) => value ?? node);
  return (found.length > 0 ? found : instanceMembers(project, entry, new Set([name]))).flatMap((each) =>
    asFunctions(project, each, depth),
  );
}

function asFunctions(project: Project, entry: ts.Node, depth: number): readonly FunctionLike[] {
  if (ts.isExpression(entry)) return handlersBehind(project, entry, depth + 1);
  const body = bodyOf(project, entry);
  const others = ts.isClassElement(entry) || ts.isTypeElement(entry) ? implementationsOf(project, entry) : [];
  return [...(body ? [body] : []), ...others];
}

/** What a parameter gets where its function is used as a value, what a call of such a function returns, a member of a table that is made. */
function passedOrMade(project: Project, node: ts.Expression, depth: number): readonly FunctionLike[] {
  const again = (values: readonly ts.Expression[]): readonly FunctionLike[] =>
    values.flatMap((each) => handlersBehind(project, each, depth + 1));
  if (ts.isPropertyAccessExpression(node))
    return membersOf(project, node.expression, depth, new Set([node.name.text])).flatMap((each) =>
      asFunctions(project, each, depth),
    );
  if (ts.isCallExpression(node)) {
    if (isReduction(node)) return again(reduced(project, node));
    const made = handlersBehind(project, node.expression, depth + 1);
    return again(made.flatMap((fn) => bindingsOf(project).returns.get(fn) ?? []));
  }
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  if (!declaration) return [];
  return again(ts.isParameter(declaration) ? givenTo(project, declaration) : valuesBehind(project, node));
}

/** `next` of `layers.reduceRight((next, layer) => layer(next), handler)`, `handler` of a wrapper that a list or a parameter holds. */
const givenTo = oncePerNode((project, parameter: ts.ParameterDeclaration): readonly ts.Expression[] => {
  const fn = parameter.parent;
  const reduction = accumulation(parameter);
  if (reduction) return reduced(project, reduction);
  if (!isFunctionLike(fn) || parameter.dotDotDotToken) return [];
  const index = fn.parameters.indexOf(parameter);
  const direct = argumentsOf(project, fn, index).map(({ node }) => node);
  if (direct.length > 0) return direct;
  return [...valueUses(project, fn).calls]
    .filter((call) => declaredAs(symbolOf(project, unwrap(call.expression))) === undefined)
    .flatMap((call) => call.arguments[index] ?? []);
});
