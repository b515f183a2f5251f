import { ts } from '../../../compiler.cjs';
import { codeText, descendants, type FunctionLike, isAbsent, unwrap, wrapped } from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { awaited, throughConstants } from '../../program/constants.ts';
import { literalOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { type EffectNode, effectsIn, targetOf } from './scope-flow.ts';

const maxDepth = 3;

/** Where a method takes what it answers from: access paths, names of members, and the arguments of calls. */
export interface Reads {
  readonly paths: ReadonlySet<string>;
  readonly members: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
  /** The elements that are taken by a key that is no literal, as {@link elementOf} writes them. */
  readonly tables: ReadonlySet<string>;
}

export function readsOf(project: Project, method: FunctionLike | undefined): Reads {
  const paths = new Set<string>();
  const members = new Set<string>();
  const keys = new Set<string>();
  const tables = new Set<string>();
  const seen = new Set<ts.Node>();
  const visit = (node: FunctionLike | undefined, depth: number, by?: ts.CallExpression): void => {
    if (!node?.body || seen.has(node) || depth > maxDepth) return;
    seen.add(node);
    for (const each of descendants(node.body)) {
      if (ts.isPropertyAccessExpression(each)) members.add(each.name.text);
      if (ts.isBindingElement(each)) members.add((each.propertyName ?? each.name).getText());
      if (ts.isElementAccessExpression(each)) tables.add(elementOf(project, each, by));
      const path = isTop(each) ? pathOf(each) : undefined;
      if (path) paths.add(path);
      if (!ts.isCallExpression(each)) continue;
      for (const argument of each.arguments) if (isKey(argument)) keys.add(codeText(argument));
      for (const target of functionsAt(project, each.expression)) visit(target, depth + 1, each);
    }
  };
  visit(method, 0);
  return { paths, members, keys, tables };
}

/**
 * `store[name]`: the file, what the record is made of where that is a constant, and the key as the caller writes it.
 * @param by the call that led into the function
 */
function elementOf(
  project: Project,
  { expression, argumentExpression }: ts.ElementAccessExpression,
  by: ts.CallExpression | undefined,
): string {
  const key = unwrap(argumentExpression);
  const declared = ts.isIdentifier(key) ? symbolOf(project, key)?.valueDeclaration : undefined;
  const given =
    declared && ts.isParameter(declared) && ts.isFunctionLike(declared.parent)
      ? by?.arguments[declared.parent.parameters.indexOf(declared)]
      : undefined;
  const { fileName } = expression.getSourceFile();
  return `${fileName} ${codeText(awaited(project, expression))} ${codeText(given ?? key)}`;
}

/** `this.key`, `'client'`, `keyFor(id, 'client')`: not an object or a function. */
const isKey = (node: ts.Expression): boolean => {
  const value = unwrap(node);
  return (
    ts.isStringLiteralLike(value) ||
    ts.isTemplateExpression(value) ||
    ts.isIdentifier(value) ||
    ts.isPropertyAccessExpression(value) ||
    ts.isCallExpression(value)
  );
};

/** The whole of `a.b.c`, not a part of it. */
const isTop = (node: ts.Node): boolean =>
  !(ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) &&
  !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node);

