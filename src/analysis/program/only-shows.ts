import { ts } from '../../compiler.cjs';
import { descendants, type FunctionLike, isAssignment, unwrap } from './ast.ts';
import { functionsAt } from './callees.ts';
import type { Project } from './project.ts';
import { declaredAs, symbolOf } from './sdk-symbols.ts';

/**
 * Whether a call only shows what it is given, and decides nothing: a method of `console`, a function of the project that does
 * nothing but call such, or a function that takes any number of values of any type and gives nothing back. What it is called
 * plays no part.
 */
export function onlyShows(project: Project, call: ts.CallExpression, seen = new Set<ts.Node>()): boolean {
  if (declaredAs(calledSymbol(project, call))) return isConsoleCall(project, call);
  const targets = functionsAt(project, call.expression);
  if (targets.length === 0) return takesAnything(project, call);
  return targets.every((target) => bodyShows(project, target, seen));
}

/** `console.warn(…)`. */
export function isConsoleCall(project: Project, call: ts.CallExpression): boolean {
  const name = declaredAs(calledSymbol(project, call))?.name;
  return name === 'Console' || name === 'console';
}

/** What is called, by its own name. */
export function calledSymbol(
  project: Project,
  { expression }: ts.CallExpression | ts.NewExpression,
): ts.Symbol | undefined {
  const callee = unwrap(expression);
  return symbolOf(project, ts.isPropertyAccessExpression(callee) ? callee.name : callee);
}

function bodyShows(project: Project, { body }: FunctionLike, seen: Set<ts.Node>): boolean {
  if (!body || seen.has(body)) return false;
  seen.add(body);
  return [...descendants(body)].every((node) => {
    if (ts.isCallExpression(node)) return isTextCall(project, node) || onlyShows(project, node, seen);
    return !decides(project, node);
  });
}

/** `String(value)`, `JSON.stringify(value)`, `date.toISOString()`: the language itself, which calls nobody back here. */
function isTextCall(project: Project, call: ts.CallExpression): boolean {
  const declared = declaredAs(calledSymbol(project, call));
  const { flags } = project.checker.getTypeAtLocation(call);
  return declared?.area === 'platform/es' && Boolean(flags & ts.TypeFlags.StringLike);
}

/** Throws, waits, answers, or writes what others read. */
function decides(project: Project, node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return declaredAs(symbolOf(project, node.expression))?.area !== 'platform/es';
  if (ts.isReturnStatement(node)) return node.expression !== undefined;
  if (ts.isBinaryExpression(node)) return isAssignment(node.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
  return (
    ts.isThrowStatement(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isTaggedTemplateExpression(node)
  );
}

/** `warn(text: string, ...more: unknown[]): void`: what takes any number of values of any type only shows them. */
export function takesAnything({ checker }: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const signature = checker.getResolvedSignature(call);
  const rest = signature?.declaration?.parameters.at(-1);
  if (!signature || !rest || !ts.isParameter(rest) || !rest.dotDotDotToken) return false;
  const { flags } = checker.getReturnTypeOfSignature(signature);
  const [item] = checker.getTypeArguments(checker.getTypeAtLocation(rest) as ts.TypeReference);
  const isOpen = item !== undefined && Boolean(item.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown));
  return Boolean(flags & ts.TypeFlags.Void) && isOpen;
}
