import { ts } from '../../../compiler.cjs';
import { callbackParameters } from '../../../sdk/roles.ts';
import { bindingOf, keyOfElement } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';

/** What a pattern leaves of a record: `answer` of `const { state, ...answer } = query`. */
interface Rest {
  /** What declares the pattern. */
  readonly owner: ts.VariableDeclaration | ts.ParameterDeclaration;
  /** The members that are not in it. */
  readonly without: readonly string[];
}

/** The rest of a record that a name stands for, where it holds all that a redemption reads of the callback's query. */
export function restOf(project: Project, name: ts.Expression): Rest | undefined {
  const element = bindingOf(project, name);
  const owner = element?.parent.parent;
  if (!element?.dotDotDotToken || !owner || ts.isBindingElement(owner)) return undefined;
  if (!ts.isObjectBindingPattern(element.parent)) return undefined;
  const without = element.parent.elements.filter((other) => other !== element).map(keyOfElement);
  const isWhole = without.every((key) => key !== undefined && !callbackParameters.includes(key));
  return isWhole ? { owner, without: without.filter((key) => key !== undefined) } : undefined;
}
