import type { ts } from 'ts-morph';

/** Where our own declarations live in the program; no path of a user starts so. */
export const sdkRoot = '/__mcp-auth-codemod__/';

/** True for what this tool declares itself: the language, the platforms, the SDK. */
export function isBundledDeclaration(node: ts.Node): boolean {
  return node.getSourceFile().fileName.startsWith(sdkRoot);
}
