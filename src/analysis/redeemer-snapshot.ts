import { ts } from '../compiler.cjs';
import type { Edit } from '../model/edit.ts';
import { issuerOption } from '../sdk/roles.ts';
import { descendants, enclosingFunction, indentationAt, unwrap } from './ast.ts';
import type { Project } from './project.ts';
import type { QueryRead } from './query-sources.ts';
import { declaredAs, symbolOf } from './sdk-symbols.ts';

/**
 * Something that may make the query another one between the read of the code and its use: a call or an assignment that
 * changes the params or their URL, or, where the address bar itself is read, anything at all.
 */
export function changeOfQuery(project: Project, read: QueryRead, place: ts.Node): ts.Node | undefined {
  const scope = enclosingFunction(read.node) ?? read.node.getSourceFile();
  const changed = [...descendants(scope)].find((node) => changes(node, read));
  if (changed) return changed;
  const lives = isAddressBar(project, read.root) && statementOf(read.node) !== statementOf(place);
  return lives ? read.root : undefined;
}

/** `params.delete('iss')`, `url.search = ''`. */
function changes(node: ts.Node, { params, root }: QueryRead): boolean {
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    if (!ts.isPropertyAccessExpression(callee) || callee.expression.getText() !== params) return false;
    return ['set', 'append', 'delete'].includes(callee.name.text);
  }
  if (!ts.isBinaryExpression(node) || !ts.isPropertyAccessExpression(node.left)) return false;
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const url = ts.isPropertyAccessExpression(root) ? root.expression.getText() : undefined;
  return ['search', 'href'].includes(node.left.name.text) && node.left.expression.getText() === url;
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

function statementOf(node: ts.Node): ts.Node | undefined {
  let current: ts.Node | undefined = node;
  while (current && !(ts.isStatement(current) && !ts.isBlock(current))) current = current.parent;
  return current;
}

/**
 * A constant `iss` behind the one that holds the code, read at the same moment; undefined where the name is taken, the code
 * is not a constant of its own statement, or the query has changed before.
 */
export function snapshotEdit(
  project: Project,
  read: QueryRead,
  change: ts.Node,
  value: string,
  place: ts.Node,
): Edit | undefined {
  const statement = statementOf(read.node);
  if (!statement || !ts.isVariableStatement(statement) || statement.modifiers) return undefined;
  const [only, ...more] = statement.declarationList.declarations;
  const holds = only?.initializer && contains(only.initializer, read.node) && ts.isIdentifier(only.name);
  const later = change === read.root || change.pos >= statement.end;
  if (!holds || more.length > 0 || !later || isTaken(project, statement, place)) return undefined;
  const file = statement.getSourceFile();
  const [start, end] = [statement.getStart(), statement.getEnd()];
  const closing = file.text[end - 1] === ';' ? ';' : '';
  const text = `\n${indentationAt(file, start)}const ${issuerOption} = ${value}${closing}`;
  return { file: file.fileName, start: end, end, text };
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}

/** True when a name `iss` is declared where the new one would stand or be seen. */
function isTaken(project: Project, statement: ts.Statement, place: ts.Node): boolean {
  const seen = project.checker.getSymbolsInScope(place, ts.SymbolFlags.Value);
  const inside = [...descendants(statement.parent)].filter(ts.isIdentifier);
  return (
    seen.some(({ name }) => name === issuerOption) ||
    inside.some((name) => name.text === issuerOption && isDeclared(name))
  );
}

function isDeclared(name: ts.Identifier): boolean {
  const { parent } = name;
  return (
    (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) &&
    unwrap(parent.name as unknown as ts.Expression) === name
  );
}
