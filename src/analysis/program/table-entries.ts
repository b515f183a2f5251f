import { ts } from '../../compiler.cjs';
import { isPlainAssignment } from './assigned-targets.ts';
import { bindingKey, codeText, isFunctionLike, unwrap } from './ast.ts';
import { declarationAt, memberKey } from './declaration-at.ts';
import { instanceMembers, iteratorOf } from './instance-members.ts';
import { keysAsked } from './keys-asked.ts';
import { iterated, keepsEntries, listMade, secondsOf } from './made-lists.ts';
import { usesOf } from './mentions.ts';
import { memberOf } from './option-members.ts';
import { argumentsOf } from './passed-arguments.ts';
import type { Project } from './project.ts';
import { syntaxOf } from './syntax-index.ts';
import { isMapMade, puts } from './value-places.ts';
import { valuesBehind } from './values-behind.ts';
import { isLookup, ownerOfPattern, walkedBy } from './walked-lists.ts';

const maxDepth = 8;

/** The names that a lookup may ask for; undefined for any. */
type Keys = ReadonlySet<string> | undefined;

/**
 * What may be in a table where an entry of it is read: `tools[name]`, `tools.get(name)`, `tool` of a loop?
 * Asked of what is registered or called through a table.
 * Gives methods, and values: of literals, lists, maps, instances, modules, generators, and what list methods make of them.
 */
export function entriesOf(project: Project, value: ts.Expression, depth = 0): readonly ts.Node[] {
  if (depth > maxDepth) return [];
  const node = unwrap(value);
  if (ts.isElementAccessExpression(node))
    return membersOf(project, node.expression, depth, keysAsked(project, node.argumentExpression));
  if (isLookup(node)) {
    const callee = unwrap((node as ts.CallExpression).expression) as ts.PropertyAccessExpression;
    return membersOf(project, callee.expression, depth);
  }
  if (ts.isPropertyAccessExpression(node))
    return entriesOf(project, node.expression, depth + 1).flatMap((entry) =>
      memberAt(project, entry, node.name.text),
    );
  if (!ts.isIdentifier(node)) return [];
  const declaration = declarationAt(project, node);
  if (declaration && ts.isBindingElement(declaration)) {
    const taken = takenFromEntries(project, declaration, depth);
    if (taken) return taken;
  }
  const walked = declaration && walkedBy(declaration);
  if (walked) return membersOf(project, walked, depth);
  return valuesBehind(project, node).flatMap((each) => entriesOf(project, each, depth + 1));
}

/** A name that a pattern takes out of each entry of a table. */
export function isTakenFromEntry(project: Project, node: ts.Expression): boolean {
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  return (
    declaration !== undefined &&
    ts.isBindingElement(declaration) &&
    walkedBy(ownerOfPattern(declaration)) !== undefined
  );
}

/** `for (const [name, { run }] of Object.entries(table))`, `list.forEach(([name, run]) => …)`: what each entry has there. */
function takenFromEntries(
  project: Project,
  element: ts.BindingElement,
  depth: number,
): readonly ts.Node[] | undefined {
  const walked = walkedBy(ownerOfPattern(element));
  if (!walked) return undefined;
  const keys: (string | undefined)[] = [];
  for (let node: ts.Node = element; ts.isBindingElement(node); node = node.parent.parent)
    keys.unshift(bindingKey(node));
  // The pairs of a map or of Object.entries: a key and the value.
  if (givesPairs(project, walked, depth) && keys.shift() !== '1') return [];
  return keys.reduce<readonly ts.Node[]>(
    (entries, key) => entries.flatMap((entry) => (key === undefined ? [] : memberAt(project, entry, key))),
    membersOf(project, walked, depth),
  );
}

function memberAt(project: Project, entry: ts.Node, key: string): readonly ts.Node[] {
  if (!ts.isExpression(entry)) return [];
  const node = unwrap(entry);
  if (ts.isArrayLiteralExpression(node)) return [node.elements[Number(key)] ?? []].flat();
  return memberOf(project, node, key).entries.map(({ node: member, value }) => value ?? member);
}

function givesPairs(project: Project, walked: ts.Expression, depth: number): boolean {
  const node = unwrap(walked);
  if (depth > maxDepth) return false;
  if (ts.isNewExpression(node)) return isMapMade(node.expression);
  if (ts.isCallExpression(node)) {
    if (/\bentries$/.test(codeText(node.expression))) return true;
    const callee = unwrap(node.expression);
    if (keepsEntries(node) && ts.isPropertyAccessExpression(callee))
      return givesPairs(project, callee.expression, depth + 1);
  }
  return valuesBehind(project, node).some((each) => givesPairs(project, each, depth + 1));
}

