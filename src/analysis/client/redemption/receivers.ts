import { ts } from '../../../compiler.cjs';
import type { Generation } from '../../../sdk/modules.ts';
import { finishAuthMethod, transportsWithFinishAuth, transportTypes } from '../../../sdk/roles.ts';
import { memberName, unwrap } from '../../program/ast.ts';
import { conversions } from '../../program/conversions.ts';
import { filesAround } from '../../program/files-around.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, resolveAlias, sdkEntityOf, sdkTypes, symbolOf } from '../../program/sdk-symbols.ts';

/**
 * What the `finishAuth` of a call belongs to: the SDK's own method, a structural type that the project declares around an
 * MCP transport, or an untyped value in a file that uses the SDK.
 */
export type Receiver =
  | { readonly kind: 'sdk'; readonly generation: Generation }
  | { readonly kind: 'structural'; readonly generation: Generation; readonly declaration: ts.Declaration }
  | { readonly kind: 'untyped'; readonly generation: Generation };

/** A call that redeems an authorization code: `transport.finishAuth(code, iss)` in any of its spellings. */
export interface Redemption {
  readonly call: ts.CallExpression;
  readonly receiver: Receiver;
  readonly code: ts.Expression;
  /** The second string, when there is one. */
  readonly issuer: ts.Expression | undefined;
  /** True behind `call` and `bind`: their types know only the last overload, the one that takes strings. */
  readonly borrowed: boolean;
}

/** The redemption that a call is, or undefined when it is something else of that name. */
export function redemptionOf(project: Project, call: ts.CallExpression): Redemption | undefined {
  // Whatever the call is written as, the method's name stands in its file.
  if (!call.getSourceFile().text.includes(finishAuthMethod)) return undefined;
  const callee = unwrap(call.expression);
  const taken = borrowedCall(project, call) ?? handedOn(project, call);
  const owner = taken?.owner ?? methodOwner(project, callee);
  const [code, issuer] = taken ? taken.given : call.arguments;
  const receiver = owner && code && receiverOf(project, owner.object);
  return receiver && { call, receiver, code, issuer, borrowed: taken !== undefined || owner.bound };
}

interface BorrowedCall {
  readonly owner: MethodOwner;
  /** The arguments of the method. */
  readonly given: readonly ts.Expression[];
}

/** `finishAuth.call(transport, code)`, `finishAuth.apply(transport, [code])`, `Reflect.apply(finishAuth, transport, [code])`. */
function borrowedCall(project: Project, call: ts.CallExpression): BorrowedCall | undefined {
  const callee = unwrap(call.expression);
  const name = memberName(callee);
  if (name !== 'call' && name !== 'apply') return undefined;
  const object = (callee as ts.PropertyAccessExpression).expression;
  const isReflect = declaredAs(symbolOf(project, object))?.name === 'Reflect';
  const [method, list] = isReflect ? [call.arguments[0], call.arguments[2]] : [object, call.arguments[1]];
  const owner = method && methodOwner(project, method);
  if (!owner) return undefined;
  if (name === 'call') return { owner, given: call.arguments.slice(1) };
  const given = list && unwrap(list);
  return { owner, given: given && ts.isArrayLiteralExpression(given) ? given.elements : list ? [list] : [] };
}

/** `listen(transport.finishAuth.bind(transport))`, where a function is asked for that takes a string. */
function handedOn(project: Project, call: ts.CallExpression): BorrowedCall | undefined {
  const callee = unwrap(call.expression);
  if (memberName(callee) !== 'bind') return undefined;
  const owner = methodOwner(project, boundMethod(call));
  const wanted = owner && project.checker.getContextualType(call);
  const parts = wanted?.isUnion() ? wanted.types : wanted ? [wanted] : [];
  const takesText = parts
    .flatMap((part) => part.getCallSignatures())
    .some(({ parameters: [first] }) => {
      const type = first && project.checker.getTypeOfSymbolAtLocation(first, call);
      return type && project.checker.getNonNullableType(type).flags & ts.TypeFlags.StringLike;
    });
  return owner && takesText ? { owner, given: [call] } : undefined;
}

interface MethodOwner {
  readonly object: ts.Expression;
  readonly bound: boolean;
}

/** The object of `object.finishAuth`, named directly or through a variable or destructuring that holds the method. */
function methodOwner(project: Project, callee: ts.Expression): MethodOwner | undefined {
  const target = unwrap(callee);
  if (isNamed(project, target)) {
    return { object: (target as ts.PropertyAccessExpression).expression, bound: false };
  }
  if (!ts.isIdentifier(target)) return undefined;
  const declaration = symbolOf(project, target)?.valueDeclaration;
  if (!declaration) return undefined;
  if (ts.isBindingElement(declaration)) return destructuredFrom(declaration);
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const value = unwrap(declaration.initializer);
  const bound = ts.isCallExpression(value) && memberName(unwrap(value.expression)) === 'bind';
  const method = bound ? boundMethod(value) : value;
  if (!isNamed(project, method)) return undefined;
  return { object: (method as ts.PropertyAccessExpression).expression, bound };
}

