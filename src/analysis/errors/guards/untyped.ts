import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isFunctionLike, ownDescendants, unwrap } from '../../program/ast.ts';
import { bySource, mentionsIn, nodesOf, nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { askErrorMiddleware, getsErrorsOfRoutes, holdsErrorMiddleware } from './error-middleware.ts';
import { createFrame } from './evaluator.ts';
import { answerOf } from './function-answer.ts';
import { callsTo } from './function-calls.ts';
import { type Guard, isRejectionCallback } from './guard-tests.ts';
import { testsItself } from './inspectors.ts';
import { onlyFunctionAt } from './own-functions.ts';
import { httpScenarios } from './scenarios.ts';
import { subjectOf } from './subject.ts';

/**
 * Tests of `status` without a class of the SDK, where the error is sure to come from the SDK: the `try` calls the client,
 * or the promise comes from it.
 */
export function untypedTests(project: Project): Guard[] {
  askErrorMiddleware(project);
  const files = new Set([
    ...project.files,
    ...project.userFiles.filter(({ text }) => holdsErrorMiddleware(text)),
  ]);
  return [...files]
    .filter(({ text }) => text.includes('catch') || text.includes('.then') || text.includes('express'))
    .flatMap((file) =>
      [...statusReads(file), ...callsWithError(file)].sort(bySource).flatMap((node): Guard[] => {
        const value = inspected(project, node);
        const subject = value && subjectOf(project, value);
        return subject && comesFromSdk(project, subject.symbol) ? [{ node, value, kind: 'v2' }] : [];
      }),
    );
}

/** `error.status`, `error['status']`, `{ status } = error`. */
function statusReads(file: ts.SourceFile): ts.Node[] {
  return mentionsIn(file, 'status').flatMap(({ parent }) =>
    ts.isPropertyAccessExpression(parent) ||
    ts.isElementAccessExpression(parent) ||
    ts.isBindingElement(parent)
      ? [parent]
      : [],
  );
}

/** Calls that get a caught error. */
function callsWithError(file: ts.SourceFile): ts.CallExpression[] {
  const names = caughtNames(file);
  return nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression).filter((call) =>
    call.arguments
      .map(unwrap)
      .some((each) => ts.isIdentifier(each) && names.has(each.text) && isCaught(each)),
  );
}

function caughtNames(file: ts.SourceFile): ReadonlySet<string> {
  const caught = nodesOf<ts.CatchClause>(file, ts.SyntaxKind.CatchClause).map(
    ({ variableDeclaration }) => variableDeclaration?.name,
  );
  const functions = [ts.SyntaxKind.ArrowFunction, ts.SyntaxKind.FunctionExpression] as const;
  const received = (nodesOfKinds(file, functions) as readonly (ts.ArrowFunction | ts.FunctionExpression)[])
    .filter(isRejectionCallback)
    .map(({ parameters: [first] }) => first?.name);
  return new Set([...caught, ...received].map((name) => name?.getText() ?? ''));
}

const isStatusKey = (node: ts.Expression): boolean => ts.isStringLiteralLike(node) && node.text === 'status';

/** The expression whose `status` is read here, or that is passed to a function of the project that reads it. */
function inspected(project: Project, node: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'status') return rootOf(node.expression);
  if (ts.isElementAccessExpression(node) && isStatusKey(node.argumentExpression))
    return rootOf(node.expression);
  if (ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === 'status') {
    const declaration = node.parent.parent;
    return ts.isVariableDeclaration(declaration) && declaration.initializer
      ? rootOf(declaration.initializer)
      : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const given = node.arguments.map((argument) => unwrap(argument)).find(isCaught);
  if (!given) return undefined;
  const target = onlyFunctionAt(project, node.expression);
  if (!target || testsItself(project, target) || testsStatusItself(project, target)) return undefined;
  return readsStatus(target) ? given : undefined;
}

/** The variable behind `error.status`, `error.data.status`, `(error as any).status`, through constants that rename it. */
function rootOf(node: ts.Expression): ts.Expression | undefined {
  let root = unwrap(node);
  while (ts.isPropertyAccessExpression(root) && root.name.text === 'data') root = unwrap(root.expression);
  return ts.isIdentifier(root) ? root : undefined;
}

const readsStatus = (node: ts.Node): boolean =>
  [...descendants(node)].some((each) => ts.isIdentifier(each) && each.text === 'status');

