import { ts } from '../../compiler.cjs';
import {
  codeText,
  descendants,
  extendedBy,
  type FunctionLike,
  isAssignment,
  isFunctionLike,
  memberName,
  unwrap,
  wrapped,
} from './ast.ts';
import { functionsAt } from './callees.ts';
import { throughConstants } from './constants.ts';
import { memberKey, thisContainer } from './declaration-at.ts';
import { importedName } from './imported-name.ts';
import { definerAt } from './member-definers.ts';
import { oncePerProject } from './memo.ts';
import { nodesOf } from './node-index.ts';
import { programFiles } from './program-files.ts';
import type { Project } from './project.ts';
import { symbolOf } from './sdk-symbols.ts';
import { isTestFile } from './test-files.ts';
import { valuesBehind } from './values-behind.ts';

/** Code that puts something else into the place of a member, or of all members of an object. */
interface Replacing {
  readonly node: ts.Node;
  readonly target: ts.Expression;
  /** The name of the member; undefined where it may be any. */
  readonly key: string | undefined;
}

/**
 * Does other code stand between a function and its calls?
 * Asked of functions whose callers have to be known.
 * Gives the decorator of the project, the `Proxy` or the assignment to its place; undefined where none may concern this one.
 */
export function replacedBy(project: Project, fn: FunctionLike): ts.Node | undefined {
  const node = ts.isExpression(fn) ? wrapped(fn) : fn;
  const member = ts.isClassElement(node) ? node : node.parent;
  const owner = member.parent as ts.Node | undefined;
  const isMember = ts.isClassElement(member) || ts.isPropertyAssignment(member);
  if (!isMember || !owner) return replacings(project).find((each) => isProxied(project, each, fn))?.node;
  const decorator = [...decoratorsOf(member), ...decoratorsOf(owner)].find((each) => changes(project, each));
  const key = memberKey(member.name);
  return (
    decorator ??
    replacings(project).find(
      (each) =>
        (each.key === undefined || each.key === key) && mayBe(project, each.target, owner, key, new Set()),
    )?.node
  );
}

export const decoratorsOf = (node: ts.Node): readonly ts.Decorator[] =>
  (ts.canHaveDecorators(node) && ts.getDecorators(node)) || [];

/** False for a decorator of a package, and for one that only notes what it gets. */
function changes(project: Project, { expression }: ts.Decorator): boolean {
  const node = unwrap(expression);
  const callee = unwrap(ts.isCallExpression(node) ? node.expression : node);
  const found = functionsAt(project, callee);
  return found.length === 0 ? !importedName(project, callee) : found.some(wraps);
}

/** True for a decorator that calls what it gets, gives a class or a proxy, or sets a member of what it gets. */
function wraps(fn: FunctionLike): boolean {
  const nodes = [...descendants(fn)];
  const own = new Set(
    nodes.flatMap((node) =>
      (ts.isParameter(node) || ts.isVariableDeclaration(node)) && ts.isIdentifier(node.name)
        ? node.name.text
        : [],
    ),
  );
  const isOwn = (value: ts.Expression | undefined): boolean => {
    let node = value && unwrap(value);
    while (node && (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)))
      node = unwrap(node.expression);
    return node !== undefined && ts.isIdentifier(node) && own.has(node.text);
  };
  return nodes.some((node) => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind))
      return !ts.isIdentifier(node.left) && isOwn(node.left);
    if (!ts.isCallExpression(node)) return ts.isClassLike(node) || isProxy(node);
    const callee = unwrap(node.expression);
    const name = memberName(callee);
    if (ts.isIdentifier(callee) || /^(?:apply|bind|call)$/.test(name ?? ''))
      return isOwn(callee) || (name === 'apply' && isOwn(node.arguments[0]));
    return setters.has(name ?? '') && isOwn(node.arguments[0]);
  });
}

const setters: ReadonlySet<string> = new Set(['assign', 'defineProperties', 'defineProperty', 'set']);

const isProxy = (node: ts.Node): boolean =>
  ts.isNewExpression(node) && codeText(node.expression) === 'Proxy' && node.arguments?.length === 2;

const replacings = oncePerProject((project: Project): readonly Replacing[] =>
  programFiles(project)
    .filter((file) => !isTestFile(file))
    .flatMap((file) => [
      ...nodesOf<ts.BinaryExpression>(file, ts.SyntaxKind.BinaryExpression).flatMap((node) =>
        assigned(project, node),
      ),
      ...nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression).flatMap((node) =>
        defined(project, node),
      ),
      ...nodesOf<ts.NewExpression>(file, ts.SyntaxKind.NewExpression).flatMap((node) =>
        isProxy(node) && traps(node.arguments![1]!)
          ? { node, target: node.arguments![0]!, key: undefined }
          : [],
      ),
    ]),
);

