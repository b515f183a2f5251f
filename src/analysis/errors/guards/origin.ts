import { ts } from '../../../compiler.cjs';
import { descendants, enclosingFunction, references } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { createFrame } from './evaluator.ts';
import { httpScenarios, scopeScenario } from './scenarios.ts';
import { type Subject, subjectOf } from './subject.ts';

/** Follows `const err = e as Error`, `const err = e instanceof Error ? e : new Error()` back to the error itself. */
export function origin(project: Project, value: ts.Expression): Subject | undefined {
  const subject = subjectOf(project, value);
  const declaration = subject?.symbol.valueDeclaration;
  if (!subject || !declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer)
    return subject;
  if (!ts.isIdentifier(declaration.name) || subject.text !== declaration.name.text) return subject;
  if (isReassigned(project, declaration)) return subject;
  const initializer = declaration.initializer;
  for (const node of descendants(initializer)) {
    if (!ts.isIdentifier(node)) continue;
    const candidate = subjectOf(project, node);
    if (!candidate || candidate.symbol === subject.symbol) continue;
    const frames = [httpScenarios[0]!, scopeScenario].map((scenario) =>
      createFrame(project, candidate, scenario),
    );
    if (frames.every((frame) => frame.evaluate(initializer).kind === 'error')) return origin(project, node);
  }
  return subject;
}

/** `for (let current = error; current; current = current.cause)`: the variable holds another error later. */
function isReassigned(project: Project, declaration: ts.VariableDeclaration): boolean {
  if (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) return false;
  const symbol = project.checker.getSymbolAtLocation(declaration.name);
  const root = enclosingFunction(declaration) ?? declaration.getSourceFile();
  return (
    symbol !== undefined &&
    references(project.checker, symbol, root).some(
      ({ parent }) =>
        ts.isBinaryExpression(parent) &&
        parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        ts.isIdentifier(parent.left) &&
        parent.left.text === symbol.name,
    )
  );
}
