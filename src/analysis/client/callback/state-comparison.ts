import { ts } from '../../../compiler.cjs';
import {
  bindingKey,
  codeText,
  descendants,
  enclosingFunction,
  type FunctionLike,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import { answersTo } from '../../program/declaration-at.ts';
import { onlyShows } from '../../program/only-shows.ts';
import { symbolRead } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { parameterAt } from '../query/query-read.ts';
import { upstreamOf } from './origin-upstream.ts';
import type { Origin } from './origins.ts';
import { carriersIn } from './query-carriers.ts';
import { followQuery, namesInText } from './query-uses.ts';
import { stateParameter } from './schema-checks.ts';

/**
 * True when something between the callback's query and the redeeming call compares or looks up `state`, or may do so where the
 * program does not show it. Reading it only to log it, or to ask whether it is there, is no comparison.
 *
 * @param all the origins of the same login: what one of them is passed to is followed for it
 */
export function checksState(project: Project, origin: Origin, all: readonly Origin[]): boolean {
  const upstream = upstreamOf(project, origin.node);
  const flow = [...origin.flow, ...upstream];
  const known = new Set([...flow, ...all.flatMap(({ flow }) => flow)]);
  const functions = functionsAt(flow);
  if ([...functions].some((fn) => namesInText(fn, stateParameter))) return true;
  const seeds = carriersIn(project, origin, upstream);
  const { reads, escapes } = followQuery(project, seeds, known, [stateParameter]);
  if (escapes.length > 0 || middlewares(project, upstream) === 'unseen') return true;
  const own = readsIn(project, withCallees(project, functions));
  const read = new Set([...reads, ...own, ...takenWith(origin.flow)]);
  return [...read].some((each) => isCompared(project, each, known, 0));
}

function functionsAt(nodes: Iterable<ts.Node>): Set<FunctionLike> {
  return new Set([...nodes].flatMap((node) => enclosingFunction(node) ?? []));
}

/** `state`, where a pattern takes it out of the record that gives the code: `const { code, state } = pick(request)`. */
function takenWith(flow: readonly ts.Node[]): ts.BindingElement[] {
  return flow
    .filter(ts.isBindingElement)
    .flatMap(({ parent }) => [...parent.elements].filter(ts.isBindingElement))
    .filter((each) => bindingKey(each) === stateParameter);
}

/** Handlers that a route runs before ours: `app.get(path, checkState, handler)`. */
function middlewares(project: Project, upstream: ReadonlySet<ts.Node>): 'none' | 'unseen' {
  for (const node of upstream) {
    const handler = ts.isParameter(node) ? node.parent : undefined;
    const route = handler?.parent;
    if (!route || !ts.isCallExpression(route)) continue;
    const before = route.arguments.slice(1, route.arguments.indexOf(handler as ts.Expression));
    if (before.some((argument) => mayCheck(project, argument))) return 'unseen';
  }
  return 'none';
}

function mayCheck(project: Project, argument: ts.Expression): boolean {
  const value = unwrap(argument);
  if (ts.isCallExpression(value)) {
    return declaredAs(symbolOf(project, nameOf(value.expression))) === undefined;
  }
  if (!ts.isIdentifier(value) && !ts.isPropertyAccessExpression(value)) return false;
  const fn = functionAt(project, value);
  return fn === undefined || readsIn(project, withCallees(project, new Set([fn]))).length > 0;
}

function nameOf(callee: ts.Expression): ts.Node {
  const value = unwrap(callee);
  return ts.isPropertyAccessExpression(value) ? value.name : value;
}

/** The functions and those they call, as far as names lead, two levels deep: a helper may read the query itself. */
function withCallees(project: Project, functions: ReadonlySet<FunctionLike>): Set<FunctionLike> {
  const all = new Set(functions);
  let level = [...functions];
  for (let depth = 0; depth < 2; depth++) {
    level = level.flatMap((fn) =>
      [...descendants(fn)].flatMap((node) => {
        const callee = ts.isCallExpression(node) ? functionAt(project, node.expression) : undefined;
        return callee && !all.has(callee) ? [callee] : [];
      }),
    );
    for (const fn of level) all.add(fn);
  }
  return all;
}

function readsIn(project: Project, functions: ReadonlySet<FunctionLike>): ts.Node[] {
  return [...functions].flatMap((fn) =>
    [...descendants(fn)].filter((node) => parameterAt(project, node) === stateParameter),
  );
}

/** Whether a value of `state` takes part in a decision, or goes where that cannot be seen. */
function isCompared(project: Project, read: ts.Node, known: ReadonlySet<ts.Node>, depth: number): boolean {
  if (depth > 6) return true;
  if (ts.isBindingElement(read)) return isNameCompared(project, read.name, known, depth);
  return isValueCompared(project, wrapped(read as ts.Expression), known, depth);
}

function isNameCompared(
  project: Project,
  name: ts.BindingName,
  known: ReadonlySet<ts.Node>,
  depth: number,
): boolean {
  const symbol = ts.isIdentifier(name) ? project.checker.getSymbolAtLocation(name) : undefined;
  if (!symbol) return true;
  const scope = enclosingFunction(name.parent) ?? name.getSourceFile();
  return references(project.checker, symbol, scope).some(
    (reference) => reference !== name && isValueCompared(project, wrapped(reference), known, depth + 1),
  );
}

function isValueCompared(
  project: Project,
  value: ts.Expression,
  known: ReadonlySet<ts.Node>,
  depth: number,
): boolean {
  const { parent } = value;
  if (isPresence(value, parent)) return false;
  if (ts.isBinaryExpression(parent) && /^(\?\?|\|\|)$/.test(parent.operatorToken.getText())) {
    return parent.left !== value || isValueCompared(project, wrapped(parent), known, depth + 1);
  }
  if (ts.isTemplateSpan(parent)) return isValueCompared(project, wrapped(parent.parent), known, depth + 1);
  if (ts.isVariableDeclaration(parent)) return isNameCompared(project, parent.name, known, depth);
  if (ts.isCallExpression(parent) && parent.arguments.includes(value)) {
    if (onlyShows(project, parent)) return false;
    const parameter = functionAt(project, parent.expression)?.parameters[parent.arguments.indexOf(value)];
    return !parameter || isNameCompared(project, parameter.name, known, depth + 1);
  }
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    const literal = wrapped(parent.parent);
    if (ts.isCallExpression(literal.parent) && onlyShows(project, literal.parent)) return false;
    return !isOnFlow(literal, known) || isReadOff(project, parent, known, depth);
  }
  return true;
}

