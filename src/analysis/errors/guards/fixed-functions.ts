import type { FunctionLike } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { namesForbidden } from './guard-tests.ts';
import { testsItself } from './inspectors.ts';
import { predicateOf } from './own-functions.ts';
import { httpScenarios, type Scenario, v1Scenario } from './scenarios.ts';
import { testsStatusItself } from './untyped.ts';

/**
 * A function that tests the error itself gets a branch of its own. From then on it returns for an InsufficientScopeError
 * what it returned for the error of `before`, so its calls are evaluated in that scenario.
 */
export function fixedFunctions(project: Project, before: Scenario) {
  return (target: FunctionLike): Scenario | undefined => {
    if (predicateOf(project, target)) return undefined;
    if (!testsItself(project, target) && !testsStatusItself(project, target)) return undefined;
    // A function that asks for the code of a missing permission is fixed for that code.
    return before !== v1Scenario && namesForbidden(project, target) ? httpScenarios[0] : before;
  };
}
