import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { throughConstants } from './query-read.ts';

/** Where a person or the environment gives a value. It comes from no callback's query, and none may be made up. */
const inputs: readonly { readonly matches: (declared: Declared) => boolean; readonly what: string }[] = [
  {
    matches: ({ area, member }) => area === 'platform/node' && member === 'question',
    what: 'a prompt in the terminal',
  },
  {
    matches: ({ area, name, member }) => area === 'platform/web' && !member && name === 'prompt',
    what: 'a prompt in the browser',
  },
  { matches: ({ area, member }) => area === 'platform/node' && member === 'argv', what: 'the command line' },
  { matches: ({ area, member }) => area === 'platform/node' && member === 'env', what: 'the environment' },
];

/** What kind of user input an expression reads, in words; undefined when it reads none. */
export function userInput(project: Project, expression: ts.Expression): string | undefined {
  for (let node = throughConstants(project, expression); ; node = throughConstants(project, node)) {
    const name = ts.isPropertyAccessExpression(node) ? node.name : node;
    const declared = declaredAs(symbolOf(project, name));
    const found = declared && inputs.find(({ matches }) => matches(declared));
    if (found) return found.what;
    if (
      ts.isPropertyAccessExpression(node) ||
      ts.isElementAccessExpression(node) ||
      ts.isCallExpression(node)
    ) {
      node = unwrap(node.expression);
    } else if (ts.isAwaitExpression(node)) node = unwrap(node.expression);
    else return undefined;
  }
}
