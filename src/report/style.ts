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
export type Style = (role: Role, text: string) => string;

/** The only code that writes escape sequences (ECMA-48 SGR). */
export function createStyle(color: boolean): Style {
  if (!color) return (_, text) => text;
  return (role, text) => (text === '' ? '' : `\x1b[${roles[role].join(';')}m${text}\x1b[0m`);
}
