import { repositoryPage } from '../model/docs-url.ts';
import type { Edit } from '../model/edit.ts';
import type { Range } from '../model/finding.ts';
import type { RuleInfo } from '../model/report.ts';
import { type Detected, editsOf, type Refused, refused } from './detected.ts';
import { type Span, touches, underComment } from './protected-text.ts';
import { type Comment, codeBelow, commentsIn, isInHead } from './suppression-comments.ts';

/** A comment `// mcp-auth-codemod-ignore-next-line <rule>, <rule> -- <reason>`, or one that was meant to be one. */
export interface Suppression {
  readonly file: string;
  /** Of the comment. */
  readonly range: Range;
  readonly text: string;
  /** Undefined when the comment cannot be read. */
  readonly form: 'next-line' | 'file' | undefined;
  readonly rules: readonly string[];
  readonly reason: string;
  /** False for a comment for the whole file that does not stand in its head. */
  readonly isInPlace: boolean;
  /** The next line of code, from 1; undefined for the whole file, and at its end. */
  readonly line: number | undefined;
  /** What no fix may change, whatever is wrong with the comment. */
  readonly protects: readonly Span[];
}

/** The rule id of findings about the suppressions themselves. */
export const suppressionRule: RuleInfo = {
  id: 'suppression',
  severity: 'warning',
  summary: 'a suppression that is unused, cannot be read, names no known rule or gives no reason',
  docs: `${repositoryPage('docs/options.md')}#suppressing-a-finding`,
  obligations: [],
};

const form = /^mcp-auth-codemod-ignore-(next-line|file)(?=\s|$)\s*(.*)$/;
const ruleList = /^[\w-]+(?:\s*,\s*[\w-]+)*$/;

/** Reading parses, and a run reads the same text once for each fix. */
const lastRead = new Map<string, { readonly text: string; readonly found: readonly Suppression[] }>();

export function readSuppressions(file: string, text: string): readonly Suppression[] {
  const last = lastRead.get(file);
  if (last?.text === text) return last.found;
  const found = commentsIn(file, text).map((comment) => readComment(file, comment));
  if (found.length > 0) lastRead.set(file, { text, found });
  return found;
}

function readComment(file: string, comment: Comment): Suppression {
  const { source, start, end, text } = comment;
  const at = (offset: number) => {
    const { line, character } = source.getLineAndCharacterOfPosition(offset);
    return { line: line + 1, column: character + 1 };
  };
  const [, kind, rest = ''] = form.exec(text) ?? [];
  const [, names = '', reason = ''] = /^(.*?)(?:(?:^|\s)--\s*(.*))?$/.exec(rest) ?? [];
  const isReadable = kind !== undefined && (names === '' || ruleList.test(names));
  const inHead = isInHead(comment);
  const { below } = codeBelow(comment);
  // A comment for the whole file, or one in its head that may have been meant so.
  const isWide = kind === 'file' || (!isReadable && inHead);
  return {
    file,
    range: { start: at(start), end: at(end) },
    text,
    form: isReadable ? (kind as 'next-line' | 'file') : undefined,
    rules: isReadable
      ? names
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean)
      : [],
    reason: reason.trim(),
    isInPlace: kind !== 'file' || inHead,
    line: kind === 'file' || below === undefined ? undefined : at(below).line,
    protects: isWide ? [{ start: -1, end: Number.POSITIVE_INFINITY }] : underComment(comment),
  };
}

type Placed = Pick<Detected, 'file' | 'range' | 'rule'>;

/** Whether a comment names the rule of a finding and stands above it, or above its file. */
function covers(comment: Suppression, { file, range, rule }: Placed): boolean {
  if (comment.file !== file || !comment.rules.includes(rule.id)) return false;
  return comment.form === 'file' ? comment.isInPlace : comment.line === range.start.line;
}

/** Whether the finding is suppressed: a comment covers it and gives a reason. */
export function suppresses(comment: Suppression, item: Placed): boolean {
  return comment.reason !== '' && covers(comment, item);
}

/**
 * Why a fix must not be written because of a comment, or undefined. Nothing is written under one, also when it names another
 * rule, stands above another step of the fix, or cannot be read.
 *
 * @param textOf the texts for which the fix was made
 */
export function heldBySuppression(
  item: Detected,
  textOf: (file: string) => string,
  nameOf: (file: string) => string,
): Refused | undefined {
  const edits: readonly Edit[] = editsOf(item, true) ?? [];
  const files = new Set([item.file, ...edits.map(({ file }) => file)]);
  const comments = [...files].flatMap((file) => readSuppressions(file, textOf(file)));
  if (comments.some((comment) => comment.reason === '' && covers(comment, item)))
    return refused('suppression-without-reason');
  const [held] = comments.filter(
    (comment) =>
      covers(comment, item) ||
      edits.some((edit) => edit.file === comment.file && touches(edit, comment.protects)),
  );
  return held && refused('under-suppression', `It is ${nameOf(held.file)}:${held.range.start.line}.`);
}

export interface Judged {
  /** The ids of all rules. */
  readonly known: readonly string[];
  /** Those of them that ran. */
  readonly chosen: readonly string[];
  readonly found: readonly Placed[];
}

const howTo = 'Write // mcp-auth-codemod-ignore-next-line <rule>, <rule> -- <reason>.';
const whichRules = '`mcp-auth-codemod rules` lists the rules.';

/** What is wrong with a suppression. Rules that did not run are not judged. */
export function faultsOf(comment: Suppression, { known, chosen, found }: Judged): readonly string[] {
  const { form: kind, rules, reason, isInPlace } = comment;
  if (kind === undefined)
    return [`This comment begins like a suppression but cannot be read, so it has no effect. ${howTo}`];
  if (rules.length === 0) return [`This suppression names no rule. ${howTo} ${whichRules}`];
  const unknown = rules
    .filter((rule) => !known.includes(rule))
    .map((rule) => `This suppression names ${rule}, which is not a rule. ${whichRules}`);
  const judged = rules.filter((rule) => chosen.includes(rule));
  if (judged.length === 0) return unknown;
  if (!isInPlace)
    return [
      ...unknown,
      'This suppression is for the whole file but has no effect below the first statement. Move it to the top of the file.',
    ];
  if (reason === '')
    return [
      ...unknown,
      'This suppression gives no reason, so it has no effect. Add `-- <why this is right>`.',
    ];
  const unused = judged.filter(
    (id) => !found.some((item) => item.rule.id === id && suppresses(comment, item)),
  );
  if (unused.length === 0) return unknown;
  const where = kind === 'file' ? 'in this file' : 'on the next line of code';
  const rest = unused.length === rules.length ? 'Remove the comment.' : 'Remove the rule from the comment.';
  return [
    ...unknown,
    `This suppression is unused: ${unused.join(' and ')} ${unused.length === 1 ? 'finds' : 'find'} nothing ${where}. ${rest}`,
  ];
}
