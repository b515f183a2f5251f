import { ts } from '../../../compiler.cjs';
import { descendants, isFunctionLike, ownDescendants, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import type { Handler } from '../guards/handlers.ts';
import { variableAt } from '../guards/subject.ts';
import { isOtherTransport, otherTransports, stepsUpItself, transportsOf } from '../guards/transports.ts';
import { unseenCalls } from '../guards/unseen-uses.ts';
import { callersOf } from './callers.ts';

/** Whether a handler can never receive an InsufficientScopeError, or is only part of a test. */
export function isOutOfReach(project: Project, handler: Handler): boolean {
  return (
    isAsserted(project, handler.guard) ||
    isTestFile(handler.guard.getSourceFile()) ||
    isOutsideOfStepUp(project, handler)
  );
}

/** `transport.onerror = (error) => …`, of a transport or client of the SDK. */
export function isOnErrorCallback(project: Project, scope: ts.Node): boolean {
  const target = scope.parent;
  if (!target || !ts.isBinaryExpression(target) || target.right !== scope) return false;
  const { left } = target;
  if (!ts.isPropertyAccessExpression(left) || left.name.text !== 'onerror') return false;
  return declaredAs(symbolOf(project, left.name))?.area.startsWith('v') ?? false;
}

/** `expect(error instanceof SdkHttpError).toBe(true)` of a test runner that has it as a global, and callbacks of such a chain. */
function isAsserted(project: Project, node: ts.Node): boolean {
  for (let current: ts.Node | undefined = node; current; current = current.parent) {
    if (ts.isCallExpression(current) && isGlobalExpect(project, current)) return true;
  }
  return false;
}

function isGlobalExpect(project: Project, call: ts.CallExpression): boolean {
  let root: ts.Expression = unwrap(call.expression);
  while (ts.isCallExpression(root) || ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  if (!ts.isIdentifier(root) || root.text !== 'expect') return false;
  const declarations = symbolOf(project, root)?.declarations ?? [];
  return declarations.every((declaration) => declaration.getSourceFile().isDeclarationFile);
}

/** A `try` that only ends a session, or only uses SSE or stdio: neither throws an InsufficientScopeError. */
function isOutsideOfStepUp(project: Project, { scope }: Pick<Handler, 'scope'>): boolean {
  if (!ts.isCatchClause(scope)) return isTerminationCallback(project, scope);
  const calls = [...descendants(scope.parent.tryBlock)].filter(
    (node) => ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node),
  );
  let proven = false;
  for (const node of calls) {
    const verdict = ts.isAwaitExpression(node)
      ? isCall(node.expression)
      : neverRefuses(project, node as ts.CallExpression);
    if (verdict === false) return false;
    if (verdict === 'sdk') proven = true;
  }
  return proven && [...ownDescendants(scope.parent.tryBlock)].length > 0;
}

const isCall = (node: ts.Expression): boolean => ts.isCallExpression(node);

/** `explain(error)`: every call passes what a `catch` received that no InsufficientScopeError can reach. All calls are known. */
export function onlyGetsOthers(project: Project, { scope, subject }: Handler, depth = 0): boolean {
  const parameter = subject.symbol.valueDeclaration;
  if (!isFunctionLike(scope) || depth > 3 || !parameter || parameter.parent !== scope) return false;
  const index = scope.parameters.indexOf(parameter as ts.ParameterDeclaration);
  const getsOther = (call: ts.CallExpression): boolean => isGivenOther(project, call.arguments[index], depth);
  // Who else calls it is expensive to find out.
  const direct = [...bindingsOf(project).calls.get(scope)];
  // A member that nobody is seen to call has a common name: `render`, `handle`.
  const isNamed = ts.isFunctionDeclaration(scope) || ts.isVariableDeclaration(scope.parent);
  if (direct.length === 0 && !isNamed) return false;
  if (unseenCalls(project, scope) !== undefined || direct.length === 0) return false;
  if (index < 0 || !direct.every(getsOther)) return false;
  const { calls, unknown, unseen } = callersOf(project, scope);
  return unknown === undefined && unseen === undefined && calls.every(getsOther);
}

function isGivenOther(project: Project, given: ts.Expression | undefined, depth: number): boolean {
  const root = given && ts.isIdentifier(given) ? variableAt(project, given) : undefined;
  const received = root?.valueDeclaration?.parent;
  if (!root || !received) return false;
  if (ts.isCatchClause(received)) return isOutsideOfStepUp(project, { scope: received });
  const passed = { scope: received, subject: { symbol: root, text: root.name } };
  return onlyGetsOthers(project, passed as Handler, depth + 1);
}

/** `transport.terminateSession().catch((error) => …)` */
function isTerminationCallback(project: Project, scope: ts.Node): boolean {
  const call = scope.parent;
  if (!call || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const source = call.expression.expression;
  return (
    call.expression.name.text === 'catch' &&
    ts.isCallExpression(source) &&
    neverRefuses(project, source) === 'sdk'
  );
}

function neverRefuses(project: Project, node: ts.CallExpression | ts.NewExpression): boolean | 'sdk' {
  const callee = node.expression;
  if (ts.isCallExpression(node) && onlyShows(project, node)) return true;
  if (ts.isNewExpression(node)) {
    const declared = declaredAs(symbolOf(project, callee));
    return (
      declared !== undefined &&
      (declared.area.startsWith('platform/') ||
        otherTransports.test(declared.name) ||
        declared.name === 'Client' ||
        stepsUpItself(project, node))
    );
  }
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const declared = declaredAs(symbolOf(project, name));
  if (declared?.area.startsWith('platform/')) return !takesCallback(project, node);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  if (declared?.member === 'terminateSession') return 'sdk';
  if (!declared?.area.startsWith('v') && !isOfClient(project, callee.expression)) return false;
  const [transport] = node.arguments;
  if (callee.name.text === 'connect' && transport) {
    return isQuietTransport(project, transport) ? 'sdk' : false;
  }
  const receiver = callee.expression;
  if (isQuietTransport(project, receiver)) return 'sdk';
  const transports = transportsOf(project, receiver);
  return transports.length > 0 && transports.every((each) => isQuietTransport(project, each)) ? 'sdk' : false;
}

/** Whether a function of the platform gets a callback: what that one does is not known. */
function takesCallback({ checker }: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const { parameters = [] } = checker.getResolvedSignature(call) ?? {};
  return parameters.slice(0, call.arguments?.length ?? 0).some((each) => {
    const type = checker.getTypeOfSymbol(each);
    const parts = type.isUnion() ? type.types : [type];
    return parts.some((part) => part.getCallSignatures().length > 0);
  });
}

/** Whether a transport throws another error for a 403 insufficient_scope. */
function isQuietTransport(project: Project, node: ts.Expression): boolean {
  return isOtherTransport(project, node) || stepsUpItself(project, node);
}

/** A client has more methods than our declarations of the SDK name. */
function isOfClient(project: Project, receiver: ts.Expression): boolean {
  return declaredTypes(project, project.checker.getTypeAtLocation(receiver)).some(
    ({ area, name }) => area.startsWith('v2/') && name === 'Client',
  );
}
