import { ts } from '../../../compiler.cjs';
import { codeText, descendants, enclosingFunction, enclosingStatement, unwrap } from '../../program/ast.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
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
  return lives ? read.root : undefined;
}

/** Looked up once for each read, however many uses the code has. */
function changeInScope(project: Project, read: QueryRead): ts.Node | undefined {
  return changeIn(project, read.node)(read);
}

const changeIn = oncePerNode((project, node: ts.Node) => {
  let found: { readonly change: ts.Node | undefined } | undefined;
  return (read: QueryRead): ts.Node | undefined => {
    const scope = enclosingFunction(node) ?? node.getSourceFile();
    found ??= { change: [...descendants(scope)].find((each) => changes(project, each, read)) };
    return found.change;
  };
});

/** `params.delete('iss')`, `url.search = ''`, `req.url = '/done'`, and calls of the project's functions that do so. */
function changes(project: Project, node: ts.Node, { params, root }: QueryRead): boolean {
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    if (!ts.isPropertyAccessExpression(callee)) return scrubs(project, node, root);
    const isChange = ['set', 'append', 'delete'].includes(callee.name.text);
    return isChange ? isSameQuery(project, callee.expression, params, root) : scrubs(project, node, root);
  }
  if (!ts.isBinaryExpression(node) || !ts.isPropertyAccessExpression(node.left)) return false;
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const { expression, name } = node.left;
  if (name.text === 'url') return codeText(expression) === codeText(root);
  return ['search', 'href'].includes(name.text) && baseOf(project, expression) === baseOf(project, root);
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

/** True for a call that passes the query, or its URL, to a function of the project that changes it. */
function scrubs(project: Project, call: ts.CallExpression, root: ts.Expression): boolean {
  const base = baseOf(project, root);
  const index = call.arguments.findIndex(
    (each) => isQueryOrUrl(project, each) && baseOf(project, each) === base,
  );
  if (base === undefined || index < 0) return false;
  const declaration = project.checker.getResolvedSignature(call)?.declaration;
  const parameter = declaration?.parameters[index];
  if (!declaration || !parameter || !ts.isIdentifier(parameter.name)) return false;
  const name = parameter.name.text.replace(/\$/g, '\\$&');
  const change = new RegExp(`\\b${name}(\\.searchParams)?\\.((delete|set|append)\\(|(search|href)\\s*=[^=])`);
  return change.test(codeText(declaration));
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
