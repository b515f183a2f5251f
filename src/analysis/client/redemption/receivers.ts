import { ts } from '../../../compiler.cjs';
import type { Generation } from '../../../sdk/modules.ts';
import { finishAuthMethod, transportsWithFinishAuth, transportTypes } from '../../../sdk/roles.ts';
import { unwrap } from '../../program/ast.ts';
import { conversions } from '../../program/conversions.ts';
import { filesAround } from '../../program/files-around.ts';
import type { Project } from '../../program/project.ts';
import { sdkEntityOf, sdkTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { comesFromElsewhere } from './foreign-values.ts';
import { typesByFlow } from './types-by-flow.ts';

/**
 * What the `finishAuth` of a call belongs to: the SDK's own method, a structural type that the project declares around an
 * MCP transport, or an untyped value in a file that uses the SDK.
 */
export type Receiver =
  | { readonly kind: 'sdk'; readonly generation: Generation }
  | { readonly kind: 'structural'; readonly generation: Generation; readonly declaration: ts.Declaration }
  /** Nothing says what it is. It is tied to the SDK where a transport may reach it, or where its file uses the client. */
  | { readonly kind: 'untyped'; readonly generation: Generation; readonly isTied: boolean }
  /** A transport reaches it, and something that is not seen may, too. */
  | { readonly kind: 'likely'; readonly generation: Generation };

export function receiverOf(project: Project, object: ts.Expression): Receiver | undefined {
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(object));
  if (type.flags & ts.TypeFlags.Any) return untypedReceiver(project, object);
  const declarations = membersOf(project, type).flatMap((symbol) => symbol.declarations ?? []);
  for (const symbol of membersOf(project, type)) {
    const entity = sdkEntityOf(symbol);
    if (entity && transportsWithFinishAuth.includes(entity.name))
      return { kind: 'sdk', generation: entity.generation };
  }
  const own = declarations.find(isStructural);
  const around = own && (aroundTransport(project, object, type) ?? passedTransport(project, own));
  return own && around ? { kind: 'structural', generation: around, declaration: own } : undefined;
}

/** `finishAuth` of the type, or of the members of a union that have it. */
function membersOf(project: Project, type: ts.Type): ts.Symbol[] {
  const parts = type.isUnion() ? type.types : [type];
  return parts.flatMap((part) => {
    const symbol = project.checker.getPropertyOfType(project.checker.getApparentType(part), finishAuthMethod);
    return symbol ? [symbol] : [];
  });
}

/** A signature without a body describes a method of another package. A class of the project is a wrapper, not a transport. */
function isStructural(declaration: ts.Declaration): boolean {
  return ts.isMethodSignature(declaration) || ts.isPropertySignature(declaration);
}

/** The generation of the SDK transport that has the structural type by intersection, cast, guard or initializer. */
function aroundTransport(project: Project, object: ts.Expression, type: ts.Type): Generation | undefined {
  const candidates = [type, ...viewsOf(project, object)];
  return candidates
    .flatMap((candidate) => sdkTypes(project, candidate))
    .find(({ name }) => transportTypes.includes(name))?.generation;
}

/** The generation of the SDK transport that is passed where the structural type is expected. */
function passedTransport(project: Project, own: ts.Declaration): Generation | undefined {
  return conversions(project, finishAuthMethod, filesAround(project, new Set([own]), finishAuthMethod))
    .filter(({ to }) => to.includes(own))
    .flatMap(({ from }) => from)
    .flatMap(
      (declaration) => sdkEntityOf((declaration as ts.Declaration & { symbol?: ts.Symbol }).symbol) ?? [],
    )
    .find(({ name }) => transportsWithFinishAuth.includes(name))?.generation;
}

/** The types an expression has had before casts and narrowing. */
function viewsOf(project: Project, expression: ts.Expression, depth = 0): ts.Type[] {
  if (depth > 8) return [];
  if (
    ts.isParenthesizedExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isNonNullExpression(expression) ||
    ts.isTypeAssertionExpression(expression) ||
    ts.isSatisfiesExpression(expression)
  ) {
    const inner = expression.expression;
    return [project.checker.getTypeAtLocation(inner), ...viewsOf(project, inner, depth + 1)];
  }
  const symbol = symbolOf(project, expression);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration) return [];
  const declared = project.checker.getTypeOfSymbolAtLocation(symbol, declaration);
  const initializer =
    ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)
      ? declaration.initializer
      : undefined;
  const inner = initializer
    ? [project.checker.getTypeAtLocation(initializer), ...viewsOf(project, initializer, depth + 1)]
    : [];
  return [declared, ...inner];
}

/** An untyped receiver is what reaches it. Where that is not seen, it counts if its file or package uses the MCP client. */
function untypedReceiver(project: Project, object: ts.Expression): Receiver | undefined {
  const named = namedTransport(project, object);
  if (named) return { kind: 'sdk', generation: named };
  const { types, isComplete } = typesByFlow(project, object);
  const ofSdk = types.flatMap((type) => sdkTypes(project, type));
  const found = ofSdk.filter(isTransport);
  const others = types.filter((type) => !sdkTypes(project, type).some(isTransport));
  const [first] = found;
  if (first) {
    const { generation } = first;
    if (others.some((type) => membersOf(project, type).length > 0))
      return { kind: 'untyped', generation, isTied: true };
    return isComplete && others.length === 0 ? { kind: 'sdk', generation } : { kind: 'likely', generation };
  }
  // `(transport as any).finishAuth(code)`, where it is declared as the interface of all transports.
  const any = ofSdk.find(({ name }) => transportTypes.includes(name));
  if (any) return { kind: 'likely', generation: any.generation };
  if (isComplete && types.length > 0) return undefined;
  const imported = importedClientGeneration(project, object.getSourceFile());
  const generation = imported ?? project.packageGeneration(object.getSourceFile().fileName);
  return generation && !comesFromElsewhere(project, object)
    ? { kind: 'untyped', generation, isTied: imported !== undefined }
    : undefined;
}

const isTransport = ({ name }: { readonly name: string }): boolean => transportsWithFinishAuth.includes(name);

/** `useRef<StreamableHTTPClientTransport>(null)`: where the types of the package are missing, the type argument tells. */
function namedTransport(project: Project, object: ts.Expression): Generation | undefined {
  let root = unwrap(object);
  for (let depth = 0; depth < 8; depth++) {
    if (ts.isCallExpression(root) && root.typeArguments) {
      const types = root.typeArguments.map((each) => project.checker.getTypeFromTypeNode(each));
      const found = types.flatMap((type) => sdkTypes(project, project.checker.getNonNullableType(type)));
      return found.find(({ name }) => transportsWithFinishAuth.includes(name))?.generation;
    }
    if (ts.isPropertyAccessExpression(root) || ts.isAwaitExpression(root)) root = unwrap(root.expression);
    else if (ts.isIdentifier(root)) {
      const declaration = symbolOf(project, root)?.valueDeclaration;
      const initializer =
        declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
      if (!initializer) return undefined;
      root = unwrap(initializer);
    } else return undefined;
  }
  return undefined;
}

/** The generation of the MCP client that a file imports, if any. */
function importedClientGeneration(project: Project, file: ts.SourceFile): Generation | undefined {
  for (const specifier of (file as ts.SourceFile & { imports?: readonly ts.StringLiteralLike[] }).imports ??
    []) {
    const module = project.checker.getSymbolAtLocation(specifier);
    const area = module?.declarations?.[0]?.getSourceFile().fileName ?? '';
    const match = /\/v([12])\/.*client/.exec(area);
    if (match) return Number(match[1]) as Generation;
  }
  return undefined;
}
