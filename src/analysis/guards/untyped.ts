import { ts } from '../../compiler.cjs';
import { descendants, ownDescendants, unwrap } from '../ast.ts';
import type { Project } from '../project.ts';
import { declaredAs, symbolOf } from '../sdk-symbols.ts';
import { subjectOf } from './frame.ts';
import { type Guard, isRejectionCallback } from './guard-tests.ts';
import { testsItself } from './inspectors.ts';
import { functionAt } from './own-functions.ts';

/**
 * Tests of `status` that name no class of the SDK, where the error is sure to be one of the SDK's: its code runs in the
 * `try`, or gave the promise.
 */
export function untypedTests(project: Project): Guard[] {
  return project.files
    .filter((file) => file.text.includes('catch') || file.text.includes('.then'))
    .flatMap((file) =>
      [...descendants(file)].flatMap((node): Guard[] => {
        const value = inspected(project, node);
        const subject = value && subjectOf(project, value);
        return subject && comesFromSdk(project, subject.symbol) ? [{ node, value, kind: 'v2' }] : [];
      }),
    );
}

/** The expression whose `status` is read here, or that is handed to a function of the project which looks at it. */
function inspected(project: Project, node: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'status') return rootOf(node.expression);
  if (ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === 'status') {
    const declaration = node.parent.parent;
    return ts.isVariableDeclaration(declaration) && declaration.initializer
      ? rootOf(declaration.initializer)
      : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const given = node.arguments.map((argument) => unwrap(argument)).find(isCaught);
  if (!given) return undefined;
  const target = functionAt(project, node.expression);
  return target && !testsItself(project, target) && readsStatus(target) ? given : undefined;
}

/** The variable behind `error.status`, `error.data.status`, `(error as any).status`, through constants that rename it. */
function rootOf(node: ts.Expression): ts.Expression | undefined {
  let root = unwrap(node);
  while (ts.isPropertyAccessExpression(root) && root.name.text === 'data') root = unwrap(root.expression);
  return ts.isIdentifier(root) ? root : undefined;
}

const readsStatus = (node: ts.Node): boolean =>
  [...descendants(node)].some((each) => ts.isIdentifier(each) && each.text === 'status');

/** By its scope alone, before the checker is asked. */
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

function comesFromSdk(project: Project, symbol: ts.Symbol): boolean {
  const root = symbol.valueDeclaration;
  if (!root) return false;
  if (ts.isVariableDeclaration(root) && ts.isCatchClause(root.parent)) {
    return [...ownDescendants(root.parent.parent.tryBlock)].some((node) => isRequest(project, node));
  }
  if (ts.isParameter(root) && isRejectionCallback(root.parent)) {
    const call = root.parent.parent as ts.CallExpression;
    return [...ownDescendants(call.expression)].some((node) => isRequest(project, node));
  }
  if (!ts.isVariableDeclaration(root) || !root.initializer) return false;
  const source = rootOf(root.initializer);
  const renamed = source && subjectOf(project, source);
  return renamed !== undefined && renamed.symbol !== symbol && comesFromSdk(project, renamed.symbol);
}

const requesters: ReadonlySet<string> = new Set(['Client', 'Protocol', 'StreamableHTTPClientTransport']);
const quiet: ReadonlySet<string> = new Set(['close', 'terminateSession', 'finishAuth']);

/** A call that sends something over a transport of the SDK. */
export function isRequest(project: Project, node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const declared = declaredAs(symbolOf(project, node.expression.name));
  if (!declared?.area.startsWith('v2/') || !declared.member) return false;
  return requesters.has(declared.name) && !quiet.has(declared.member);
}
