const roles = {
  error: [1, 31],
  warning: [1, 33],
  info: [1, 34],
  fixed: [1, 32],
  strong: [1],
  faint: [2],
  location: [36],
  removed: [31],
  added: [32],
} as const;

export type Role = keyof typeof roles;
/** How text looks on a terminal of a width. */
export interface Style {
  (role: Role, text: string): string;
  /** In columns. */
  readonly width: number;
}

const defaultWidth = 110;
const leastWidth = 40;

/** The only code that writes escape sequences (ECMA-48 SGR). */
export function createStyle(color: boolean, width = defaultWidth): Style {
  const paint = (role: Role, text: string): string =>
    color && text !== '' ? `\x1b[${roles[role].join(';')}m${text}\x1b[0m` : text;
  return Object.assign(paint, { width: Math.max(leastWidth, width) });
}
