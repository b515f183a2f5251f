import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, ownDescendants, unwrap } from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { type Around, type Shape, Values } from './own-reader-values.ts';

/** What a function of the project gives back: one of its arguments, or what that holds under a name. */
export interface OwnReader {
  /** The argument that is given back, or the query that is read. */
  readonly given: ts.Expression;
  /** The name of the parameter that is read; undefined for a function that gives the argument back. */
  readonly key: ts.Expression | undefined;
  /** True when it also checks or does something, so that the call has to stay. */
  readonly mustStay: boolean;
}

/** `first(req.query.code)`, `required(url.searchParams, 'code')`: functions that only pick or check a value. */
export const ownReader = oncePerNode((project, call: ts.CallExpression): OwnReader | undefined => {
  if (call.arguments.length === 0 || call.arguments.some(ts.isSpreadElement)) return undefined;
  const [fn, ...others] = functionsAt(project, call.expression);
  const shape = fn && others.length === 0 ? shapeOfFunction(project, fn) : undefined;
  const owner = shape?.value.owner;
  const given = typeof owner === 'number' ? call.arguments[owner] : owner;
  if (!shape || !given) return undefined;
  const { key } = shape.value;
  const named = typeof key === 'number' ? call.arguments[key] : key;
  return key !== undefined && !named ? undefined : { given, key: named, mustStay: shape.mustStay };
});

/** The query around a function that only reads the parameter which it is passed the name of. */
export function readerAround(project: Project, fn: FunctionLike): ts.Expression | undefined {
  const shape = shapeOfFunction(project, fn);
  if (!shape || shape.mustStay || shape.value.key !== 0) return undefined;
  return typeof shape.value.owner === 'number' ? undefined : shape.value.owner;
}

const shapeOfFunction: (project: Project, fn: FunctionLike) => Shape | undefined = oncePerNode(
  (project, fn) => shapeWithin(project, fn, []),
);

/** Readers that read by readers are looked into no deeper than this. */
const maxDepth = 4;

/** @param callers - the readers that call this one: what they give is not known yet */
function shapeWithin(
  project: Project,
  fn: FunctionLike,
  callers: readonly FunctionLike[],
): Shape | undefined {
  const { body } = fn;
  const isPlain = !(ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Async) && !fn.asteriskToken;
  if (
    !body ||
    !isPlain ||
    callers.length > maxDepth ||
    fn.parameters.some(({ name, dotDotDotToken }) => dotDotDotToken || !ts.isIdentifier(name))
  )
    return undefined;
  const around: Around = {
    calledAt({ expression }) {
      const [called, ...others] = functionsAt(project, expression);
      return others.length === 0 ? called : undefined;
    },
    shapeOf: (called) =>
      callers.includes(called) ? undefined : shapeWithin(project, called, [...callers, fn]),
  };
  const given = new Values(project, fn, around).given(exitsOf(body));
  // Of a query around the function one parameter is read, whose name is passed.
  if (!given || (typeof given.owner !== 'number' && typeof given.key !== 'number')) return undefined;
  const read = typeof given.owner === 'number' ? fn.parameters[given.owner] : undefined;
  return { value: given, mustStay: !isPure(project, { fn, body, read, around }) };
}

function exitsOf(body: ts.ConciseBody): readonly (ts.Expression | undefined)[] {
  if (!ts.isBlock(body)) return [body];
  return [...ownDescendants(body)].filter(ts.isReturnStatement).map(({ expression }) => expression);
}

interface Reader {
  readonly fn: FunctionLike;
  readonly body: ts.ConciseBody;
  /** The parameter whose value it reads. */
  readonly read: ts.ParameterDeclaration | undefined;
  readonly around: Around;
}

/**
 * True for code that does nothing but choose: no call but those of itself and of readers that are pure, those that read the
 * argument, and those of the platform; no `throw`.
 */
function isPure(project: Project, { fn, body, read, around }: Reader): boolean {
  return [...descendants(body)].every((node) => {
    if (ts.isThrowStatement(node) || ts.isNewExpression(node) || ts.isExpressionStatement(node)) return false;
    if (!ts.isCallExpression(node)) return true;
    const callee = unwrap(node.expression);
    const isRead =
      ts.isPropertyAccessExpression(callee) &&
      (isNameOf(project, read, callee.expression) || isOfPlatform(project, callee.name));
    if (isRead) return true;
    const called = around.calledAt(node);
    return called === fn || (called !== undefined && around.shapeOf(called)?.mustStay === false);
  });
}

/** What the argument is, the call of the function shows: `query.get(name)` of a URLSearchParams. */
function isNameOf(
  { checker }: Project,
  read: ts.ParameterDeclaration | undefined,
  value: ts.Expression,
): boolean {
  const name = unwrap(value);
  return (
    read !== undefined &&
    ts.isIdentifier(name) &&
    checker.getSymbolAtLocation(name)?.valueDeclaration === read
  );
}

function isOfPlatform(project: Project, name: ts.Node): boolean {
  const declared = declaredAs(symbolOf(project, name));
  return declared?.area === 'platform/web' || declared?.area === 'platform/es';
}
