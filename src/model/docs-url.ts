import { tool } from '../tool.ts';

export const repositoryUrl = 'https://github.com/mcp-auth-codemod/mcp-auth-codemod';

/** The address of a file of the repository, in the state that this version was published from. */
export function repositoryPage(path: string): string {
  return `${repositoryUrl}/blob/v${tool.version}/${path}`;
}

/** Where to read the page of a rule. */
export function docsUrl(rule: string): string {
  return repositoryPage(`transforms/${rule}/README.md`);
}
