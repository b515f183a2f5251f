/** How often a cycle is evaluated before it is taken as it is. */
const maxPasses = 8;

interface Frame<V> {
  readonly depth: number;
  found: readonly V[];
}

/**
 * Remembers one answer per key, where answers may depend on each other in a cycle. A cycle is evaluated until its answers no
 * longer grow, so they do not depend on the key that was asked first.
 *
 * @param distinct drops values that are equal to an earlier one
 */
export function fixpoint<K extends object, V>(
  distinct: (found: readonly V[]) => readonly V[],
): (key: K, compute: () => readonly V[]) => readonly V[] {
  const settled = new Map<K, readonly V[]>();
  /** Answers that depend on one that is still being computed, with the depth of that one. */
  const open = new Map<K, { readonly found: readonly V[]; readonly low: number }>();
  const running = new Map<K, Frame<V>>();
  /** The depth of the outermost answer that the current one depends on. */
  let low = Number.POSITIVE_INFINITY;

  const passes = (key: K, frame: Frame<V>, compute: () => readonly V[]): number => {
    const outer = low;
    let lowest = Number.POSITIVE_INFINITY;
    for (let pass = 0; pass < maxPasses; pass++) {
      low = Number.POSITIVE_INFINITY;
      const found = distinct([...frame.found, ...compute()]);
      const grown = found.length > frame.found.length;
      frame.found = found;
      lowest = low;
      const isHead = lowest === frame.depth;
      if (!isHead || !grown) break;
      for (const [other, { low: theirs }] of open) if (theirs >= frame.depth) open.delete(other);
    }
    running.delete(key);
    low = Math.min(outer, lowest < frame.depth ? lowest : Number.POSITIVE_INFINITY);
    return lowest;
  };

  return (key, compute) => {
    const before = settled.get(key);
    if (before) return before;
    const current = running.get(key);
    const waiting = open.get(key);
    if (current || waiting) {
      low = Math.min(low, current ? current.depth : (waiting?.low ?? low));
      return current?.found ?? waiting?.found ?? [];
    }
    const frame: Frame<V> = { depth: running.size, found: [] };
    running.set(key, frame);
    const lowest = passes(key, frame, compute);
    if (lowest < frame.depth) open.set(key, { found: frame.found, low: lowest });
    else {
      settled.set(key, frame.found);
      for (const [other, { found, low: theirs }] of open) {
        if (theirs < frame.depth) continue;
        settled.set(other, found);
        open.delete(other);
      }
    }
    return frame.found;
  };
}
