import { forbiddenStatus } from '../../../sdk/facts.ts';
import type { Project } from '../../program/project.ts';
import { textOf } from '../guards/compare.ts';
import { createFrame } from '../guards/evaluator.ts';
import type { Handler } from '../guards/handlers.ts';
import type { Scenario } from '../guards/scenarios.ts';
import { specialize } from '../guards/specialize.ts';
import { constant, type Members, type Value } from '../guards/value.ts';

/** Statuses that servers do not send, so that no handler knows them: one of the client's, one of the server's errors. */
const unnamed: readonly number[] = [499, 598];

/**
 * Whether a handler does for a 403 what it does for a status that it does not know. Then what it throws says only that the
 * request failed: whoever catches it cannot do anything special about a 403.
 */
export function doesTheUsual(project: Project, { body, subject }: Handler, scenario: Scenario): boolean {
  if (!Array.isArray(body)) return false;
  const textWith = (given: Scenario, status: number): string =>
    withoutStatus(textOf(specialize(body, createFrame(project, subject, given), 'write').pieces), status);
  const own = textWith(scenario, forbiddenStatus);
  return unnamed.every((status) => textWith(withStatus(scenario, status), status) === own);
}

/** The same error with another status, and with a code that nothing asks for. */
function withStatus(scenario: Scenario, status: number): Scenario {
  return { ...scenario, members: replaced(scenario.members, status) };
}

const replaced = (members: Members, status: number): Members =>
  new Map([...members].map(([name, value]) => [name, another(name, value, status)]));

function another(name: string, value: Value, status: number): Value {
  if (value.kind === 'record') return { ...value, members: replaced(value.members, status) };
  if (value.kind !== 'const') return value;
  if (value.value === forbiddenStatus) return constant(status);
  return name === 'code' ? { ...value, value: '' } : value;
}

/** A text may tell the status to people. A number of its own is for code to decide upon. */
const withoutStatus = (text: string, status: number): string =>
  text.replace(/(['"`])(?:\\.|(?!\1).)*\1/g, (quoted) => quoted.replaceAll(String(status), ''));
