import type { ts } from '../../../compiler.cjs';
import type { Migration } from './migration.ts';

/** Groups of migrations of which one wants the whole query at an expression where another wants the code. */
export function crossing(all: readonly Migration[]): Migration[][] {
  const groups = new Map(all.map((migration) => [migration, [migration]]));
  const whole = new Map<ts.Node, Migration[]>();
  for (const migration of all) {
    for (const node of migration.lifted ? migration.whole : []) {
      whole.set(node, [...(whole.get(node) ?? []), migration]);
    }
  }
  for (const migration of all) {
    for (const node of migration.lifted ? migration.reduced : []) {
      for (const other of whole.get(node) ?? []) join(groups, migration, other);
    }
  }
  return [...new Set(groups.values())];
}

function join(groups: Map<Migration, Migration[]>, a: Migration, b: Migration): void {
  const [one, two] = [groups.get(a) ?? [], groups.get(b) ?? []];
  if (one === two) return;
  const joined = [...one, ...two];
  for (const each of joined) groups.set(each, joined);
}
