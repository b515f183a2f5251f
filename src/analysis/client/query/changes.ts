import { ts } from '../../../compiler.cjs';
import {
  codeText,
  descendants,
  enclosingFunction,
  enclosingStatement,
  isWithin,
  unwrap,
} from '../../program/ast.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { mayHaveMoved } from './live-route.ts';
import { isUrlSearchParams, type QueryRead, throughConstants } from './query-read.ts';

/**
 * What may change the query between the read of the code and its use: a call or an assignment that changes the params or their
 * URL. Where the address bar is read, anything may change it.
 */
export function changeOfQuery(project: Project, read: QueryRead, place: ts.Node): ts.Node | undefined {
  const changed = changeInScope(project, read);
  if (changed) return changed;
  const lives =
    isAddressBar(project, read.root) && enclosingStatement(read.node) !== enclosingStatement(place);
  return lives || mayHaveMoved(project, read, place) ? read.root : undefined;
}

/** Looked up once for each read, however many uses the code has. */
function changeInScope(project: Project, read: QueryRead): ts.Node | undefined {
  return changeIn(project, read.node)(read);
}

const changeIn = oncePerNode((project, _at: ts.Node) => {
  let found: { readonly change: ts.Node | undefined } | undefined;
  return (read: QueryRead): ts.Node | undefined => {
    found ??= {
      change: [...descendants(scopeOf(project, read))].find((each) => changes(project, each, read)),
    };
    return found.change;
  };
});

/** Where code may have the query: the function that reads it, or the one, the class or the module that declares what it is read from. */
function scopeOf(project: Project, { node, root }: QueryRead): ts.Node {
  const own = enclosingFunction(node) ?? node.getSourceFile();
  if (rootName(root).kind === ts.SyntaxKind.ThisKeyword) return enclosingClass(node) ?? own;
  const declaration = baseOf(project, root)?.valueDeclaration;
  if (!declaration || declaration.getSourceFile() !== node.getSourceFile()) return own;
  const around = enclosingFunction(declaration) ?? declaration.getSourceFile();
  return ts.isParameter(declaration) || isWithin(around, own) ? own : around;
}

function rootName(expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  return ts.isPropertyAccessExpression(node) ? rootName(node.expression) : node;
}

function enclosingClass(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined = node;
  while (found && !ts.isClassLike(found)) found = found.parent;
  return found;
}

/** `params.delete('iss')`, `url.search = ''`, `req.url = '/done'`, and calls of the project's functions that do so. */
function changes(project: Project, node: ts.Node, { params, root }: QueryRead): boolean {
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    if (ts.isPropertyAccessExpression(callee) && changing.includes(callee.name.text)) {
      const isSame = isSameQuery(project, callee.expression, params, root);
      if (isSame) return true;
    }
    return takesQuery(project, node, root) && mayChange(project, node);
  }
  if (!ts.isBinaryExpression(node) || !ts.isPropertyAccessExpression(node.left)) return false;
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const { expression, name } = node.left;
  if (name.text === 'url') return codeText(expression) === codeText(root);
  if (!['search', 'href'].includes(name.text)) return false;
  const base = baseOf(project, expression);
  return (
    base === baseOf(project, root) && (base !== undefined || ownersOf(root).includes(codeText(expression)))
  );
}

/** The same query, by whatever name: `params` and `url.searchParams` of one URL. */
function isSameQuery(project: Project, query: ts.Expression, params: string, root: ts.Expression): boolean {
  if (query.getText() === params || codeText(query) === codeText(root)) return true;
  if (!isUrlSearchParams(project, query)) return false;
  const base = baseOf(project, query);
  return base !== undefined && base === baseOf(project, root);
}

