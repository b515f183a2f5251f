import { ts } from '../../../compiler.cjs';
import { type FunctionLike, wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { run, textOf } from './compare.ts';
import { createFrame } from './evaluator.ts';
import { httpScenarios } from './scenarios.ts';
import { constant } from './value.ts';

/**
 * `const http = find(error, (each): each is SdkHttpError => …)`: the search finds no InsufficientScopeError. It may stay
 * as it is where the code that follows does the same for undefined as for a 403.
 */
export function isFoundInVain(project: Project, predicate: FunctionLike): boolean {
  const call = predicate.parent;
  if (!ts.isCallExpression(call) || !call.arguments.some((argument) => argument === predicate)) return false;
  let outer = wrapped(call);
  if (ts.isAwaitExpression(outer.parent)) outer = wrapped(outer.parent);
  const declaration = outer.parent;
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return false;
  // `errors.filter(…)`: a list, whatever is in it.
  if (isList(project, outer)) return false;
  const list = declaration.parent.parent.parent;
  const symbol = project.checker.getSymbolAtLocation(declaration.name);
  if (!symbol || !(ts.isBlock(list) || ts.isSourceFile(list))) return false;
  const after = list.statements.filter((statement) => statement.pos >= declaration.end);
  const before = createFrame(project, { symbol, text: declaration.name.text }, httpScenarios[0]!);
  const now = createFrame(project, { symbol, text: '' }, httpScenarios[0]!);
  now.known.learn(symbol, constant(undefined));
  const [a, b] = [before, now].map((frame) => run([after], frame));
  return a?.exits === b?.exits && textOf(a?.pieces ?? []) === textOf(b?.pieces ?? []);
}

function isList({ checker }: Project, node: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(node);
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => checker.isArrayLikeType(part) || part.getNumberIndexType() !== undefined);
}
