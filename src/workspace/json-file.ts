import { readFileSync } from 'node:fs';
import { UsageError } from '../model/usage-error.ts';

/**
 * The value in a JSON file that the user named.
 * @param name what messages call the file
 * @throws {UsageError} when it cannot be read or is not JSON
 */
export function readJsonFile(file: string, name: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'ENOENT' ? `${name} does not exist.` : `${name} cannot be read: ${message}`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name} is not valid JSON: ${(error as Error).message}`);
  }
}