/** `if (!state)`, `!code || !state`, `state === null`, `typeof state`. */
function isPresence(value: ts.Expression, parent: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(parent) || ts.isTypeOfExpression(parent)) return true;
  if (ts.isIfStatement(parent) || ts.isExpressionStatement(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition === value;
  if (!ts.isBinaryExpression(parent)) return false;
  const operator = parent.operatorToken.getText();
  const other = unwrap(parent.left === value ? parent.right : parent.left);
  if (/^[!=]==?$/.test(operator)) return /^(undefined|null|''|"")$/.test(codeText(other));
  return (operator === '&&' || operator === '||') && isCondition(wrapped(parent));
}

function isCondition(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent) || ts.isPrefixUnaryExpression(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  return (
    ts.isBinaryExpression(parent) &&
    /^(&&|\|\|)$/.test(parent.operatorToken.getText()) &&
    isCondition(wrapped(parent))
  );
}

/** True when the code, or a record that holds it, travels in the same literal. */
function isOnFlow(literal: ts.Expression, known: ReadonlySet<ts.Node>): boolean {
  for (let node: ts.Node = literal; ; node = node.parent) {
    const members = ts.isObjectLiteralExpression(node) ? node.properties : [];
    if (known.has(node) || members.some((member) => known.has(member))) return true;
    if (!ts.isExpression(node.parent) || ts.isCallExpression(node.parent)) return false;
  }
}

/** `state` travels beside the code: what counts is whether somebody reads it there. */
function isReadOff(
  project: Project,
  member: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
  known: ReadonlySet<ts.Node>,
  depth: number,
): boolean {
  const name = member.name.getText();
  const files = new Set([...known].map((node) => node.getSourceFile()));
  const declarations = answersTo(project, member);
  const isGeneric = isPassedGenerically(project, wrapped(member.parent));
  return (syntaxOf(project).reads.get(name) ?? []).some((read) => {
    const symbol = symbolRead(project, read, name);
    // Where types do not tell, a read counts in the files of the flow.
    if (isGeneric) return isCompared(project, read, known, depth + 1);
    const same = symbol
      ? symbol.declarations?.some((declaration) => declarations.includes(declaration))
      : files.has(read.getSourceFile());
    return same === true && isCompared(project, read, known, depth + 1);
  });
}

/** `ok({ code, state })`: what comes out of a generic function has the type that is wanted there, and other members. */
function isPassedGenerically({ checker }: Project, literal: ts.Expression): boolean {
  const call = literal.parent;
  if (!ts.isCallExpression(call) || !call.arguments.includes(literal)) return false;
  return (checker.getResolvedSignature(call)?.declaration?.typeParameters?.length ?? 0) > 0;
}
