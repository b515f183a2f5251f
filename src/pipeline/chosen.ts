import { UsageError } from '../model/usage-error.ts';
import type { Detected } from './detected.ts';

/**
 * The ids of the findings that fingerprints name. The beginning of a fingerprint will do.
 * @throws {UsageError} when one names no finding, several, or one without a fix
 */
export function chosen(fingerprints: readonly string[], found: readonly Detected[]): ReadonlySet<string> {
  return new Set(fingerprints.map((fingerprint) => named(fingerprint, found).id));
}

function named(fingerprint: string, found: readonly Detected[]): Detected {
  const [item, ...more] = found.filter((each) => each.fingerprint.startsWith(fingerprint));
  if (!item || fingerprint === '')
    throw new UsageError(
      `No finding has the fingerprint '${fingerprint}'. A dry run and --format json name them; they change when the line of the finding changes.`,
    );
  if (more.length > 0)
    throw new UsageError(`'${fingerprint}' names ${more.length + 1} findings. Give more of the fingerprint.`);
  if (item.pending)
    throw new UsageError(
      `The finding '${fingerprint}' (${item.rule.id}) is pending: its fix would break the code before the upgrade. Upgrade the SDK first.`,
    );
  if (item.isElsewhere)
    throw new UsageError(
      `The finding '${fingerprint}' (${item.rule.id}) has no step in a file that changed. Leave out --since and --staged to write its fix.`,
    );
  if (item.fix.level === 'none')
    throw new UsageError(`The finding '${fingerprint}' (${item.rule.id}) has no fix that could be written.`);
  return item;
}
