import { ts } from '../../compiler.cjs';
import { references, unwrap } from '../ast.ts';
import type { Project } from '../project.ts';
import { bindingsOf, keyOf, memberNamed, thisContainer } from './bindings.ts';

const collections = new Set(['Map', 'WeakMap', 'Set', 'Array']);

/** True for a Map, object or array of this program: what is put in lives in memory and comes out as it was. */
export function isMemoryStore(project: Project, store: ts.Expression): boolean {
  const key = keyOf(project, store);
  if (key === undefined) return false;
  const member = typeof key === 'string' ? memberOfThis(store) : key;
  const initial = member && initializerOf(member);
  const values = [...(initial ? [initial] : []), ...(bindingsOf(project).assigned.get(key) ?? [])];
  return values.length > 0 && values.every(isCollection);
}

function memberOfThis(store: ts.Expression): ts.Node | undefined {
  const plain = unwrap(store);
  return ts.isPropertyAccessExpression(plain)
    ? memberNamed(thisContainer(plain), plain.name.text)
    : undefined;
}

function initializerOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node))
    return node.initializer;
  return undefined;
}

function isCollection(value: ts.Expression): boolean {
  const plain = unwrap(value);
  if (ts.isNewExpression(plain))
    return ts.isIdentifier(plain.expression) && collections.has(plain.expression.text);
  if (ts.isCallExpression(plain)) return plain.expression.getText() === 'Object.create';
  return ts.isObjectLiteralExpression(plain) || ts.isArrayLiteralExpression(plain);
}

const ownMethods = new Set([
  'get',
  'set',
  'delete',
  'has',
  'clear',
  'size',
  'keys',
  'values',
  'entries',
  'forEach',
  'push',
  'length',
  'shift',
  'pop',
  'find',
  'at',
  'findIndex',
  'splice',
]);

/** True when the store as a whole is handed to something that could write it down (a file, a database, JSON). */
export function leavesMemory(project: Project, store: ts.Expression): boolean {
  const plain = unwrap(store);
  const symbol = project.checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(plain) ? plain.name : plain,
  );
  if (!symbol) return false;
  return references(project.checker, symbol, plain.getSourceFile()).some((name) => {
    const use: ts.Node =
      ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name;
    const parent = use.parent;
    if (ts.isPropertyAccessExpression(parent)) return !ownMethods.has(parent.name.text);
    return ts.isCallExpression(parent) || ts.isSpreadElement(parent) || ts.isReturnStatement(parent);
  });
}
