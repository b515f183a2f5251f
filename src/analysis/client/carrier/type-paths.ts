import { ts } from '../../../compiler.cjs';
import {
  type AccessPath,
  argument,
  argumentsFrom,
  awaited,
  called,
  joined,
  type PathStep,
  place,
  typeArgument,
} from '../../program/access-path.ts';
import { enclosingFunction } from '../../program/ast.ts';
import { thisParameters } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, isPromiseSymbol } from '../../program/sdk-symbols.ts';

/** How a member of a generic type leads to what the type is made over: for each type parameter, the paths from the member. */
export function memberPaths(project: Project, property: ts.Symbol): [PathStep, AccessPath[]][] {
  const declaration = property.declarations?.[0];
  const owner = declaration?.parent;
  const parameters = owner && typeParametersOf(owner);
  if (!declaration || !parameters?.length) return [];
  const type = project.checker.getTypeAtLocation(declaration);
  const ofPromise = isPromiseSymbol((owner as ts.Node & { symbol?: ts.Symbol }).symbol);
  return parameters.flatMap((parameter, index): [PathStep, AccessPath[]][] => {
    const paths = pathsTo(project, type, project.checker.getTypeAtLocation(parameter));
    return paths.length > 0 ? [[ofPromise ? awaited : typeArgument(index), paths]] : [];
  });
}

function typeParametersOf(owner: ts.Node): readonly ts.TypeParameterDeclaration[] | undefined {
  if (ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner)) return owner.typeParameters;
  // The object that a generic function makes and returns.
  if (ts.isObjectLiteralExpression(owner)) return enclosingFunction(owner)?.typeParameters;
  if (!ts.isTypeLiteralNode(owner)) return undefined;
  // `type Result<T> = { ok: true; value: T } | { ok: false }`
  let outer: ts.Node = owner.parent;
  while (ts.isUnionTypeNode(outer) || ts.isIntersectionTypeNode(outer) || ts.isParenthesizedTypeNode(outer))
    outer = outer.parent;
  if (ts.isTypeAliasDeclaration(outer)) return outer.typeParameters;
  // `function defer<T>(): { promise: Promise<T>; resolve: (value: T) => void }`
  const fn = owner.parent;
  return ts.isFunctionLike(fn) && fn.type === owner ? fn.typeParameters : undefined;
}

/** What a generic function does with a type parameter: the paths to it from its parameters and from its result. */
export interface Passage {
  readonly declaration: ts.SignatureDeclaration;
  readonly typeParameter: number;
  readonly parameters: readonly (readonly AccessPath[])[];
  /** The rest parameter whose list is of a type of its own: `...args: A`. Its paths lead from that list. */
  readonly list: number | undefined;
  /** From `this`, where the function says of what type it is. */
  readonly receiver: readonly AccessPath[];
  readonly result: readonly AccessPath[];
}

/** The passages of a function that is generic over what it passes through, such as `withTimeout<T>(promise: Promise<T>)`. */
export function passagesOf(project: Project, declaration: ts.SignatureDeclaration): Passage[] {
  const signature = project.checker.getSignatureFromDeclaration(declaration);
  return (declaration.typeParameters ?? []).flatMap((parameter, typeParameter) => {
    if (!signature) return [];
    const target = project.checker.getTypeAtLocation(parameter);
    return [{ declaration, typeParameter, ...pathsThrough(project, signature, target) }];
  });
}

/**
 * The paths on which a type leads to a type parameter: `(value: T | PromiseLike<T>) => void` leads to T by argument 0.
 * @param depth - types may be recursive: deeper ones are not looked at
 */
export function pathsTo(project: Project, type: ts.Type, target: ts.Type, depth = 0): AccessPath[] {
  if (type === target) return [[]];
  if (depth > 4) return [];
  const found = pathsWithin(project, type, target, depth);
  if (found.length > 0) return found;
  // `Result<T>`, an alias of records: its members lead to its type argument, too ({@link memberPaths}).
  return (type.aliasTypeArguments ?? []).flatMap((each, index) =>
    prefixed(typeArgument(index), pathsTo(project, each, target, depth + 1)),
  );
}