/** False for a handler of a proxy that changes neither what is read nor what is called. */
function traps(handler: ts.Expression): boolean {
  const node = unwrap(handler);
  if (!ts.isObjectLiteralExpression(node)) return true;
  return node.properties.some(({ name }) => /^(?:get|apply|undefined)$/.test(`${name && memberKey(name)}`));
}

/** `tool.run = wrap(tool.run)`, `A.prototype.run = …`, `this[name] = …` */
function assigned(project: Project, node: ts.BinaryExpression): Replacing | readonly never[] {
  if (!isAssignment(node.operatorToken.kind)) return [];
  const access = unwrap(node.left);
  if (!ts.isPropertyAccessExpression(access) && !ts.isElementAccessExpression(access)) return [];
  if (/^(?:module\.)?exports$/.test(codeText(access.expression)) || !mayBeFunction(project, node.right))
    return [];
  const key = ts.isPropertyAccessExpression(access)
    ? access.name.text
    : textOf(project, access.argumentExpression);
  return { node, target: access.expression, key };
}

function mayBeFunction({ checker }: Project, value: ts.Expression): boolean {
  const node = unwrap(value);
  if (isFunctionLike(node)) return true;
  const type = checker.getTypeAtLocation(node);
  return type.flags & ts.TypeFlags.Any ? ts.isCallExpression(node) : type.getCallSignatures().length > 0;
}

/** `Object.defineProperty(A.prototype, 'run', …)`, `Object.assign(tool, { run })`, `Reflect.set(tool, 'run', …)` */
function defined(project: Project, node: ts.CallExpression): readonly Replacing[] {
  const [target, what] = node.arguments;
  const definer = definerAt(project, node);
  if (!target || !what || !definer) return [];
  if (definer === 'one') return [{ node, target, key: textOf(project, what) }];
  const value = unwrap(what);
  if (!ts.isObjectLiteralExpression(value)) return [];
  return value.properties.flatMap((each) => (each.name ? { node, target, key: memberKey(each.name) } : []));
}

function textOf(project: Project, key: ts.Expression): string | undefined {
  const node = throughConstants(project, key);
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** Whether a function itself is what a proxy stands for. */
function isProxied(project: Project, { node, target }: Replacing, fn: FunctionLike): boolean {
  const seen = new Set<ts.Node>();
  const visit = (value: ts.Expression): boolean => {
    if (seen.has(value)) return false;
    seen.add(value);
    return functionsAt(project, value).includes(fn) || valuesBehind(project, value).some(visit);
  };
  return isProxy(node) && visit(target);
}

/** Whether an expression may give the class or the literal that owns a member, an instance of it, or its prototype. */
function mayBe(
  project: Project,
  value: ts.Expression,
  owner: ts.Node,
  key: string | undefined,
  seen: Set<ts.Node>,
): boolean {
  let node = unwrap(value);
  if (seen.has(node)) return false;
  seen.add(node);
  if (node.kind === ts.SyntaxKind.ThisKeyword) {
    const container = thisContainer(node);
    return container !== undefined && isRelated(project, container, owner);
  }
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'prototype') {
    if (!ts.isClassLike(owner)) return false;
    node = unwrap(node.expression);
  }
  if (ts.isNewExpression(node)) {
    if (isProxy(node)) return mayBe(project, node.arguments![0]!, owner, key, seen);
    node = unwrap(node.expression);
  }
  if (ts.isObjectLiteralExpression(node)) return node === owner;
  const declared = symbolOf(project, node)?.valueDeclaration;
  if (declared && ts.isClassLike(declared)) return isRelated(project, declared, owner);
  const values = valuesBehind(project, node);
  if (values.length > 0) return values.some((each) => mayBe(project, each, owner, key, seen));
  const { checker } = project;
  const type = checker.getTypeAtLocation(value);
  const isOpen = type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter);
  return isOpen !== 0 || (key !== undefined && checker.getPropertyOfType(type, key) !== undefined);
}

/** True for the same, and for classes of which one extends the other. */
function isRelated(project: Project, one: ts.Node, other: ts.Node): boolean {
  return reaches(one, other) || reaches(other, one);

  function reaches(from: ts.Node | undefined, to: ts.Node): boolean {
    const seen = new Set<ts.Node>();
    for (let node = from; node && !seen.has(node); ) {
      if (node === to) return true;
      seen.add(node);
      const base = ts.isClassLike(node) ? extendedBy(node) : undefined;
      node = base && symbolOf(project, base)?.valueDeclaration;
    }
    return false;
  }
}
