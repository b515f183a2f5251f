/** Where our own declarations live in the program; no path of a user starts so. */
export const sdkRoot = '/__mcp-auth-codemod__/';
