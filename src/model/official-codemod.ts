/** The SDK's own migration tool, which goes first. Tried with `@modelcontextprotocol/codemod` 2.3.1. */
export const officialCodemod = {
  command: 'npx @modelcontextprotocol/codemod@latest v1-to-v2 .',
  /** It leaves this word in a comment where a person has to decide. */
  marker: '@mcp-codemod-error',
} as const;
