/**
 * Which calls redeem an authorization code with the method `finishAuth`, and what are they given? The rule finish-auth-params
 * asks, and so do the folders carrier/ and callback/. It gives back a {@link Redemption} for each call; redeemers.ts next to it
 * does so for the functions that take the code in options.
 */
import { ts } from '../../../compiler.cjs';
import { finishAuthMethod } from '../../../sdk/roles.ts';
import { memberName, unwrap } from '../../program/ast.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { type Receiver, receiverOf } from './receivers.ts';

/** A call that redeems an authorization code: `transport.finishAuth(code, iss)` however it is written. */
export interface Redemption {
  readonly call: ts.CallExpression;
  readonly receiver: Receiver;
  readonly code: ts.Expression;
  /** The second string, when there is one. */
  readonly issuer: ts.Expression | undefined;
  /** How the method is called where it is taken off its transport: those types know only the last overload, which takes strings. */
  readonly borrowed: Borrowing | undefined;
}

export type Borrowing = 'bind' | 'call' | 'apply' | 'Reflect.apply';

/** The calls of `finishAuth` in the relevant files. */
export function finishAuthCalls(project: Project): Redemption[] {
  return project.files.flatMap((file) => finishAuthCallsIn(project, file));
}

export function finishAuthCallsIn(project: Project, file: ts.SourceFile): Redemption[] {
  // However the call is written, the method's name is in its file.
  if (!file.text.includes(finishAuthMethod)) return [];
  const calls = nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression);
  return calls.flatMap((call) => redemptionOf(project, call) ?? []);
}

/** The redemption that a call is; undefined when it calls something else. */
function redemptionOf(project: Project, call: ts.CallExpression): Redemption | undefined {
  const callee = unwrap(call.expression);
  const taken = borrowedCall(project, call) ?? passedMethod(project, call);
  const owner = taken?.owner ?? methodOwner(project, callee);
  const [code, issuer] = taken ? taken.given : call.arguments;
  const receiver = owner && code && receiverOf(project, owner.object);
  if (code && receiver?.kind === 'untyped' && !mayRedeem(project, call, code)) return undefined;
  const borrowed = taken?.by ?? (owner?.bound ? 'bind' : undefined);
  return receiver && { call, receiver, code, issuer, borrowed };
}

/** The SDK takes a code, perhaps with `iss`, or a query. A method that takes something else is another library's. */
function mayRedeem({ checker }: Project, call: ts.CallExpression, code: ts.Expression): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(code));
  const isCode = checker.isTypeAssignableTo(type, checker.getStringType());
  return call.arguments.length <= 2 && (isCode || type.symbol?.name === 'URLSearchParams');
}

interface BorrowedCall {
  readonly owner: MethodOwner;
  /** The arguments of the method. */
  readonly given: readonly ts.Expression[];
  readonly by: Borrowing;
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
  if (name === 'call') return { owner, given: call.arguments.slice(1), by: name };
  const given = list && unwrap(list);
  return {
    owner,
    given: given && ts.isArrayLiteralExpression(given) ? given.elements : list ? [list] : [],
    by: isReflect ? 'Reflect.apply' : 'apply',
  };
}

/** `listen(transport.finishAuth.bind(transport))`, passed where a function is expected that takes a string. */
function passedMethod(project: Project, call: ts.CallExpression): BorrowedCall | undefined {
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
  return owner && takesText ? { owner, given: [call], by: 'bind' } : undefined;
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
