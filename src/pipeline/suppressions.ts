import { repositoryPage } from '../model/docs-url.ts';
import type { RuleInfo } from '../model/report.ts';
import type { Detected } from './detected.ts';

/** A comment `// mcp-auth-codemod-ignore-next-line <rule> -- <reason>`. */
export interface Suppression {
  readonly file: string;
  /** Line of the comment, from 1. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly rule: string;
  readonly reason: string;
}

const comment =
  /(?:\/\/|\/\*)[ \t]*mcp-auth-codemod-ignore-next-line\b[ \t]*([\w-]*)[ \t]*(?:--[ \t]*(.*?))?[ \t]*(?:\*\/\}?[ \t]*)?\r?$/;

/** The rule id of findings about the suppressions themselves. */
export const suppressionRule: RuleInfo = {
  id: 'suppression',
  severity: 'warning',
  summary: 'a suppression that is unused, names no known rule or gives no reason',
  docs: `${repositoryPage('README.md')}#suppressing-a-finding`,
  obligations: [],
};

export function readSuppressions(file: string, text: string): Suppression[] {
  if (!text.includes('mcp-auth-codemod-ignore-next-line')) return [];
  return text.split('\n').flatMap((content, index) => {
    const match = comment.exec(content);
    if (!match) return [];
    const [whole, rule = '', reason = ''] = match;
    return [{ file, line: index + 1, column: match.index + 1, length: whole.trimEnd().length, rule, reason }];
  });
}

/** What is wrong with a suppression, or undefined when it suppresses a finding. */
export function faultOf(
  suppression: Suppression,
  known: readonly string[],
  found: readonly Detected[],
): string | undefined {
  if (!known.includes(suppression.rule)) {
    return `This suppression names no rule. Write // mcp-auth-codemod-ignore-next-line <rule> -- <reason> with one of ${known.join(', ')}.`;
  }
  if (suppression.reason === '')
    return 'This suppression gives no reason, so it has no effect. Add `-- <why this is right>`.';
  if (!found.some((item) => suppresses(suppression, item))) {
    return `This suppression is unused: ${suppression.rule} finds nothing on the next line. Remove the comment.`;
  }
  return undefined;
}

/** True when the comment above a finding names its rule. Without a reason it does not suppress, but nothing is rewritten. */
export function covers(suppression: Suppression, item: Pick<Detected, 'file' | 'range' | 'rule'>): boolean {
  return (
    suppression.file === item.file &&
    suppression.rule === item.rule.id &&
    suppression.line + 1 === item.range.start.line
  );
}

/** True when the comment above a finding names its rule and gives a reason. */
export function suppresses(
  suppression: Suppression,
  item: Pick<Detected, 'file' | 'range' | 'rule'>,
): boolean {
  return suppression.reason !== '' && covers(suppression, item);
}
