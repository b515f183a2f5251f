import type { ts } from '../../../compiler.cjs';

/** What a comment says, without its frame of stars. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** False when it says more than one thing: several sentences or paragraphs, a link, other tags. */
  readonly isOne: boolean;
}

/** The text of `/** … *\/`. */
export function docText(doc: ts.JSDoc): Sentence {
  return within(doc.getSourceFile(), doc.pos + '/**'.length, doc.end - '*/'.length);
}

/** The text after `@returns`, with the type that may stand there. */
export function returnText(tag: ts.JSDocReturnTag): Sentence {
  const file = tag.getSourceFile();
  const from = tag.typeExpression?.end ?? tag.tagName.end;
  return within(file, from, tag.end);
}

/** The text after `@param code -`. */
export function tagText(tag: ts.JSDocParameterTag): Sentence {
  const file = tag.getSourceFile();
  const rest = file.text.slice(tag.name.end, tag.end);
  const [gap = ''] = /^(?:=[^\]]*)?\]?[ \t]*(?:-[ \t]*)?/.exec(rest) ?? [];
  return within(file, tag.name.end + gap.length, tag.end);
}

function within(file: ts.SourceFile, from: number, to: number): Sentence {
  const raw = file.text.slice(from, to);
  const [before = ''] = /^[\s*]*/.exec(raw) ?? [];
  const text = raw.slice(before.length).replace(/[\s*]*(?:\*\/)?$/, '');
  const start = from + before.length;
  return { start, end: start + text.length, text, isOne: isOneSentence(text) };
}

export function isOneSentence(text: string): boolean {
  const isParagraph = !/\n[\s*]*\n/.test(text);
  return isParagraph && !/[.!?:;](?=\s)|@/.test(text);
}

/** Whether a text names the value: by its old name, or by the noun at the end of it (`authorizationCode`: "the code"). */
export function speaksOf(text: string, old: string): boolean {
  const noun = wordsOf(old).at(-1);
  return noun !== undefined && wordsOf(text).includes(noun);
}

const wordsOf = (from: string): string[] =>
  from
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/**
 * Whether a text is a name of the value and nothing else: "the authorization code", "the code from the callback". A remark
 * says what is done as often as what is there: "exchange the code".
 */
export function namesValue(text: string, old: string): boolean {
  const noun = wordsOf(old).at(-1);
  if (noun === undefined) return false;
  const own = wordsOf(old).join(' ');
  const said = wordsOf(text).join(' ');
  if (said === own || said === noun) return true;
  return new RegExp(`^(?:the|an?) (?:\\S+ ){0,2}${noun}(?: (?:from|of|that|which|in) .*)?$`, 'u').test(said);
}

/** The sentence in its place, with the capital and the full stop of the old one. */
export function sentenceIn(old: string, isWidened: boolean): string {
  const sentence = isWidened ? "the callback's query, or the code alone" : "the callback's query";
  const begun = /^\p{Ll}/u.test(old) ? sentence : `T${sentence.slice(1)}`;
  return /[.!?]$/.test(old) ? `${begun}.` : begun;
}
