import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted, worst } from '../../../model/proof.ts';
import { descendants, type FunctionLike, isJavaScript, unwrap, wrapped } from '../../program/ast.ts';
import { calledSymbol } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import { variableAt } from '../guards/subject.ts';
import { type Call, calleesOf, isOfPlatform, isOfSdk } from './attempts.ts';
import { isLostMember } from './lost-members.ts';

/**
 * The error as an argument: what the function reads from it. Functions of the project are looked into. One that is not, and
 * whose result is used, may read members by name: `pick(error, ['status'])`, `serializeError(error)`.
 */
export function readsOfArgument(project: Project, error: ts.Expression, seen = new Set<ts.Node>()): Proof {
  const node = wrapped(error);
  const call = node.parent;
  if (!call || !(ts.isCallExpression(call) || ts.isNewExpression(call)) || call.expression === node)
    return proved;
  const index = call.arguments?.indexOf(node) ?? -1;
  if (index < 0 || seen.has(call)) return proved;
  seen.add(call);
  const targets = calleesOf(project, call);
  if (targets.length > 0) return worst(targets.map((target) => readsIn(project, target, index, seen)));
  if (isOfPlatform(project, call)) return byPlatform(project, call);
  if (isOfSdk(project, call) || ts.isNewExpression(call) || !isUsed(call)) return proved;
  return open(
    'insufficient-scope-reads',
    `It depends on what \`${call.expression.getText().split('\n')[0]}\` reads from the error.`,
  );
}

/** Members of the language's own objects that take every member of what they are given. */
const copying: Readonly<Record<string, readonly string[]>> = {
  ObjectConstructor: ['assign', 'entries', 'fromEntries', 'keys', 'values'],
  JSON: ['stringify'],
};

/** `Object.entries(error)`, `JSON.stringify(error)`: every member that there is. */
function byPlatform(project: Project, call: Call): Proof {
  const { name, member } = declaredAs(calledSymbol(project, call)) ?? {};
  if (!(copying[name ?? '']?.includes(member ?? '') ?? false)) return proved;
  return refuted('insufficient-scope-member', `\`${call.getText().split('\n')[0]}\` copies every member.`);
}

const isUsed = (call: Call): boolean => {
  let outer: ts.Node = wrapped(call).parent;
  while (ts.isAwaitExpression(outer) || ts.isVoidExpression(outer)) outer = outer.parent;
  return !ts.isExpressionStatement(outer);
};

function readsIn(project: Project, target: FunctionLike, index: number, seen: Set<ts.Node>): Proof {
  const name = target.parameters[index]?.name;
  const symbol = name && ts.isIdentifier(name) ? project.checker.getSymbolAtLocation(name) : undefined;
  if (!name || !target.body) return proved;
  if (!symbol) {
    const lost = [...descendants(name)].find(
      (node) => ts.isBindingElement(node) && isLostMember((node.propertyName ?? node.name).getText()),
    );
    return lost && isUntyped(project, name) ? byName(lost) : proved;
  }
  return worst(
    [...descendants(target.body)].map((node) =>
      ts.isIdentifier(node) && variableAt(project, node) === symbol ? readAt(project, node, seen) : proved,
    ),
  );
}

function readAt(project: Project, use: ts.Identifier, seen: Set<ts.Node>): Proof {
  const { parent } = wrapped(use);
  const isOwner =
    (ts.isElementAccessExpression(parent) || ts.isPropertyAccessExpression(parent)) &&
    unwrap(parent.expression) === use;
  if (isOwner && ts.isElementAccessExpression(parent)) {
    const key = unwrap(parent.argumentExpression);
    return ts.isStringLiteralLike(key) && !isLostMember(key.text) ? proved : byName(parent);
  }
  if (isOwner && ts.isPropertyAccessExpression(parent))
    return isLostMember(parent.name.text) && isUntyped(project, use) ? byName(parent) : proved;
  if (ts.isSpreadAssignment(parent) || ts.isForInStatement(parent)) return byName(parent);
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
    const lost = parent.name.elements.find(
      (each) => each.dotDotDotToken || isLostMember((each.propertyName ?? each.name).getText()),
    );
    return lost && isUntyped(project, use) ? byName(lost) : proved;
  }
  return readsOfArgument(project, use, seen);
}

/** Without a type no compiler says that the member is missing. Behind a test for the class it has one. */
function isUntyped({ checker }: Project, node: ts.Node): boolean {
  const { flags } = checker.getTypeAtLocation(node);
  return Boolean(flags & ts.TypeFlags.Any) || (isJavaScript(node) && Boolean(flags & ts.TypeFlags.Unknown));
}

const byName = (node: ts.Node): Proof =>
  refuted('insufficient-scope-member', `\`${node.getText().split('\n')[0]}\` reads it from the error.`);