/** `this.state.client`, without question marks; undefined for what is no path. */
export function pathOf(node: ts.Node): string | undefined {
  const value = ts.isExpression(node) ? unwrap(node) : node;
  if (value.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  if (ts.isIdentifier(value)) return value.text;
  if (!ts.isPropertyAccessExpression(value)) return undefined;
  const owner = pathOf(value.expression);
  return owner === undefined ? undefined : `${owner}.${value.name.text}`;
}

/** Whether something that runs for its effect takes away what a method answers from. */
export function clears(
  project: Project,
  effect: EffectNode,
  reads: Reads,
  depth = 0,
  by?: ts.CallExpression,
): boolean {
  if (ts.isCallExpression(effect)) return clearsByCall(project, effect, reads, depth);
  const target = targetOf(effect);
  if (ts.isElementAccessExpression(target)) return clearsByKey(project, target, reads, by);
  const path = pathOf(target);
  if (!path || path === 'this') return false;
  if (setBy(project, target, reads, depth)) return true;
  if ([...reads.paths].some((read) => read === path || read.startsWith(`${path}.`))) return true;
  // `record.client = undefined`, where the method reads `record().client`.
  const isGone = ts.isDeleteExpression(effect) || isAbsent(unwrap(effect.right));
  const [root] = path.split('.');
  const isLocalRecord = root !== 'this' && path.includes('.');
  const isPartOfRead = [...reads.paths].some((read) => path.startsWith(`${read}.`) && read !== 'this');
  return isGone && (isLocalRecord || isPartOfRead) && reads.members.has(path.split('.').at(-1)!);
}

/** `set current(value) { this.client = value; }` */
function setBy(project: Project, target: ts.Expression, reads: Reads, depth: number): boolean {
  const name = ts.isPropertyAccessExpression(target) ? target.name : target;
  const setters = project.checker.getSymbolAtLocation(name)?.declarations?.filter(ts.isSetAccessor) ?? [];
  return (
    depth < maxDepth &&
    setters.some(
      ({ body }) => body && effectsIn(body).some((each) => clears(project, each, reads, depth + 1)),
    )
  );
}

/** `delete this.saved[key]` */
function clearsByKey(
  project: Project,
  element: ts.ElementAccessExpression,
  { paths, tables }: Reads,
  by: ts.CallExpression | undefined,
): boolean {
  const { expression, argumentExpression } = element;
  const isLiteral = ts.isStringLiteralLike(unwrap(argumentExpression));
  if (!isLiteral && tables.has(elementOf(project, element, by))) return true;
  const owner = pathOf(expression);
  if (owner === undefined) return false;
  const gone = keysAt(project, argumentExpression).map((key) => `${owner}.${key.slice(1, -1)}`);
  return [...paths].some((read) => gone.some((path) => read === path || read.startsWith(`${path}.`)));
}

/** `store.delete(this.clientKey)`: nobody takes the result, and the method asks with the same key. */
function clearsByCall(project: Project, call: ts.CallExpression, reads: Reads, depth: number): boolean {
  const targets = functionsAt(project, call.expression);
  if (call.arguments.some((each) => leavesOut(each, reads)) && isForEffect(call)) return true;
  if (targets.length > 0 && depth < maxDepth) {
    return targets.some(
      ({ body }) => body && effectsIn(body).some((each) => clears(project, each, reads, depth + 1, call)),
    );
  }
  const [first] = call.arguments;
  return (
    first !== undefined &&
    isForEffect(call) &&
    isKey(first) &&
    call.arguments.every(isKeyOrOptions) &&
    keysAt(project, first).some((key) => reads.keys.has(key))
  );
}

/** `save({ ...load(), client: undefined })`, where the method reads `load().client`. */
function leavesOut(argument: ts.Expression, { members }: Reads): boolean {
  const record = unwrap(argument);
  if (!ts.isObjectLiteralExpression(record)) return false;
  const [first, ...others] = record.properties;
  return (
    first !== undefined &&
    ts.isSpreadAssignment(first) &&
    others.some(
      (each) =>
        ts.isPropertyAssignment(each) &&
        isAbsent(unwrap(each.initializer)) &&
        members.has(memberNameOf(each)),
    )
  );
}

const memberNameOf = ({ name }: ts.PropertyAssignment): string =>
  ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '';

/** `key` of `for (const key of ['tokens', 'client'])` is each of them. */
function keysAt(project: Project, key: ts.Expression): string[] {
  const name = unwrap(key);
  const declared = ts.isIdentifier(name) ? symbolOf(project, name)?.valueDeclaration : undefined;
  const loop = declared?.parent.parent;
  if (!loop || !ts.isForOfStatement(loop)) return [codeText(key)];
  const list = throughConstants(project, loop.expression);
  const lists = [...descendants(list), ...tablesIn(project, list)];
  return lists.filter(ts.isStringLiteralLike).map(codeText);
}

const tablesIn = (project: Project, list: ts.Expression): ts.Node[] =>
  [...descendants(list)].flatMap((node) => {
    const table = ts.isElementAccessExpression(node) ? literalOf(project, node.expression) : undefined;
    return table ? [...descendants(table)] : [];
  });

const isKeyOrOptions = (node: ts.Expression, index: number): boolean =>
  index === 0 ? isKey(node) : ts.isObjectLiteralExpression(unwrap(node));

/** `call();`, `await call();`, `void call();` */
export function isForEffect(call: ts.Expression): boolean {
  let node = wrapped(call);
  while (ts.isAwaitExpression(node.parent) || ts.isVoidExpression(node.parent)) node = wrapped(node.parent);
  return ts.isExpressionStatement(node.parent) || ts.isArrowFunction(node.parent);
}
