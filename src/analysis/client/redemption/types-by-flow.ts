import { ts } from '../../../compiler.cjs';
import { isAbsent, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { isPublic } from '../../program/published.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { isOnlyCalled, isOnlyFilled, isOnlyWritten } from './seen-whole.ts';

/** The types of what an expression without a type may be given. */
export interface TypesByFlow {
  readonly types: readonly ts.Type[];
  /** False where a value comes from somewhere that is not seen. */
  readonly isComplete: boolean;
}

/**
 * What may an expression be that has no type, as in JavaScript? What reaches it: what call sites pass to a parameter, what is
 * assigned to a member, what a collection is filled with, what a function of a package is given.
 */
export const typesByFlow: (project: Project, expression: ts.Expression) => TypesByFlow = oncePerNode(find);

const maxSteps = 60;

/** `next = next.next` has no end: a member of a member of a member of a record is the last one that is looked for. */
const maxMembers = 3;

function find(project: Project, expression: ts.Expression): TypesByFlow {
  const { ends, isComplete } = reached(project, expression);
  const types = new Set(
    ends.map((end) => project.checker.getNonNullableType(project.checker.getTypeAtLocation(end))),
  );
  types.delete(project.checker.getNeverType());
  return { types: [...types], isComplete };
}

/** The expressions with a type that reach one without. */
interface Reached {
  readonly ends: readonly ts.Expression[];
  readonly isComplete: boolean;
}

function reached(project: Project, expression: ts.Expression, depth = 0): Reached {
  const ends: ts.Expression[] = [];
  const seen = new Set<ts.Expression>([unwrap(expression)]);
  let isComplete = true;
  for (const node of seen) {
    if (isAbsent(node)) continue;
    if (!isUntyped(project.checker.getTypeAtLocation(node))) ends.push(node);
    else {
      const { behind, isAll } = sourcesOf(project, node, depth);
      if (!isAll || behind.length === 0 || seen.size > maxSteps) isComplete = false;
      if (seen.size <= maxSteps) for (const each of behind) seen.add(unwrap(each));
    }
  }
  return { ends, isComplete };
}

/** `any`, `unknown`, `object`: anything may be in it. */
const isUntyped = ({ flags }: ts.Type): boolean =>
  (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) !== 0;

interface Sources {
  readonly behind: readonly ts.Expression[];
  /** False where there may be more. */
  readonly isAll: boolean;
}

/** What gives an expression its value. */
function sourcesOf(project: Project, node: ts.Expression, depth: number): Sources {
  const store = storeRead(node);
  if (store) return storedIn(project, store);
  const made = ts.isCallExpression(node) ? madeByGiven(project, node) : undefined;
  if (made) return made;
  const behind = valuesBehind(project, node);
  if (behind.length > 0) return { behind, isAll: isClosed(project, node) };
  const members = ts.isPropertyAccessExpression(node) ? membersReached(project, node, depth) : [];
  // Another member of that name may be written where its object has no type.
  if (members.length > 0) return { behind: members, isAll: false };
  return { behind: givenTo(project, node), isAll: false };
}

/** `pending.transport`, where `pending` is a record that a collection was filled with: what the record has for it. */
function membersReached(
  project: Project,
  access: ts.PropertyAccessExpression,
  depth: number,
): readonly ts.Expression[] {
  if (depth === maxMembers || declarationAt(project, access)) return [];
  return reached(project, access.expression, depth + 1).ends.flatMap((end) => {
    const type = project.checker.getTypeAtLocation(end);
    const member = project.checker.getPropertyOfType(type, access.name.text)?.valueDeclaration;
    if (!member) return [];
    if (ts.isPropertyAssignment(member)) return [member.initializer];
    return ts.isShorthandPropertyAssignment(member) ? [member.name] : [];
  });
}

/** `makeTransport(provider)`, where a parameter is called: what the functions that are passed for it return. */
function madeByGiven(project: Project, { expression }: ts.CallExpression): Sources | undefined {
  const callee = unwrap(expression);
  const declaration = ts.isIdentifier(callee) ? declarationAt(project, callee) : undefined;
  if (!declaration || !ts.isParameter(declaration)) return undefined;
  const makers = valuesBehind(project, callee).map((each) => functionAt(project, each));
  if (makers.length === 0) return undefined;
  return {
    behind: makers.flatMap((maker) => (maker && bindingsOf(project).returns.get(maker)) ?? []),
    isAll: isClosed(project, callee) && makers.every((maker) => maker !== undefined),
  };
}

/** The collection of `sessions.get(id)` and `sessions[id]`. */
function storeRead(node: ts.Expression): ts.Expression | undefined {
  if (ts.isElementAccessExpression(node)) return node.expression;
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  return callee && ts.isPropertyAccessExpression(callee) && callee.name.text === 'get'
    ? callee.expression
    : undefined;
}

function storedIn(project: Project, store: ts.Expression): Sources {
  const target = unwrap(store);
  const isName = ts.isIdentifier(target) || ts.isPropertyAccessExpression(target);
  const declaration = isName ? declarationAt(project, target) : undefined;
  if (!declaration) return { behind: [], isAll: false };
  const behind = bindingsOf(project).stored.get(declaration);
  return { behind, isAll: isOnlyFilled(project, declaration) };
}

/** Nobody outside passes or writes a value, and every use of the name is a call or a write that is seen. */
function isClosed(project: Project, node: ts.Expression): boolean {
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : node;
  if (!ts.isIdentifier(callee) && !ts.isPropertyAccessExpression(callee)) return true;
  const declaration = declarationAt(project, callee);
  if (!declaration || isPublic(project, declaration)) return false;
  // Whoever calls a function gets what it returns.
  if (ts.isCallExpression(node)) return true;
  if (ts.isParameter(declaration))
    return !isPublic(project, declaration.parent) && isOnlyCalled(project, declaration.parent);
  return isOnlyWritten(project, declaration);
}

/** `useRef(factory(url)).current`: a function of a package may give back what it is given. */
function givenTo(project: Project, node: ts.Expression): readonly ts.Expression[] {
  if (ts.isPropertyAccessExpression(node) && !declarationAt(project, node)) return [node.expression];
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
  const given = node.arguments ?? [];
  if (declarationAt(project, unwrap(node.expression))) return [];
  return given.flatMap((each) => {
    const value = unwrap(each);
    if (!ts.isArrowFunction(value)) return [each];
    return ts.isBlock(value.body) ? (bindingsOf(project).returns.get(value) ?? []) : [value.body];
  });
}
