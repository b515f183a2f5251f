import { moduleNames } from '../analysis/program/component-modules.ts';
import { parse, syntaxErrors } from '../analysis/program/parse.ts';
import type { FileChange } from '../model/edit.ts';
import type { Problem } from '../model/finding.ts';

/** Every rewritten file must parse. One that does not is a bug of the tool and is never written. */
export function verifySyntax(changes: readonly FileChange[]): Problem[] {
  return changes.flatMap((change) => {
    const modules = moduleNames(change.file, change.after);
    const [error] = modules.flatMap((name) => syntaxErrors(parse(name, change.after)));
    if (!error) return [];
    const text = typeof error.messageText === 'string' ? error.messageText : error.messageText.messageText;
    return [{ file: change.file, message: `the rewritten file does not parse: ${text}` }];
  });
}

/** What was written is read again. It must be the planned text, and parse. */
export function verifyWritten(
  changes: readonly FileChange[],
  readBack: (file: string) => string | undefined,
): Problem[] {
  return changes.flatMap((change) => {
    const text = readBack(change.file);
    if (text === change.after) return verifySyntax([change]);
    return [{ file: change.file, message: 'the file on the disk is not what was written' }];
  });
}
