import { realpathSync } from 'node:fs';
import path from 'node:path';
import { inspect } from './content.ts';
import { isComponentName, refusedName } from './file-names.ts';
import { explain } from './io-errors.ts';
import { readSource } from './read.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** One file that another runner (jscodeshift) processes, with what the analysis may ask about its project. */
export type Single = { readonly file: string; readonly workspace: Workspace } | { readonly refused: string };

/**
 * Opens the project around one file.
 *
 * @param given path of the file, absolute or relative to the working directory
 * @param text what the other runner read: it must equal the file on the disk
 */
export function openSingle(given: string, text: string): Single {
  const absolute = path.resolve(given);
  const name = refusedName(absolute);
  if (name !== undefined) return { refused: name };
  if (isComponentName(absolute))
    return {
      refused: 'is a component. Run mcp-auth-codemod itself: jscodeshift is for JavaScript and TypeScript',
    };
  try {
    const verdict = inspect(absolute);
    if (verdict !== 'source') return { refused: `is ${verdict}` };
    const file = path.join(realpathSync(path.dirname(absolute)), path.basename(absolute));
    const source = readSource(file);
    if ('problem' in source) return { refused: source.problem };
    if (source.text !== text) return { refused: 'changed while it was read. Run again.' };
    return { file, workspace: openWorkspace(process.cwd(), { files: [file] }) };
  } catch (error) {
    return { refused: explain('cannot be read', error) };
  }
}
