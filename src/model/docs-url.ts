/** Where the page of a rule can be read; the page itself is transforms/<rule>/README.md. */
export function docsUrl(rule: string): string {
  return `https://github.com/mcp-auth-codemod/mcp-auth-codemod/blob/main/transforms/${rule}/README.md`;
}
