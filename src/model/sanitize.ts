/**
 * What a terminal acts on and a reader does not see: control characters, bidirectional overrides (CVE-2021-42574),
 * invisible characters, line separators, tags, lone surrogates. U+200D and U+200C stay: scripts and emoji need them.
 */
const unsafe =
  /[\0-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/gu;

/** Makes untrusted text (source, file names, messages) safe for one line of output: `\x1b`, `\u202e`. */
export function sanitize(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.codePointAt(0)!;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${code.toString(16)}` : `\\u{${code.toString(16)}}`;
  });
}

/** A text in one safe line. */
export const plainLine = (text: string): string => sanitizeLines(text).join(' ');

/** Like {@link sanitize}, for a text of several lines, such as a compiler message. */
export function sanitizeLines(text: string): string[] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => sanitize(line.replaceAll('\t', '  ')));
}

/**
 * JSON in which unsafe characters are escaped: the same document for every parser (RFC 8259 section 7), and harmless in
 * a terminal. Two spaces of indentation, one newline at the end.
 */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(unsafe, (text) => (text === '\n' ? text : jsonEscape(text)))}\n`;
}

function jsonEscape(text: string): string {
  return text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
