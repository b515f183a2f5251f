import type { Analysis } from './analyze.ts';
import type { Detected } from './detected.ts';
import { withIds } from './identity.ts';

/**
 * What the rules will say about pending findings after the upgrade. The rules look at the same texts, with every import of the
 * SDK leading to v2. That costs a second analysis, so it is done only where a pending finding is reported.
 *
 * @param changed the texts of `left` that differ from those on the disk when the run began
 * @returns nothing for a finding whose place v2 judges by something that only the upgrade writes
 */
export function outlooksOf(
  left: readonly Detected[],
  changed: ReadonlyMap<string, string>,
  { asUpgraded }: Pick<Analysis, 'asUpgraded'>,
): ReadonlyMap<Detected, Detected> {
  if (!left.some(({ pending, isElsewhere }) => pending && isElsewhere !== true)) return new Map();
  const upgraded = new Map(withIds(asUpgraded(changed)).map((item) => [item.id, item]));
  return new Map(
    withIds(left).flatMap(({ id, pending }, at) => {
      const after = pending ? upgraded.get(id) : undefined;
      return after ? [[left[at]!, after] as const] : [];
    }),
  );
}