/** `transport.finishAuth`, `transport['finishAuth']`, `transport[method]` with a constant of that value. */
function isNamed(project: Project, target: ts.Expression): boolean {
  const name = memberName(target);
  if (name !== undefined || !ts.isElementAccessExpression(target)) return name === finishAuthMethod;
  const key = project.checker.getTypeAtLocation(target.argumentExpression);
  return key.isStringLiteral() && key.value === finishAuthMethod;
}

function boundMethod(call: ts.CallExpression): ts.Expression {
  return unwrap((unwrap(call.expression) as ts.PropertyAccessExpression).expression);
}

function destructuredFrom(element: ts.BindingElement): MethodOwner | undefined {
  const key = element.propertyName ?? element.name;
  const declaration = element.parent.parent;
  const named = (ts.isIdentifier(key) || ts.isStringLiteral(key)) && key.text === finishAuthMethod;
  if (!named || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  return { object: declaration.initializer, bound: false };
}

function receiverOf(project: Project, object: ts.Expression): Receiver | undefined {
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(object));
  if (type.flags & ts.TypeFlags.Any) return untypedReceiver(project, object);
  const declarations = membersOf(project, type).flatMap((symbol) => symbol.declarations ?? []);
  for (const symbol of membersOf(project, type)) {
    const entity = sdkEntityOf(symbol);
    if (entity && transportsWithFinishAuth.includes(entity.name))
      return { kind: 'sdk', generation: entity.generation };
  }
  const own = declarations.find(isStructural);
  const around = own && (aroundTransport(project, object, type) ?? handedTransport(project, own));
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

/** A signature without a body: the project describes somebody else's method. Its own class is a wrapper, not a transport. */
function isStructural(declaration: ts.Declaration): boolean {
  return ts.isMethodSignature(declaration) || ts.isPropertySignature(declaration);
}

/** The generation of the SDK transport that the structural type was laid over: by intersection, cast, guard or initializer. */
function aroundTransport(project: Project, object: ts.Expression, type: ts.Type): Generation | undefined {
  const candidates = [type, ...viewsOf(project, object)];
  return candidates
    .flatMap((candidate) => sdkTypes(project, candidate))
    .find(({ name }) => transportTypes.includes(name))?.generation;
}

/** The generation of the SDK transport that is handed somewhere to who asks for the structural type. */
function handedTransport(project: Project, own: ts.Declaration): Generation | undefined {
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

/** An untyped receiver counts when nothing says where it comes from and the file or its package works with the MCP client. */
function untypedReceiver(project: Project, object: ts.Expression): Receiver | undefined {
  const named = namedTransport(project, object);
  if (named) return { kind: 'sdk', generation: named };
  const file = object.getSourceFile();
  const generation = importedClientGeneration(project, file) ?? project.packageGeneration(file.fileName);
  return generation && !comesFromElsewhere(project, object) ? { kind: 'untyped', generation } : undefined;
}

/** `useRef<StreamableHTTPClientTransport>(null)` of a package whose types are not here: the type argument says what it holds. */
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

/** True when the root of the expression is imported from a module that is not the SDK. */
export function comesFromElsewhere(project: Project, object: ts.Expression): boolean {
  let root = unwrap(object);
  for (;;) {
    if (
      ts.isPropertyAccessExpression(root) ||
      ts.isElementAccessExpression(root) ||
      ts.isCallExpression(root)
    ) {
      root = unwrap(root.expression);
    } else if (ts.isNewExpression(root) || ts.isAwaitExpression(root)) root = unwrap(root.expression);
    else break;
  }
  if (!ts.isIdentifier(root)) return false;
  const symbol = project.checker.getSymbolAtLocation(root);
  if (!symbol) return false;
  if (symbol.flags & ts.SymbolFlags.Alias) return isOfAnotherPackage(project, symbol);
  const declaration = symbol.valueDeclaration;
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer) {
    const value = unwrap(declaration.initializer);
    const required = requiredModule(value);
    if (required !== undefined) return isPackageName(required) && declaredAs(symbol) === undefined;
    return value !== root && comesFromElsewhere(project, value);
  }
  return false;
}

/** An import that leads neither to the SDK nor to a file of the project. */
function isOfAnotherPackage(project: Project, alias: ts.Symbol): boolean {
  if (resolveAlias(project, alias).declarations?.length) return false;
  for (let node: ts.Node | undefined = alias.declarations?.[0]; node; node = node.parent) {
    const specifier = ts.isImportDeclaration(node) ? node.moduleSpecifier : undefined;
    if (specifier && ts.isStringLiteral(specifier)) return isPackageName(specifier.text);
    if (ts.isVariableDeclaration(node)) return isPackageName(requiredModule(node.initializer) ?? '');
  }
  return true;
}

/** `x` of `require('x')`. */
function requiredModule(value: ts.Expression | undefined): string | undefined {
  if (!value || !ts.isCallExpression(value) || !ts.isIdentifier(value.expression)) return undefined;
  const [specifier] = value.arguments;
  const required = value.expression.text === 'require' && specifier && ts.isStringLiteralLike(specifier);
  return required ? specifier.text : undefined;
}

/** `express`, `@scope/name`; not `./x`, `#x`, `@/x`, `~/x`, which stay in the project. */
function isPackageName(specifier: string): boolean {
  return /^(@[\w-]+\/|[\w])/.test(specifier);
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
