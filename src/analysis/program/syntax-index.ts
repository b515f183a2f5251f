import { ts } from '../../compiler.cjs';
import { bindingKey, codeText, descendants, enclosingFunction, type FunctionLike, unwrap } from './ast.ts';
import { type Member, memberKey } from './declaration-at.ts';
import { Aliases } from './index-by-name.ts';
import { programFiles } from './program-files.ts';
import type { Project } from './project.ts';

/**
 * Which calls, assignments, members and reads does the code of a project have?
 * Asked by the files that resolve them to declarations: bindings, callees, places.
 * Gives lists and maps from one walk over all files, without a question to the checker.
 */
export interface SyntaxIndex {
  readonly aliases: Aliases;
  /** Members of object literals and classes, by name. */
  readonly members: ReadonlyMap<string, readonly Member[]>;
  /** Calls `x.name(…)`, `x?.name(…)`, by name. */
  readonly memberCalls: ReadonlyMap<string, readonly ts.CallExpression[]>;
  /** Reads `x.name` and `{ name } = …`, by name. */
  readonly reads: ReadonlyMap<string, readonly (ts.PropertyAccessExpression | ts.BindingElement)[]>;
  /** `x.emit('event', …)`, by event. */
  readonly emits: ReadonlyMap<string, readonly ts.CallExpression[]>;
  /** Every call but those of `super`. */
  readonly calls: readonly Entry<ts.CallExpression>[];
  /** `new C(…)`, `super(…)`. */
  readonly constructions: readonly Entry<ts.CallExpression | ts.NewExpression>[];
  /** Values assigned with `=`, `??=` and `||=`. */
  readonly assigned: readonly Entry<ts.Expression>[];
  readonly appended: readonly Entry<ts.BinaryExpression>[];
  readonly stored: readonly Entry<ts.Expression>[];
  readonly allCalls: readonly (ts.CallExpression | ts.NewExpression)[];
  readonly bodies: readonly ts.BinaryExpression[];
  readonly returns: ReadonlyMap<FunctionLike, readonly ts.Expression[]>;
  readonly texts: readonly ts.Expression[];
}

/** A value, with the expression that says where it goes or what is called. */
export interface Entry<V> {
  readonly at: ts.Expression;
  readonly value: V;
}

const indexes = new WeakMap<Project, SyntaxIndex>();

export function syntaxOf(project: Project): SyntaxIndex {
  const known = indexes.get(project) ?? collect(project);
  indexes.set(project, known);
  return known;
}

function collect(project: Project): SyntaxIndex {
  const index = {
    aliases: new Aliases(),
    members: new Map<string, Member[]>(),
    memberCalls: new Map<string, ts.CallExpression[]>(),
    reads: new Map<string, (ts.PropertyAccessExpression | ts.BindingElement)[]>(),
    emits: new Map<string, ts.CallExpression[]>(),
    calls: [] as Entry<ts.CallExpression>[],
    constructions: [] as Entry<ts.CallExpression | ts.NewExpression>[],
    assigned: [] as Entry<ts.Expression>[],
    appended: [] as Entry<ts.BinaryExpression>[],
    stored: [] as Entry<ts.Expression>[],
    allCalls: [] as (ts.CallExpression | ts.NewExpression)[],
    bodies: [] as ts.BinaryExpression[],
    returns: new Map<FunctionLike, ts.Expression[]>(),
    texts: [] as ts.Expression[],
  };
  const addCall = (node: ts.CallExpression): void => {
    index.allCalls.push(node);
    const entry = { at: node.expression, value: node };
    if (node.expression.kind === ts.SyntaxKind.SuperKeyword) index.constructions.push(entry);
    else index.calls.push(entry);
    const put = putValue(node);
    if (put) index.stored.push({ at: put.store, value: put.value });
    if (!ts.isPropertyAccessExpression(node.expression)) return;
    const name = node.expression.name.text;
    add(index.memberCalls, name, node);
    const [event] = node.arguments;
    if (name === 'emit' && event && ts.isStringLiteralLike(event)) add(index.emits, event.text, node);
  };
  const addAssignment = (node: ts.BinaryExpression): void => {
    const left = unwrap(node.left);
    if (node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken)
      index.appended.push({ at: left, value: node });
    if (!replaces(node)) return;
    if (ts.isElementAccessExpression(left)) index.stored.push({ at: left.expression, value: node.right });
    else index.assigned.push({ at: left, value: node.right });
    if (ts.isPropertyAccessExpression(left) && left.name.text === 'body') index.bodies.push(node);
  };
  const visit = (node: ts.Node): void => {
    index.aliases.visit(node);
    if (isUrlText(node)) index.texts.push(node);
    if (ts.isObjectLiteralElementLike(node) || ts.isClassElement(node))
      add(index.members, memberKey(node.name), node);
    else if (ts.isPropertyAccessExpression(node)) add(index.reads, node.name.text, node);
    else if (ts.isBindingElement(node)) add(index.reads, bindingKey(node), node);
    else if (ts.isNewExpression(node)) {
      index.allCalls.push(node);
      index.constructions.push({ at: node.expression, value: node });
    } else if (ts.isReturnStatement(node))
      add(index.returns, node.expression && enclosingFunction(node), node.expression);
    else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) add(index.returns, node, node.body);
    else if (ts.isCallExpression(node)) addCall(node);
    else if (ts.isBinaryExpression(node)) addAssignment(node);
  };
  for (const file of programFiles(project)) for (const node of descendants(file)) visit(node);
  return index;
}

function add<K, V>(map: Map<K, V[]>, key: K | undefined, value: V | undefined): void {
  if (key === undefined || value === undefined) return;
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function isUrlText(node: ts.Node): node is ts.Expression {
  if (ts.isNewExpression(node)) return node.arguments?.length === 1 && /URL$/.test(codeText(node.expression));
  if (ts.isTemplateExpression(node)) return node.head.text === '';
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return false;
  return !ts.isBinaryExpression(node.parent) && /^[\w(]/.test(codeText(node));
}

/** True for `=`, `??=`, `||=`: the right side itself becomes the value. */
function replaces(node: ts.BinaryExpression): boolean {
  const kind = node.operatorToken.kind;
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken
  );
}

/** `store.set(key, value)`, `list.push(value)`: what is put where. */
export function putValue(
  call: ts.CallExpression,
): { store: ts.Expression; value: ts.Expression } | undefined {
  if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
  const [first, second] = call.arguments;
  const name = call.expression.name.text;
  if (name === 'set' && first && second) return { store: call.expression.expression, value: second };
  if ((name === 'push' || name === 'add' || name === 'unshift') && first && !second) {
    return { store: call.expression.expression, value: first };
  }
  return undefined;
}
