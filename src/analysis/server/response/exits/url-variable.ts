import { ts } from '../../../../compiler.cjs';
import { codeText, descendants, isFunctionLike, references, unwrap, wrapped } from '../../../program/ast.ts';
import { functionAt } from '../../../program/callees.ts';
import type { Project } from '../../../program/project.ts';
import { isQueryMaker, type QueryMaker } from './query-makers.ts';

/** A variable with a URL or its query, and everything that is done with it. */
export interface UrlVariable {
  readonly name: string;
  readonly declaration: ts.VariableDeclaration;
  /** Where it gets its value; the query is complete after the last of `changes`. */
  readonly origin: ts.Expression;
  /** Calls and assignments that change its query. */
  readonly changes: readonly ts.Node[];
  /** Every other use: from here the URL may leave. */
  readonly uses: readonly ts.Node[];
}

/** The variable that an expression is put into, by declaration or assignment. */
export function urlVariableOf(project: Project, origin: ts.Expression): UrlVariable | undefined {
  const outer = wrapped(origin);
  const parent = outer.parent;
  const name =
    ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
      ? parent.name
      : ts.isBinaryExpression(parent) && parent.right === outer && ts.isIdentifier(parent.left)
        ? parent.left
        : undefined;
  const symbol = name && project.checker.getSymbolAtLocation(name);
  const declaration = symbol?.valueDeclaration;
  if (!name || !symbol || !declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  const { changes, uses } = sortUses(
    project,
    references(project.checker, symbol, declaration.getSourceFile()),
  );
  return { name: name.text, declaration, origin, changes, uses };
}

function sortUses(
  project: Project,
  names: readonly ts.Identifier[],
): { changes: ts.Node[]; uses: ts.Node[] } {
  const changes: ts.Node[] = [];
  const uses: ts.Node[] = [];
  for (const name of names) {
    if (ts.isVariableDeclaration(name.parent) && name.parent.name === name) continue;
    if (isAssigned(name)) continue;
    const change = changeAt(name) ?? changeByHelper(project, name);
    if (change) changes.push(change);
    else {
      const alias = queryAlias(project, name);
      if (alias) changes.push(...alias);
      else uses.push(name);
    }
  }
  return { changes, uses };
}

function isAssigned(name: ts.Identifier): boolean {
  const parent = name.parent;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === name &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** Methods of URLSearchParams. */
const setters = new Set(['set', 'append', 'delete', 'sort']);

/** `url.searchParams.set(…)`, `query.set(…)`, `url.search = …`, `url += …`. */
function changeAt(name: ts.Expression): ts.Node | undefined {
  let target: ts.Node = wrapped(name);
  const isMember = (node: ts.Node): node is ts.PropertyAccessExpression =>
    ts.isPropertyAccessExpression(node) && node.expression === target;
  if (isMember(target.parent) && target.parent.name.text === 'searchParams') target = target.parent;
  const member = target.parent;
  if (isMember(member) && setters.has(member.name.text) && ts.isCallExpression(member.parent))
    return member.parent;
  const assigned =
    isMember(member) && (member.name.text === 'search' || member.name.text === 'hash') ? member : target;
  const parent = assigned.parent;
  if (!ts.isBinaryExpression(parent) || parent.left !== assigned) return undefined;
  const kind = parent.operatorToken.kind;
  if (kind === ts.SyntaxKind.PlusEqualsToken) return parent;
  return kind === ts.SyntaxKind.EqualsToken && assigned !== target ? parent : undefined;
}

/** `addParams(url, …);`: a call whose function only changes the query. */
function changeByHelper(project: Project, name: ts.Identifier): ts.Node | undefined {
  const argument =
    ts.isPropertyAccessExpression(name.parent) && name.parent.name.text === 'searchParams'
      ? name.parent
      : name;
  const call = argument.parent;
  if (!ts.isCallExpression(call) || !ts.isExpressionStatement(call.parent)) return undefined;
  const { changes, uses } = usesInHelper(project, call, argument as ts.Expression);
  return changes.length > 0 && uses.length === 0 ? call : undefined;
}

/** What a function of the program does with a URL that it gets as an argument. */
export function usesInHelper(
  project: Project,
  call: ts.CallExpression,
  argument: ts.Expression,
): Pick<UrlVariable, 'changes' | 'uses'> {
  const index = call.arguments.indexOf(argument);
  const parameter = index < 0 ? undefined : functionAt(project, call.expression)?.parameters[index];
  const symbol =
    parameter && ts.isIdentifier(parameter.name)
      ? project.checker.getSymbolAtLocation(parameter.name)
      : undefined;
  if (!parameter || !symbol) return { changes: [], uses: [] };
  return sortUses(
    project,
    references(project.checker, symbol, parameter.parent).filter((one) => one !== parameter.name),
  );
}

/** `const query = url.searchParams; query.set(…)`. */
function queryAlias(project: Project, name: ts.Identifier): ts.Node[] | undefined {
  const access = name.parent;
  const value = ts.isPropertyAccessExpression(access) && access.name.text === 'searchParams' ? access : name;
  const declaration = value.parent;
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  const binding = ts.isObjectBindingPattern(declaration.name)
    ? declaration.name.elements[0]?.name
    : value === access
      ? declaration.name
      : undefined;
  const symbol =
    binding && ts.isIdentifier(binding) ? project.checker.getSymbolAtLocation(binding) : undefined;
  if (
    !symbol ||
    !binding ||
    (ts.isObjectBindingPattern(declaration.name) && codeText(binding) !== 'searchParams')
  )
    return undefined;
  return references(project.checker, symbol, declaration.getSourceFile()).flatMap(
    (one) => changeAt(one) ?? [],
  );
}

/** The calls that make the query of an expression, `new URLSearchParams(…)` or the like, directly or through a variable. */
export function queriesIn(project: Project, node: ts.Node): QueryMaker[] {
  const found: QueryMaker[] = [];
  const seen = new Set<ts.Node>();
  const visit = (root: ts.Node): void => {
    if (seen.has(root)) return;
    seen.add(root);
    for (const inner of descendants(root)) {
      if (isQueryMaker(project, inner)) found.push(inner);
      else if (ts.isIdentifier(inner)) {
        const declaration = project.checker.getSymbolAtLocation(inner)?.valueDeclaration;
        const value =
          declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
        if (value && /URLSearchParams|stringify/.test(codeText(value)) && !isFunctionLike(unwrap(value)))
          visit(value);
      }
    }
  };
  visit(node);
  return [...new Set(found)];
}