/** The variable that a query or its URL comes from. */
function baseOf(project: Project, expression: ts.Expression): ts.Symbol | undefined {
  const value = throughConstants(project, expression);
  if (ts.isPropertyAccessExpression(value)) return baseOf(project, value.expression);
  const named = ts.isIdentifier(unwrap(expression)) ? unwrap(expression) : undefined;
  const symbol = named && symbolOf(project, named);
  const declaration = symbol?.valueDeclaration;
  // `const { searchParams } = url`
  if (
    declaration &&
    ts.isBindingElement(declaration) &&
    ts.isVariableDeclaration(declaration.parent.parent)
  ) {
    const { initializer } = declaration.parent.parent;
    return initializer ? baseOf(project, initializer) : symbol;
  }
  return symbol;
}

/** True for a call that is given the query, its URL or an object that holds them: as an argument, or as the owner of a method. */
function takesQuery(project: Project, call: ts.CallExpression, root: ts.Expression): boolean {
  const base = baseOf(project, root);
  const owners = ownersOf(root);
  const holds = (each: ts.Expression) => owners.includes(codeText(each));
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee) && holds(callee.expression)) return true;
  return call.arguments.some(
    (each) =>
      holds(each) || (base !== undefined && isQueryOrUrl(project, each) && baseOf(project, each) === base),
  );
}

/** `app.url` and `app` of `app.url.searchParams`, and the query itself. */
function ownersOf(root: ts.Expression): readonly string[] {
  const node = unwrap(root);
  const inner = ts.isPropertyAccessExpression(node) ? ownersOf(node.expression) : [];
  return [codeText(node), ...inner];
}

/** True for a function of the project that changes a query, or an address, itself or through what it calls. */
function mayChange(project: Project, call: ts.CallExpression): boolean {
  const declaration = project.checker.getResolvedSignature(call)?.declaration;
  return declaration !== undefined && changesSome(project, declaration);
}

const changesSome: (project: Project, fn: ts.Node) => boolean = oncePerNode((project, fn: ts.Node) =>
  changesWithin(project, fn, new Set()),
);

function changesWithin(project: Project, fn: ts.Node, seen: Set<ts.Node>): boolean {
  if (seen.has(fn) || seen.size > 60) return seen.size > 60;
  seen.add(fn);
  return [...descendants(fn)].some((node) => {
    if (isChangeOfAny(project, node)) return true;
    if (!ts.isCallExpression(node)) return false;
    const called = project.checker.getResolvedSignature(node)?.declaration;
    const isOwn = called && !declaredAs((called as ts.Node & { symbol?: ts.Symbol }).symbol);
    return isOwn === true && changesWithin(project, called, seen);
  });
}

const changing = ['set', 'append', 'delete', 'sort'];

function isChangeOfAny(project: Project, node: ts.Node): boolean {
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    const isChange = ts.isPropertyAccessExpression(callee) && changing.includes(callee.name.text);
    return isChange && isUrlSearchParams(project, callee.expression);
  }
  if (!ts.isBinaryExpression(node) || !ts.isPropertyAccessExpression(node.left)) return false;
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const { expression, name } = node.left;
  if (['search', 'href'].includes(name.text)) return isQueryOrUrl(project, expression);
  return isQueryOrUrl(project, node.left) || (name.text === 'url' && isRequest(project, expression));
}

function isRequest(project: Project, value: ts.Expression): boolean {
  const type = project.checker.getTypeAtLocation(value);
  return declaredTypes(project, type).some(({ name }) => name === 'IncomingMessage');
}

function isQueryOrUrl(project: Project, value: ts.Expression): boolean {
  if (isUrlSearchParams(project, value)) return true;
  const type = project.checker.getTypeAtLocation(value);
  return declaredTypes(project, type).some(({ area, name }) => area === 'platform/web' && name === 'URL');
}

/** `location.search` and the like: pages take the code out of the address bar as soon as they have it. */
function isAddressBar(project: Project, root: ts.Expression): boolean {
  return [...descendants(root)].some((node) => {
    if (!ts.isIdentifier(node) || ts.isPropertyAccessExpression(node.parent) === false) return false;
    const declared = declaredAs(symbolOf(project, node));
    return (
      declared?.area === 'platform/web' && (declared.name === 'Location' || declared.member === 'location')
    );
  });
}