/** Decided by the scope alone, because the checker costs more. */
function isCaught(node: ts.Expression): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false;
  for (let current: ts.Node | undefined = node; current; current = current.parent) {
    if (ts.isCatchClause(current) && current.variableDeclaration?.name.getText() === node.text) return true;
    if (isRejectionCallback(current)) {
      const [parameter] = (current as ts.ArrowFunction).parameters ?? [];
      if (parameter?.name.getText() === node.text) return true;
    }
  }
  return false;
}

function comesFromSdk(project: Project, symbol: ts.Symbol, depth = 0): boolean {
  const root = symbol.valueDeclaration;
  if (!root) return false;
  const raising = raisingCode(root);
  if (raising) return sendsItself(project, raising);
  if (ts.isParameter(root) && isFunctionLike(root.parent))
    return getsErrorsOfRoutes(project, root) || receivesSdkErrors(project, root, depth);
  if (!ts.isVariableDeclaration(root) || !root.initializer) return false;
  const source = rootOf(root.initializer);
  const renamed = source && subjectOf(project, source);
  return renamed !== undefined && renamed.symbol !== symbol && comesFromSdk(project, renamed.symbol, depth);
}

/** The code whose errors a variable of a `catch`, or the parameter of a rejection callback, receives. */
export function raisingCode(root: ts.Node): ts.Node | undefined {
  if (ts.isVariableDeclaration(root) && ts.isCatchClause(root.parent)) return root.parent.parent.tryBlock;
  if (ts.isParameter(root) && isRejectionCallback(root.parent))
    return (root.parent.parent as ts.CallExpression).expression;
  return undefined;
}

/** Whether code calls the client or transport itself. */
export const sendsItself = (project: Project, code: ts.Node): boolean =>
  [...ownDescendants(code)].some((node) => isRequest(project, node));

const requesters: ReadonlySet<string> = new Set(['Client', 'Protocol', 'StreamableHTTPClientTransport']);
const quiet: ReadonlySet<string> = new Set(['close', 'terminateSession', 'finishAuth']);

/** A call that sends a request over a transport of the SDK. */
function isRequest(project: Project, node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const declared = declaredAs(symbolOf(project, node.expression.name));
  if (!declared?.area.startsWith('v2/') || !declared.member) return false;
  return requesters.has(declared.name) && !quiet.has(declared.member);
}

/** Only this file can call the function, and it passes only errors of the SDK. */
function receivesSdkErrors(project: Project, parameter: ts.ParameterDeclaration, depth: number): boolean {
  const owner = parameter.parent as FunctionLike;
  if (depth > 3 || !isOwnBusiness(owner)) return false;
  const calls = callsTo(project, owner);
  const index = owner.parameters.indexOf(parameter);
  return (
    calls.length > 0 &&
    calls.every((call) => {
      const value = call.arguments[index] && rootOf(call.arguments[index]);
      const subject = value && subjectOf(project, value);
      if (!subject || !comesFromSdk(project, subject.symbol, depth + 1)) return false;
      // A function that returns a status or a boolean is evaluated with its callers instead.
      const answer = answerOf(call, createFrame(project, subject, httpScenarios[0]!));
      return answer.kind !== 'const' || typeof answer.value === 'string';
    })
  );
}

function isOwnBusiness(node: FunctionLike): boolean {
  const flags = ts.getCombinedModifierFlags(node);
  if (ts.isMethodDeclaration(node))
    return Boolean(flags & ts.ModifierFlags.Private) || ts.isPrivateIdentifier(node.name);
  if (!ts.isFunctionDeclaration(node) || flags & ts.ModifierFlags.Export) return false;
  // `export { explain }`, `module.exports = { explain }`
  return mentionsIn(node.getSourceFile(), node.name?.text ?? '').every(
    ({ parent }) => !ts.isExportSpecifier(parent) && !ts.isShorthandPropertyAssignment(parent),
  );
}

const cache = new WeakMap<Project, Map<FunctionLike, boolean>>();

/** Whether a function that receives only errors of the SDK tests the status. Then the fix goes there, not to its callers. */
export function testsStatusItself(project: Project, node: FunctionLike): boolean {
  const known = cache.get(project) ?? new Map<FunctionLike, boolean>();
  cache.set(project, known);
  let answer = known.get(node);
  if (answer === undefined) {
    known.set(node, false);
    answer =
      readsStatus(node) && node.parameters.some((parameter) => receivesSdkErrors(project, parameter, 0));
    known.set(node, answer);
  }
  return answer;
}