/** The members of a literal, the elements of a list, the values of a map; `Object.entries(table)` is the table. */
export function membersOf(
  project: Project,
  value: ts.Expression,
  depth: number,
  keys?: Keys,
): readonly ts.Node[] {
  if (depth > maxDepth) return [];
  const node = unwrap(value);
  const again = (each: ts.Expression): readonly ts.Node[] => membersOf(project, each, depth + 1, keys);
  if (ts.isObjectLiteralExpression(node)) return ofLiteral(node, keys, again);
  if (ts.isArrayLiteralExpression(node)) return ofArray(node, again);
  if (ts.isNewExpression(node)) return ofNew(project, node, keys, again);
  if (ts.isCallExpression(node)) {
    const made = ofCall(project, node, depth);
    if (made) return made;
  }
  const given = ts.isIdentifier(node) ? givenToRest(project, node) : [];
  if (given.length > 0) return given;
  const place =
    ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? declarationAt(project, node) : undefined;
  // `group.tools`, where a loop takes the groups from a list, too.
  const isPart = ts.isPropertyAccessExpression(node) || (place && ts.isBindingElement(place));
  const lists = isPart ? entriesOf(project, node, depth + 1) : [];
  const inner = [...lists.filter(ts.isExpression), ...valuesBehind(project, node)];
  const found = [...(place ? putInto(project, place) : []), ...inner.flatMap(again)];
  return found.length > 0 ? found : instanceMembers(project, node, keys);
}

type Again = (value: ts.Expression) => readonly ts.Node[];

function ofLiteral({ properties }: ts.ObjectLiteralExpression, keys: Keys, again: Again): readonly ts.Node[] {
  return properties.flatMap((property): readonly ts.Node[] => {
    if (ts.isSpreadAssignment(property)) return again(property.expression);
    const key = memberKey(property.name);
    if (keys && key !== undefined && !keys.has(key)) return [];
    if (ts.isPropertyAssignment(property)) return [property.initializer];
    return ts.isShorthandPropertyAssignment(property) ? [property.name] : [property];
  });
}

function ofArray({ elements, parent }: ts.ArrayLiteralExpression, again: Again): readonly ts.Node[] {
  const isPairs = ts.isNewExpression(parent);
  return elements.flatMap((each): readonly ts.Node[] => {
    if (ts.isSpreadElement(each)) return again(each.expression);
    const pair = unwrap(each);
    return isPairs && ts.isArrayLiteralExpression(pair) ? pair.elements.slice(1) : [each];
  });
}

/** A map or a set, or an instance of the project: its members, or what its iterator gives. */
function ofNew(project: Project, made: ts.NewExpression, keys: Keys, again: Again): readonly ts.Node[] {
  const iterator = keys ? undefined : iteratorOf(project, made);
  if (iterator) return iterated(project, iterator, again);
  const members = instanceMembers(project, made, keys);
  const [list] = made.arguments ?? [];
  if (members.length > 0 || !list) return members;
  const isWritten = ts.isArrayLiteralExpression(unwrap(list));
  return isWritten || !isMapMade(made.expression) ? again(list) : secondsOf(again(list));
}

/** What a function of `Object`, a method of a list or a generator gives; undefined for any other call. */
function ofCall(project: Project, call: ts.CallExpression, depth: number): readonly ts.Node[] | undefined {
  const again = (each: ts.Expression): readonly ts.Node[] => membersOf(project, each, depth + 1);
  const [first] = call.arguments;
  const name = codeText(call.expression);
  if (first && passedOn.has(name)) return again(first);
  if (first && name === 'Object.fromEntries')
    return givesPairs(project, first, depth) ? again(first) : secondsOf(again(first));
  return listMade(project, call, again);
}

/** Functions whose result has the entries of their argument. */
const passedOn: ReadonlySet<string> = new Set([
  'Array.from',
  'Object.entries',
  'Object.freeze',
  'Object.values',
  'Promise.all',
]);

/** What statements fill a table with: `tools.set(name, run)`, `tools.push(tool)`, `tools.write = run`, `tools[name] = run`. */
function putInto(project: Project, table: ts.Declaration): readonly ts.Expression[] {
  const isOf = (value: ts.Expression): boolean => declarationAt(project, unwrap(value)) === table;
  const put = [...puts].flatMap(([method, at]) =>
    (syntaxOf(project).memberCalls.get(method) ?? []).flatMap((call) => {
      const { expression } = call.expression as ts.PropertyAccessExpression;
      return isOf(expression) ? call.arguments.slice(at, method === 'set' ? at + 1 : undefined) : [];
    }),
  );
  if (!ts.isVariableDeclaration(table) || !ts.isIdentifier(table.name)) return put;
  const assigned = usesOf({ project }, [table], table.name).flatMap((use) => {
    const access = use.parent;
    const isMember = ts.isPropertyAccessExpression(access) || ts.isElementAccessExpression(access);
    return isMember &&
      access.expression === use &&
      isPlainAssignment(access.parent) &&
      access.parent.left === access
      ? [access.parent.right]
      : [];
  });
  return [...put, ...assigned];
}

/** `compose(requireAuth, audit, handler)`, where the function takes `...layers`. */
function givenToRest(project: Project, name: ts.Identifier): readonly ts.Expression[] {
  const declaration = declarationAt(project, name);
  if (!declaration || !ts.isParameter(declaration) || !declaration.dotDotDotToken) return [];
  const fn = declaration.parent;
  if (!isFunctionLike(fn)) return [];
  const found: ts.Expression[] = [];
  for (let index = fn.parameters.indexOf(declaration); index < maxGiven; index++) {
    const given = argumentsOf(project, fn, index);
    if (given.length === 0) break;
    found.push(...given.map(({ node }) => node));
  }
  return found;
}

const maxGiven = 20;
