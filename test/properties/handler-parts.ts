/** Functions, constants and imports that generated handlers use. */
export const helperTexts: Readonly<Record<string, readonly string[]>> = {
  isHttp: [
    'function isHttp(value: unknown): value is SdkHttpError {\n  return value instanceof SdkHttpError;\n}',
    'const isHttp = (value: unknown): value is SdkHttpError => SdkHttpError.isInstance(value);',
  ],
  isForbidden: [
    'function isForbidden(value: unknown): boolean {\n  return value instanceof SdkHttpError && value.status === 403;\n}',
    'const isForbidden = (value: unknown) => value instanceof SdkHttpError && value.status === 403;',
    'function isForbidden(value: unknown): boolean {\n  if (!(value instanceof SdkError)) return false;\n  return value.code === SdkErrorCode.ClientHttpForbidden;\n}',
  ],
  isDenied: [
    'function isDenied(value: unknown): boolean {\n  if (!SdkHttpError.isInstance(value)) return false;\n  return value.status === 401 || value.status === 403;\n}',
    'const isDenied = (value: unknown): boolean => value instanceof SdkHttpError && [401, 403].includes(value.status);',
  ],
  isMissing: [
    'function isMissing(value: unknown): boolean {\n  return value instanceof SdkHttpError && value.status === 404;\n}',
  ],
  statusOf: [
    'function statusOf(value: unknown): number | undefined {\n  return value instanceof SdkHttpError ? value.status : undefined;\n}',
    'const statusOf = (value: unknown): number | undefined => (value instanceof SdkHttpError ? value.status : undefined);',
    'function statusOf(value: unknown): number {\n  if (value instanceof SdkHttpError) return value.status;\n  return 0;\n}',
  ],
  mapped: [
    "function mapped(value: unknown): Error {\n  if (value instanceof SdkHttpError && value.status === 403) return new AppError('mapped: denied', 403);\n  return new AppError('mapped: failed');\n}",
    "const mapped = (value: unknown): Error => {\n  if (!(value instanceof SdkHttpError)) return new AppError('mapped: unknown');\n  switch (value.status) {\n    case 401:\n      return new AppError('mapped: login', 401);\n    case 403:\n      return new AppError('mapped: denied', 403);\n    default:\n      return new AppError('mapped: http', value.status);\n  }\n};",
  ],
  explain: [
    "function explain(value: unknown): string {\n  if (value instanceof SdkHttpError) {\n    if (value.status === 403) return 'explained: denied';\n    return 'explained: ' + value.status;\n  }\n  return 'explained: unknown';\n}",
    "function explain(value: unknown): string {\n  if (!isHttp(value)) return 'explained: unknown';\n  return value.status === 403 ? 'explained: denied' : 'explained: http';\n}",
    "const explain = (value: unknown): string =>\n  value instanceof SdkHttpError && value.status === 403 ? 'explained: denied' : String(value);",
  ],
};

const support: Readonly<Record<string, string>> = {
  'note(':
    'export const trace: unknown[] = [];\nconst note = (...values: unknown[]): void => void trace.push(...values);',
  'touch()':
    "let touched = 0;\nconst touch = (): boolean => {\n  note('touched');\n  return touched++ > 0;\n};",
  'retry()': "const retry = (): string => 'tried again';",
  'fail(': 'const fail = async (error: unknown): Promise<string> => {\n  throw error;\n};',
  'attempt(':
    "const attempt = async (error: unknown): Promise<string> => {\n  note('attempt');\n  throw error;\n};",
  'clientOf(':
    'const clientOf = (error: unknown): Client =>\n  ({ listTools: () => Promise.reject(error) }) as unknown as Client;',
  'AppError(':
    'class AppError extends Error {\n  constructor(\n    text: string,\n    readonly status?: number,\n  ) {\n    super(text);\n  }\n}',
  'FORBIDDEN.': 'const FORBIDDEN: readonly number[] = [401, 403];',
  'CODES.':
    'const CODES = new Set<string>([SdkErrorCode.ClientHttpForbidden, SdkErrorCode.ClientHttpNotImplemented]);',
  'Outcome.': 'export enum Outcome {\n  Done,\n  Denied,\n  Failed,\n}',
  EXIT_: 'const EXIT_DENIED = 77;\nconst EXIT_FAILED = 1;',
  HINTS:
    "const HINTS: Record<string, string> = { [SdkErrorCode.ClientHttpForbidden]: 'hint 403', [SdkErrorCode.RequestTimeout]: 'hint late' };",
  'LABELS.': "const LABELS = new Map<number, string>([\n  [401, 'label 401'],\n  [403, 'label 403'],\n]);",
  'TEXTS[': "const TEXTS: Record<number, string> = { 401: 'text 401', 403: 'text 403' };",
};

/** Imports and whatever else the handler names. */
export function assemble(handler: string, helpers: readonly string[]): string {
  const own = [...helpers, handler].join('\n\n');
  const used = Object.entries(support).flatMap(([name, text]) =>
    own.includes(name) || (name === 'note(' && /touch\(\)|attempt\(/.test(own)) ? [text] : [],
  );
  const all = [...used, own].join('\n\n');
  const names = [
    'Client',
    'OAuthClientFlowError',
    'SdkError',
    'SdkErrorCode',
    'SdkHttpError',
    'UnauthorizedError',
  ].filter((name) => new RegExp(`\\b${name}\\b(?!')`).test(all));
  // Without an import a file says nothing of the SDK.
  if (names.length === 0) names.push('SdkHttpError');
  const line = `import { ${names.join(', ')} } from '@modelcontextprotocol/client';\n\n`;
  return `${line}${all}\n`;
}

/** Where a handler leaves its verdict, and how it is read there: by code that may try again. */
export const carriers: readonly {
  readonly made: string;
  readonly set: (value: string) => string;
  readonly read: string;
}[] = [
  { made: "let health: string = 'new';", set: (value) => `health = ${value};`, read: 'health' },
  {
    made: "const link: { health: string } = { health: 'new' };",
    set: (value) => `link.health = ${value};`,
    read: 'link.health',
  },
  {
    made: 'const states = new Map<string, string>();',
    set: (value) => `states.set('one', ${value});`,
    read: "states.get('one')",
  },
  {
    made: "class Link {\n  #health: string = 'new';\n  mark(health: string): void {\n    this.#health = health;\n  }\n  get health(): string {\n    return this.#health;\n  }\n}\nconst link = new Link();",
    set: (value) => `link.mark(${value});`,
    read: 'link.health',
  },
  {
    made: 'let kept: { verdict: string } | undefined;\nconst keep = (verdict: string): void => {\n  kept = { verdict };\n};',
    set: (value) => `keep(${value});`,
    read: 'kept?.verdict',
  },
];
