import { obligations } from '../model/obligations.ts';
import type { RuleInfo } from '../model/report.ts';
import { rulePage } from '../workspace/rule-page.ts';
import { stdout } from './output.ts';

/** Prints the page of a rule. */
export async function explain(id: string): Promise<number> {
  const { findRule } = await import('../pipeline/rules.ts');
  const { info } = findRule(id);
  stdout(`${rulePage(info.id).trimEnd()}\n${whatSafeProves(info)}`);
  return 0;
}

/** The obligations of a rule, one line each; nothing for a rule without fixes. */
function whatSafeProves({ obligations: ids }: RuleInfo): string {
  if (ids.length === 0) return '';
  const lines = ids.map((id) => `- ${id}: ${obligations[id]}`);
  return `\n## What a safe fix has proved\n\n${lines.join('\n')}\n`;
}

/** Prints the rules, one line each. */
export async function listRules(): Promise<number> {
  const { allRules } = await import('../pipeline/rules.ts');
  const width = Math.max(...allRules.map(({ info }) => info.id.length));
  for (const { info } of allRules)
    stdout(`${info.id.padEnd(width)}  ${info.severity.padEnd(7)}  ${info.summary}\n`);
  return 0;
}
