import { ts } from '../../../compiler.cjs';
import { enclosingFunction } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { isPromiseSymbol } from '../../program/sdk-symbols.ts';
import { awaited, type Hop, typeArgument, type Way, waysThrough, waysTo } from './access-path.ts';

/** How a member of a generic type leads to what the type is made over: by type parameter, the ways from the member. */
export function memberWays(project: Project, property: ts.Symbol): [Hop, Way[]][] {
  const declaration = property.declarations?.[0];
  const owner = declaration?.parent;
  const parameters = owner && typeParametersOf(owner);
  if (!declaration || !parameters?.length) return [];
  const type = project.checker.getTypeAtLocation(declaration);
  const ofPromise = isPromiseSymbol((owner as ts.Node & { symbol?: ts.Symbol }).symbol);
  return parameters.flatMap((parameter, index): [Hop, Way[]][] => {
    const ways = waysTo(project, type, project.checker.getTypeAtLocation(parameter));
    return ways.length > 0 ? [[ofPromise ? awaited : typeArgument(index), ways]] : [];
  });
}

function typeParametersOf(owner: ts.Node): readonly ts.TypeParameterDeclaration[] | undefined {
  if (ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner)) return owner.typeParameters;
  // What a generic function makes and returns without a type of its own.
  if (ts.isObjectLiteralExpression(owner)) return enclosingFunction(owner)?.typeParameters;
  if (!ts.isTypeLiteralNode(owner)) return undefined;
  if (ts.isTypeAliasDeclaration(owner.parent)) return owner.parent.typeParameters;
  // `function defer<T>(): { promise: Promise<T>; resolve: (value: T) => void }`
  const fn = owner.parent;
  return ts.isFunctionLike(fn) && fn.type === owner ? fn.typeParameters : undefined;
}

/** What a generic function does with a type parameter: the ways to it from its parameters and from its result. */
export interface Passage {
  readonly typeParameter: number;
  readonly parameters: readonly (readonly Way[])[];
  readonly result: readonly Way[];
}

/** The passages of a function that is generic over what it hands through, such as `withTimeout<T>(promise: Promise<T>)`. */
export function passagesOf(project: Project, declaration: ts.SignatureDeclaration): Passage[] {
  const signature = project.checker.getSignatureFromDeclaration(declaration);
  return (declaration.typeParameters ?? []).flatMap((parameter, typeParameter) => {
    if (!signature) return [];
    const target = project.checker.getTypeAtLocation(parameter);
    return [{ typeParameter, ...waysThrough(project, signature, target) }];
  });
}
