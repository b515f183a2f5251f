/**
 * Lists by name of many files as one. The lists of a name are joined when it is asked for: most programs ask for few. Who asks for
 * many would go through all files for each, so from then on all are joined.
 */
export class ByName<V> {
  private readonly parts: readonly ReadonlyMap<string, readonly V[]>[];
  private readonly joined = new Map<string, readonly V[]>();
  private whole: ReadonlyMap<string, readonly V[]> | undefined;

  constructor(parts: readonly ReadonlyMap<string, readonly V[]>[]) {
    this.parts = parts.filter(({ size }) => size > 0);
  }

  get(name: string): readonly V[] | undefined {
    if (this.whole) return this.whole.get(name);
    const known = this.joined.get(name) ?? this.parts.flatMap((part) => part.get(name) ?? []);
    this.joined.set(name, known);
    if (this.joined.size > few) this.whole = joinedMaps(this.parts);
    return known.length > 0 ? known : undefined;
  }

  /** Everything, sorted by the first place of each name. */
  all(): readonly V[] {
    const names = new Set(this.parts.flatMap((part) => [...part.keys()]));
    return [...names].flatMap((name) => this.get(name) ?? []);
  }
}

/** So many names are joined one by one. */
const few = 100;

function joinedMaps<V>(
  parts: readonly ReadonlyMap<string, readonly V[]>[],
): ReadonlyMap<string, readonly V[]> {
  const all = new Map<string, V[]>();
  for (const part of parts)
    for (const [name, values] of part) {
      const known = all.get(name);
      if (known) known.push(...values);
      else all.set(name, [...values]);
    }
  return all;
}
