import { UsageError } from '../model/usage-error.ts';
import { exists } from '../workspace/exists.ts';
import type { Flags } from './command.ts';

/**
 * An option with several values also takes the paths after it: `--rule finish-auth-params src`.
 * @throws {UsageError} when a value of --rule or --skip-rule is a path
 * @returns warnings where the user may have meant it
 */
export async function swallowedPaths(flags: Flags, paths: readonly string[]): Promise<string[]> {
  const chosen = { '--rule': flags.rule, '--skip-rule': flags.skipRule };
  for (const [option, ids] of Object.entries(chosen)) {
    const path = ids && (await firstPath(ids));
    if (path)
      throw new UsageError(`'${path}' is a path, not a rule. Name paths before ${option}, or after --.`);
  }
  const last = paths.length === 0 && (flags.ignore?.length ?? 0) > 1 ? flags.ignore?.at(-1) : undefined;
  if (last === undefined || !exists(last)) return [];
  return [
    `'${last}' was taken as a glob to ignore. If it is a path to check, name paths before --ignore, or after --.`,
  ];
}

async function firstPath(ids: readonly string[]): Promise<string | undefined> {
  const { allRules } = await import('../pipeline/rules.ts');
  return ids.find((id) => !allRules.some(({ info }) => info.id === id) && exists(id));
}
