import { closest } from '../model/closest.ts';
import { UsageError } from '../model/usage-error.ts';
import { exists } from '../workspace/exists.ts';

const commands = ['explain', 'rules', 'merge-reports'] as const;

/**
 * A command with a typing error is read as a path.
 * @throws {UsageError} when the first path does not exist and looks like a command
 */
export function mistakenCommand([first]: readonly string[]): void {
  if (first === undefined || exists(first) || !/^[a-z-]+$/i.test(first)) return;
  const command = closest(first.toLowerCase(), commands);
  if (command)
    throw new UsageError(
      `'${first}' is neither a path nor a command. Did you mean mcp-auth-codemod ${command}?`,
    );
}
