import { obligations } from '../model/obligations.ts';
import { toJson } from '../model/sanitize.ts';
import { createStyle } from '../report/style.ts';
import { terminalPage } from '../report/terminal-page.ts';
import { rulePage } from '../workspace/rule-page.ts';
import { stdout, wantsColor } from './output.ts';

/**
 * Prints the page of a rule: for a terminal, as Markdown where stdout is none, or as data. What a safe fix has proved stands there: a
 * test compares it with the obligations of the rule.
 */
export async function explain(id: string, { json }: { readonly json?: boolean } = {}): Promise<number> {
  const { findRule } = await import('../pipeline/rules.ts');
  const { info } = findRule(id);
  const page = rulePage(info.id).trimEnd();
  if (json) stdout(toJson({ ...dataOf(info), page }));
  else if (process.stdout.isTTY)
    stdout(`${terminalPage(page, createStyle(wantsColor(process.stdout, true)), process.stdout.columns)}\n`);
  else stdout(`${page}\n`);
  return 0;
}

function dataOf(info: Awaited<ReturnType<typeof import('../pipeline/rules.ts').findRule>>['info']) {
  const { id, severity, summary, docs, weakness } = info;
  return {
    id,
    severity,
    summary,
    docs,
    ...(weakness ? { cwe: weakness.cwe } : {}),
    obligations: info.obligations.map((each) => ({ id: each, text: obligations[each] })),
  };
}

/** Prints the rules, one line each. */
export async function listRules(): Promise<number> {
  const { allRules } = await import('../pipeline/rules.ts');
  const width = Math.max(...allRules.map(({ info }) => info.id.length));
  for (const { info } of allRules)
    stdout(`${info.id.padEnd(width)}  ${info.severity.padEnd(7)}  ${info.summary}\n`);
  return 0;
}
