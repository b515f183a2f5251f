import type { Rule, RuleEntry } from '../../transforms/contract.ts';
import { rules } from '../../transforms/index.ts';
import { closest } from '../model/closest.ts';
import { UsageError } from '../model/usage-error.ts';

/**
 * The rules of this run.
 * @throws {UsageError} when a name is not a rule, or no rule is left.
 */
export function chooseRules(
  only: readonly string[] = [],
  skip: readonly string[] = [],
): readonly RuleEntry[] {
  for (const id of [...only, ...skip]) findRule(id);
  const chosen = rules.filter(
    ({ info }) => (only.length === 0 || only.includes(info.id)) && !skip.includes(info.id),
  );
  if (chosen.length === 0)
    throw new UsageError('No rule is left to run, because --skip-rule removes all of them. Skip fewer.');
  return chosen;
}

/** Loads the rules whose names stand in one of the texts: the others find nothing there. */
export function loadRules(
  entries: readonly RuleEntry[],
  texts: readonly (string | undefined)[],
): Promise<readonly Rule[]> {
  const wanted = entries.filter(({ names }) =>
    texts.some((text) => names.some((name) => text?.includes(name))),
  );
  return Promise.all(wanted.map((each) => each.load()));
}

export const allRules = rules;

/** @throws {UsageError} when no rule has that name; the message lists the rules. */
export function findRule(id: string): RuleEntry {
  const rule = rules.find(({ info }) => info.id === id);
  if (rule) return rule;
  const ids = rules.map(({ info }) => info.id);
  const close = closest(id, ids);
  throw new UsageError(
    `There is no rule '${id}'. ${close ? `Did you mean ${close}?` : `The rules are: ${ids.join(', ')}.`}`,
  );
}