function pathsWithin(project: Project, type: ts.Type, target: ts.Type, depth: number): AccessPath[] {
  const inner = (each: ts.Type) => pathsTo(project, each, target, depth + 1);
  if (type.isUnion()) return shortest(type.types.flatMap(inner));
  const isTuple = project.checker.isTupleType(type);
  const own = typeArgumentsOf(project, type).flatMap((each, index) =>
    prefixed(
      isPromiseSymbol(type.symbol) ? awaited : isTuple ? place(index) : typeArgument(index),
      inner(each),
    ),
  );
  if (own.length > 0) return own;
  return type.getCallSignatures().flatMap((signature) => pathsFrom(project, signature, target, depth + 1));
}

/** The paths from a function. */
function pathsFrom(project: Project, signature: ts.Signature, target: ts.Type, depth: number): AccessPath[] {
  // `(...args: Parameters<F>) => ReturnType<F>` takes and gives what F does.
  if (isLike(project, signature, target)) return [[]];
  const { result, parameters, list } = pathsThrough(project, signature, target, depth);
  return [
    ...prefixed(called, result),
    ...parameters.flatMap((paths, index) =>
      paths.map((path) => joined([index === list ? argumentsFrom(index) : argument(index)], path)),
    ),
  ];
}

function isLike({ checker }: Project, { parameters }: ts.Signature, target: ts.Type): boolean {
  const last = parameters.at(-1)?.valueDeclaration;
  return (
    parameters.length === 1 &&
    last !== undefined &&
    ts.isParameter(last) &&
    last.dotDotDotToken !== undefined &&
    isParametersOf(checker.getTypeAtLocation(last), target)
  );
}

/** `Parameters<F>` of the language. */
export function isParametersOf({ aliasSymbol, aliasTypeArguments }: ts.Type, fn: ts.Type): boolean {
  return (
    aliasSymbol?.name === 'Parameters' &&
    declaredAs(aliasSymbol) !== undefined &&
    aliasTypeArguments?.[0] === fn
  );
}

/** The paths to a type parameter from the result of a function, and from each of its parameters. */
function pathsThrough(project: Project, signature: ts.Signature, target: ts.Type, depth = 0) {
  const { checker } = project;
  const types = signature.parameters.map((parameter) => {
    const declaration = parameter.valueDeclaration;
    return declaration && checker.getTypeOfSymbolAtLocation(parameter, declaration);
  });
  const last = signature.parameters.at(-1)?.valueDeclaration;
  const isRest = last !== undefined && ts.isParameter(last) && last.dotDotDotToken !== undefined;
  const elements = isRest && types.at(-1) && checker.isArrayType(types.at(-1) as ts.Type);
  const list = isRest && !elements ? types.length - 1 : undefined;
  const parameters = types.map((type, index) => {
    if (!type) return [];
    const isElements = elements && index === types.length - 1;
    const [element] = isElements ? typeArgumentsOf(project, type) : [];
    return pathsTo(project, element ?? type, target, depth);
  });
  const result = checker.getReturnTypeOfSignature(signature);
  const [own] = signature.declaration?.parameters ?? [];
  const isThis = own && ts.isParameter(own) && thisParameters({ parameters: [own] }) > 0;
  const receiver = isThis ? pathsTo(project, checker.getTypeAtLocation(own), target, depth) : [];
  return { parameters, list, receiver, result: pathsTo(project, result, target, depth) };
}

function typeArgumentsOf(project: Project, type: ts.Type): readonly ts.Type[] {
  const isReference = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
  if (!(type.flags & ts.TypeFlags.Object) || !isReference) return [];
  const reference = type as ts.TypeReference;
  // After the written ones comes the type of `this`.
  return project.checker.getTypeArguments(reference).slice(0, reference.target.typeParameters?.length ?? 0);
}

/** `T | PromiseLike<T>` is what a resolver takes: a value, or a promise of it, which it awaits. */
function shortest(paths: readonly AccessPath[]): AccessPath[] {
  return paths.some((path) => path.length === 0) ? [[]] : [...paths];
}

function prefixed(step: PathStep, paths: readonly AccessPath[]): AccessPath[] {
  return paths.map((path) => [step, ...path]);
}
