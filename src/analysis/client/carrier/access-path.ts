import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { isPromiseSymbol } from '../../program/sdk-symbols.ts';

/**
 * One hop from a holder towards the code it holds: what a promise gives, what a function returns or receives as an
 * argument, what an instance of a generic type is made over (`Map<string, V>`, `Deferred<T>`), a member of a record.
 */
export type Hop =
  | { readonly kind: 'await' }
  | { readonly kind: 'call' }
  | { readonly kind: 'argument'; readonly index: number }
  | { readonly kind: 'type'; readonly index: number }
  | { readonly kind: 'member'; readonly name: string };

/** The hops from a holder to the code; none for the code itself. */
export type Way = readonly Hop[];

export const awaited: Hop = { kind: 'await' };
export const called: Hop = { kind: 'call' };
export const argument = (index: number): Hop => ({ kind: 'argument', index });
export const typeArgument = (index: number): Hop => ({ kind: 'type', index });
export const member = (name: string): Hop => ({ kind: 'member', name });

export function sameHop(a: Hop | undefined, b: Hop | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function sameWay(a: Way, b: Way): boolean {
  return a.length === b.length && a.every((hop, index) => sameHop(hop, b[index]));
}

/** What is left of a way after a beginning, or undefined when it begins otherwise. */
export function after(way: Way, beginning: Way): Way | undefined {
  return beginning.every((hop, index) => sameHop(hop, way[index])) ? way.slice(beginning.length) : undefined;
}

/**
 * The ways on which a type leads to a type parameter: `(value: T | PromiseLike<T>) => void` leads to T by argument 0.
 * @param depth - types may be recursive: deeper ones are not looked at
 */
export function waysTo(project: Project, type: ts.Type, target: ts.Type, depth = 0): Way[] {
  if (type === target) return [[]];
  if (depth > 4) return [];
  const inner = (each: ts.Type) => waysTo(project, each, target, depth + 1);
  if (type.isUnion()) return ofUnion(type.types.flatMap(inner));
  const own = typeArgumentsOf(project, type).flatMap((each, index) =>
    prefixed(isPromiseSymbol(type.symbol) ? awaited : typeArgument(index), inner(each)),
  );
  if (own.length > 0) return own;
  return type.getCallSignatures().flatMap((signature) => waysOf(project, signature, target, depth + 1));
}

/** The ways from a function. */
function waysOf(project: Project, signature: ts.Signature, target: ts.Type, depth: number): Way[] {
  const { result, parameters } = waysThrough(project, signature, target, depth);
  return [
    ...prefixed(called, result),
    ...parameters.flatMap((ways, index) => prefixed(argument(index), ways)),
  ];
}

/** The ways to a type parameter from the result of a function, and from each of its parameters. */
export function waysThrough(project: Project, signature: ts.Signature, target: ts.Type, depth = 0) {
  const parameters = signature.parameters.map((parameter) => {
    const declaration = parameter.valueDeclaration;
    const type = declaration && project.checker.getTypeOfSymbolAtLocation(parameter, declaration);
    if (!type) return [];
    const isRest = ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
    const [element] = isRest ? typeArgumentsOf(project, type) : [];
    return waysTo(project, element ?? type, target, depth);
  });
  const result = project.checker.getReturnTypeOfSignature(signature);
  return { parameters, result: waysTo(project, result, target, depth) };
}

function typeArgumentsOf(project: Project, type: ts.Type): readonly ts.Type[] {
  const isReference = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
  if (!(type.flags & ts.TypeFlags.Object) || !isReference) return [];
  const reference = type as ts.TypeReference;
  // Behind the written ones stands the type of `this`.
  return project.checker.getTypeArguments(reference).slice(0, reference.target.typeParameters?.length ?? 0);
}

/** `T | PromiseLike<T>` is what a resolver takes: a value, or a promise of it, which it awaits. */
function ofUnion(ways: readonly Way[]): Way[] {
  return ways.some((way) => way.length === 0) ? [[]] : [...ways];
}

function prefixed(hop: Hop, ways: readonly Way[]): Way[] {
  return ways.map((way) => [hop, ...way]);
}
