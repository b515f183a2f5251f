import { ts } from '../../../compiler.cjs';
import { isFunctionLike } from '../../program/ast.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { run, textOf } from './compare.ts';
import { createFrame } from './evaluator.ts';
import { learnVariable } from './learn-variable.ts';
import { render } from './render.ts';
import { httpScenarios, type Scenario, scopeScenario } from './scenarios.ts';
import { contextOf } from './specialize.ts';
import { raisingCode, sendsItself } from './untyped.ts';

/**
 * Handlers that take the error apart before they look at it, `catch ({ status })`, and do something else for a 403 than for
 * an InsufficientScopeError. Only where the error is sure to come from the SDK.
 */
export function takenApart(project: Project): ts.ObjectBindingPattern[] {
  return project.files
    .filter(({ text }) => text.includes('catch') || text.includes('.then'))
    .flatMap((file) => nodesOfKinds(file, [ts.SyntaxKind.ObjectBindingPattern]) as ts.ObjectBindingPattern[])
    .filter((pattern) => {
      const code = raisingCode(pattern.parent);
      return code !== undefined && sendsItself(project, code) && differs(project, pattern);
    });
}

function differs(project: Project, pattern: ts.ObjectBindingPattern): boolean {
  const now = outcomeOf(project, pattern, scopeScenario);
  if (now === undefined || now.isHandled) return false;
  return httpScenarios.some((scenario) => outcomeOf(project, pattern, scenario)?.text !== now.text);
}

function outcomeOf(
  project: Project,
  pattern: ts.ObjectBindingPattern,
  scenario: Scenario,
): { readonly text: string; readonly isHandled: boolean } | undefined {
  const first = pattern.elements.find(({ name }) => ts.isIdentifier(name));
  const symbol = first && project.checker.getSymbolAtLocation(first.name);
  const owner = pattern.parent.parent;
  const body = ts.isCatchClause(owner) ? owner.block : isFunctionLike(owner) ? owner.body : undefined;
  if (!symbol || !body) return undefined;
  // The error itself has no name here.
  const frame = createFrame(project, { symbol, text: '' }, scenario);
  learnVariable(pattern, { kind: 'error' }, frame);
  if (!ts.isBlock(body)) {
    const text = render(body, contextOf(frame, 'compare'));
    return { text, isHandled: frame.isHandled };
  }
  const { pieces, exits } = run([body.statements], frame);
  return { text: `${textOf(pieces)} ${exits}`, isHandled: frame.isHandled };
}
