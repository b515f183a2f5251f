/** Which SDK names play which part in the rules. Source: SDK v2 `client/auth.ts`, `client/streamableHttp.ts`, `client/sse.ts`. */

/** Transports whose `finishAuth` redeems the authorization code (SEP-2468). */
export const transportsWithFinishAuth: readonly string[] = [
  'StreamableHTTPClientTransport',
  'SSEClientTransport',
];

export const finishAuthMethod = 'finishAuth';

/** Types that make a value "an MCP transport" when a project declares a structural type of its own around them. */
export const transportTypes: readonly string[] = ['Transport', ...transportsWithFinishAuth];

/** Parameters of the authorization response (RFC 6749 §4.1.2, RFC 9207 §2). */
export const codeParameter = 'code';
export const issuerParameter = 'iss';
