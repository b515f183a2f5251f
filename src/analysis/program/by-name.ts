/** Lists by name of many files as one: the lists of a name are joined when it is asked for, so no map of all names is built. */
export class ByName<V> {
  private readonly parts: readonly ReadonlyMap<string, readonly V[]>[];
  private readonly joined = new Map<string, readonly V[]>();

  constructor(parts: readonly ReadonlyMap<string, readonly V[]>[]) {
    this.parts = parts.filter(({ size }) => size > 0);
  }

  get(name: string): readonly V[] | undefined {
    const known = this.joined.get(name) ?? this.parts.flatMap((part) => part.get(name) ?? []);
    this.joined.set(name, known);
    return known.length > 0 ? known : undefined;
  }

  /** Everything, sorted by the first place of each name. */
  all(): readonly V[] {
    const names = new Set(this.parts.flatMap((part) => [...part.keys()]));
    return [...names].flatMap((name) => this.get(name) ?? []);
  }
}
