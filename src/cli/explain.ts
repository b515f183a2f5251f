import { rulePage } from '../workspace/rule-page.ts';
import { stdout } from './output.ts';

/** Prints the page of a rule. What a safe fix has proved stands there: a test compares it with the obligations of the rule. */
export async function explain(id: string): Promise<number> {
  const { findRule } = await import('../pipeline/rules.ts');
  const { info } = findRule(id);
  stdout(`${rulePage(info.id).trimEnd()}\n`);
  return 0;
}

/** Prints the rules, one line each. */
export async function listRules(): Promise<number> {
  const { allRules } = await import('../pipeline/rules.ts');
  const width = Math.max(...allRules.map(({ info }) => info.id.length));
  for (const { info } of allRules)
    stdout(`${info.id.padEnd(width)}  ${info.severity.padEnd(7)}  ${info.summary}\n`);
  return 0;
}
