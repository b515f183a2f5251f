import { ts } from '../../../compiler.cjs';
import { isPlainAssignment } from '../../program/assigned-targets.ts';
import { bindingKey, type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bodyOf, functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { puts } from '../../program/function-values.ts';
import { listMethods } from '../../program/list-methods.ts';
import { usesOf } from '../../program/mentions.ts';
import { memberOf } from '../../program/option-members.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { functionsBehind } from './verifier-origin.ts';

const maxDepth = 6;

/**
 * Which functions of the project may a handler, or what is called with a context, be?
 * Asked of each registration and of each call that passes a context.
 * Gives them through wrappers that return a function, and through tables: members of a literal, maps, lists that are walked.
 */
export function handlersBehind(project: Project, value: ts.Expression, depth = 0): readonly FunctionLike[] {
  const node = unwrap(value);
  if (isFunctionLike(node)) return [node];
  if (depth > maxDepth) return [];
  // A member of a table is declared by each entry of it.
  const isMember =
    ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || isTaken(project, node);
  const direct = [...functionsAt(project, node), ...functionsBehind(project, node).functions];
  if (direct.length > 0 && !isMember) return [...new Set(direct)];
  return [...new Set([...direct, ...fromTable(project, node, depth), ...ofBound(project, node, depth)])];
}

/** `handlers[name].bind(handlers)`, also of a name. */
function ofBound(project: Project, node: ts.Expression, depth: number): readonly FunctionLike[] {
  const values = ts.isIdentifier(node) ? valuesBehind(project, node) : [node];
  return values.flatMap((each) => {
    const value = unwrap(each);
    const callee = ts.isCallExpression(value) ? unwrap(value.expression) : value;
    const isBound = value !== callee && ts.isPropertyAccessExpression(callee) && callee.name.text === 'bind';
    return isBound ? handlersBehind(project, callee.expression, depth + 1) : [];
  });
}

/** `handlers[name]`, `handlers.get(name)`, `tool.handler` of an entry of a table. */
function fromTable(project: Project, node: ts.Expression, depth: number): readonly FunctionLike[] {
  if (ts.isElementAccessExpression(node) || isLookup(node))
    return entriesOf(project, node, depth).flatMap((each) => asFunctions(project, each, depth));
  if (ts.isPropertyAccessExpression(node))
    return entriesOf(project, node.expression, depth).flatMap((entry) => {
      if (!ts.isExpression(entry)) return [];
      return memberOf(project, entry, node.name.text).entries.flatMap(({ node: member, value }) =>
        value ? handlersBehind(project, value, depth + 1) : asFunctions(project, member, depth),
      );
    });
  if (!ts.isIdentifier(node)) return [];
  const found = entriesOf(project, node, depth);
  return found.flatMap((each) => asFunctions(project, each, depth));
}

function asFunctions(project: Project, entry: ts.Node, depth: number): readonly FunctionLike[] {
  if (ts.isExpression(entry)) return handlersBehind(project, entry, depth + 1);
  const body = bodyOf(project, entry);
  return body ? [body] : [];
}

/** What may be in a table where an entry of it is read: methods, and values. */
function entriesOf(project: Project, value: ts.Expression, depth: number): readonly ts.Node[] {
  if (depth > maxDepth) return [];
  const node = unwrap(value);
  if (ts.isElementAccessExpression(node)) return membersOf(project, node.expression, depth);
  if (isLookup(node)) {
    const callee = unwrap((node as ts.CallExpression).expression) as ts.PropertyAccessExpression;
    return membersOf(project, callee.expression, depth);
  }
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

/** The list that a loop takes its variable from: `for (const tool of tools)`, `tools.forEach((tool) => …)`. */
function walkedBy(declaration: ts.Declaration): ts.Expression | undefined {
  const { parent } = declaration;
  if (ts.isVariableDeclaration(declaration) && ts.isForOfStatement(parent.parent))
    return parent.parent.expression;
  if (!ts.isParameter(declaration) || !isFunctionLike(parent) || !ts.isCallExpression(parent.parent))
    return undefined;
  const callee = unwrap(parent.parent.expression);
  const method = ts.isPropertyAccessExpression(callee) ? listMethods.get(callee.name.text) : undefined;
  if (!method || method.takes === undefined || parent.parameters[method.takes] !== declaration)
    return undefined;
  return (callee as ts.PropertyAccessExpression).expression;
}

/** A name that a pattern takes out of each entry of a table. */
function isTaken(project: Project, node: ts.Expression): boolean {
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  return (
    declaration !== undefined &&
    ts.isBindingElement(declaration) &&
    walkedBy(ownerOf(declaration)) !== undefined
  );
}

/** The variable or the parameter that a pattern stands for. */
function ownerOf(element: ts.BindingElement): ts.Declaration {
  const { parent } = element.parent;
  return ts.isBindingElement(parent) ? ownerOf(parent) : parent;
}

/** `for (const [name, { run }] of Object.entries(table))`, `list.forEach(([name, run]) => …)`: what each entry has there. */
function takenFromEntries(
  project: Project,
  element: ts.BindingElement,
  depth: number,
): readonly ts.Node[] | undefined {
  const walked = walkedBy(ownerOf(element));
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
  if (ts.isNewExpression(node)) return /Map$/.test(node.expression.getText());
  if (ts.isCallExpression(node) && /\bentries$/.test(node.expression.getText())) return true;
  return valuesBehind(project, node).some((each) => givesPairs(project, each, depth + 1));
}

/** The members of a literal, the elements of a list, the values of a map; `Object.entries(table)` is the table. */
function membersOf(project: Project, value: ts.Expression, depth: number): readonly ts.Node[] {
  if (depth > maxDepth) return [];
  const node = unwrap(value);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.flatMap((property): readonly ts.Node[] => {
      if (ts.isPropertyAssignment(property)) return [property.initializer];
      if (ts.isShorthandPropertyAssignment(property)) return [property.name];
      if (ts.isSpreadAssignment(property)) return membersOf(project, property.expression, depth + 1);
      return [property];
    });
  if (ts.isArrayLiteralExpression(node)) {
    const isPairs = ts.isNewExpression(node.parent);
    return node.elements.flatMap((each): readonly ts.Node[] => {
      if (ts.isSpreadElement(each)) return membersOf(project, each.expression, depth + 1);
      const pair = unwrap(each);
      return isPairs && ts.isArrayLiteralExpression(pair) ? pair.elements.slice(1) : [each];
    });
  }
  if (ts.isNewExpression(node))
    return node.arguments?.[0] ? membersOf(project, node.arguments[0], depth + 1) : [];
  if (ts.isCallExpression(node)) {
    const of = /^Object\.(?:entries|values)$/.test(node.expression.getText()) ? node.arguments[0] : undefined;
    if (of) return membersOf(project, of, depth + 1);
    const callee = unwrap(node.expression);
    const isList =
      ts.isPropertyAccessExpression(callee) && listMethods.get(callee.name.text)?.gives === 'list';
    if (isList && functionsAt(project, callee).length === 0)
      return membersOf(project, (callee as ts.PropertyAccessExpression).expression, depth + 1);
  }
  const given = ts.isIdentifier(node) ? givenToRest(project, node) : [];
  if (given.length > 0) return given;
  const place =
    ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? declarationAt(project, node) : undefined;
  const lists = place && ts.isBindingElement(place) ? (takenFromEntries(project, place, depth) ?? []) : [];
  const inner = [...lists.filter(ts.isExpression), ...valuesBehind(project, node)];
  return [
    ...(place ? putInto(project, place) : []),
    ...inner.flatMap((each) => membersOf(project, each, depth + 1)),
  ];
}

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

/** `handlers.get(name)`, `tools.find((tool) => …)`, `layers.pop()`: one entry of a map or a list. */
function isLookup(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const callee = unwrap(node.expression);
  return ts.isPropertyAccessExpression(callee) && /^(?:get|find|pop|shift|at)$/.test(callee.name.text);
}
