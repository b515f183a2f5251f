import { ts } from '../../../../compiler.cjs';
import { unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { calledAt } from '../../../program/callees.ts';
import { type Key, keyOf, memberNamed, thisContainer } from '../../../program/declaration-at.ts';
import { nameOfKey } from '../../../program/index-by-name.ts';
import { mentionsIn } from '../../../program/mention-index.ts';
import { calledSymbol, onlyShows } from '../../../program/only-shows.ts';
import type { Project } from '../../../program/project.ts';
import { type Declared, declaredAs } from '../../../program/sdk-symbols.ts';
import { usesSeen } from './uses-seen.ts';

const collections = new Set(['Map', 'WeakMap', 'Set', 'Array']);

/** True for a Map, object or array of this program: a record that is put in comes out with all its fields. */
export function isMemoryStore(project: Project, store: ts.Expression): boolean {
  const key = keyOf(project, store);
  if (key === undefined) return false;
  const member = typeof key === 'string' ? memberOfThis(store) : key;
  const initial = member && initializerOf(member);
  const values = [...(initial ? [initial] : []), ...(bindingsOf(project).assigned.get(key) ?? [])];
  return (
    values.length > 0 &&
    values.every((value) => isCollection(project, value) || isCopyOf(project, value, key))
  );
}

/** `this.waiting = this.waiting.filter(…)` */
function isCopyOf(project: Project, value: ts.Expression, key: Key): boolean {
  const callee = ts.isCallExpression(unwrap(value))
    ? unwrap((unwrap(value) as ts.CallExpression).expression)
    : undefined;
  return (
    callee !== undefined &&
    ts.isPropertyAccessExpression(callee) &&
    copying.has(callee.name.text) &&
    keyOf(project, callee.expression) === key
  );
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

function isCollection(project: Project, value: ts.Expression): boolean {
  const plain = unwrap(value);
  if (ts.isNewExpression(plain)) return isOfLanguage(project, plain, ({ name }) => collections.has(name));
  if (ts.isCallExpression(plain))
    return isOfLanguage(
      project,
      plain,
      ({ name, member }) => name === 'ObjectConstructor' && member === 'create',
    );
  return ts.isObjectLiteralExpression(plain) || ts.isArrayLiteralExpression(plain);
}

/** Methods and members of the language's collections. What is asked is known to be one. */
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

/** `Object.entries(store)`, `console.log(store)`: reads the whole collection and keeps nothing of it. */
const onlyReads = (project: Project, call: ts.CallExpression | ts.NewExpression): boolean =>
  isOfLanguage(project, call, ({ name, member = '' }) =>
    name === 'ArrayConstructor' ? member === 'from' : name === 'ObjectConstructor' && listing.has(member),
  ) ||
  (ts.isCallExpression(call) && onlyShows(project, call));

const listing = new Set(['keys', 'values', 'entries']);

function isOfLanguage(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
  asked: (declared: Declared) => boolean,
): boolean {
  const declared = declaredAs(calledSymbol(project, call));
  return declared?.area === 'platform/es' && asked(declared);
}

const contents = new Set(['entries', 'values']);
const copying = new Set(['map', 'filter', 'slice', 'sort', 'toSorted', 'concat', 'flatMap', 'from']);

/** `return [...this.pending.entries()]`: the contents leave as a list. */
function copyLeaves(project: Project, list: ts.Node, seen: Set<ts.Node>): boolean {
  const { parent } = list;
  if (ts.isSpreadElement(parent)) return copyLeaves(project, parent.parent, seen);
  if (ts.isPropertyAccessExpression(parent) && parent.expression === list)
    return copying.has(parent.name.text) && copyLeaves(project, parent.parent, seen);
  if (ts.isCallExpression(parent) && parent.expression !== list) {
    const callee = parent.expression;
    const copies = ts.isPropertyAccessExpression(callee) && copying.has(callee.name.text);
    return copies ? copyLeaves(project, parent, seen) : !onlyReads(project, parent);
  }
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return leaves(project, parent, seen);
  return ts.isReturnStatement(parent) || ts.isPropertyAssignment(parent) || ts.isArrowFunction(parent);
}

/** `this.waiting = this.waiting.filter(…)`: the copy is assigned to the store itself. */
function isKept(project: Project, copy: ts.Node, store: ts.Node): boolean {
  const { parent } = copy;
  return ts.isBinaryExpression(parent) && parent.right === copy && keyOf(project, parent.left) === store;
}

/** True when a whole store is passed to code that could write it to a file, a database or JSON. */
export function leavesMemory(project: Project, stores: ReadonlySet<Key>): boolean {
  const seen = new Set<ts.Node>();
  return [...stores].some((key) => typeof key !== 'string' && leaves(project, key, seen));
}

/** JavaScript declares by assignment: `this.pending = new Map()`. */
function nameDeclared(declaration: ts.Node): ts.Node | undefined {
  const target = ts.isBinaryExpression(declaration) ? unwrap(declaration.left) : declaration;
  return (target as ts.NamedDeclaration).name;
}

function leaves(project: Project, declaration: ts.Node, seen: Set<ts.Node>): boolean {
  if (seen.has(declaration)) return false;
  seen.add(declaration);
  const name = nameDeclared(declaration);
  const uses = name
    ? usesSeen(project, declaration as ts.NamedDeclaration, name)
    : mentionsIn(declaration.getSourceFile(), nameOfKey(declaration));
  // One of the uses that were not looked at may write it to a file.
  if (!uses) return true;
  return uses.some((mention) => {
    const access = mention.parent;
    const use: ts.Node = ts.isPropertyAccessExpression(access) && access.name === mention ? access : mention;
    const parent = use.parent;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === use) {
      if (copying.has(parent.name.text))
        return !isKept(project, parent.parent, declaration) && copyLeaves(project, parent.parent, seen);
      if (!ownMethods.has(parent.name.text)) return true;
      return contents.has(parent.name.text) && copyLeaves(project, parent.parent, seen);
    }
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      if (parent.expression === use || onlyReads(project, parent)) return false;
      const index = [...(parent.arguments ?? [])].indexOf(use as ts.Expression);
      const receivers = calledAt(project, parent).flatMap(({ parameters }) => parameters[index] ?? []);
      return receivers.length === 0 || receivers.some((one) => leaves(project, one, seen));
    }
    return ts.isSpreadElement(parent) || ts.isReturnStatement(parent);
  });
}
