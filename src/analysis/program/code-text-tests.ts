/** A text without its comments. What a string holds behind `//` is lost, too. */
export const withoutComments = (code: string): string => code.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ');

/** Whether a text matches, or would without the comments that may stand between any two words. */
export const matchesCode = (pattern: RegExp, code: string): boolean =>
  pattern.test(code) || (code.includes('/') && pattern.test(withoutComments(code)));
