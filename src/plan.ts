import type { Detected } from './detect.ts';
import { changeSetOf } from './detect.ts';
import { applyEdits, groupByFile, overlaps } from './edit/apply.ts';
import type { ChangeSet, Edit, FileChange } from './model/edit.ts';
import { type Refusal, refusals } from './model/refusals.ts';

/** What a run would write, and the findings it answers by that. */
export interface Plan {
  readonly changes: readonly FileChange[];
  /** Fingerprints of the findings that are fixed. */
  readonly fixed: ReadonlySet<string>;
  /** Those of them whose assumption became true by the other fixes, so that they were safe when they were written. */
  readonly met: ReadonlySet<string>;
}

/** Whether a finding may be fixed, given the text of its file in which it was seen. */
export type Wanted = (item: Detected, text: string) => boolean;

export interface PlanOptions {
  readonly unsafe: boolean;
  readonly wanted: Wanted;
}

/** Fixes that overlap are settled by looking again at the changed text; more rounds than this mean two fixes undo each other. */
const maxRounds = 8;

/**
 * Applies the change sets whole, first come first served. What overlaps waits for a second look at the changed text,
 * so that one run reaches the end state.
 *
 * @param texts may gain files while `analyseAgain` works
 */
export function plan(
  found: readonly Detected[],
  texts: ReadonlyMap<string, string>,
  options: PlanOptions,
  analyseAgain: (texts: ReadonlyMap<string, string>) => readonly Detected[],
): Plan {
  const current = new Map(texts);
  const fixed = new Set<string>();
  const touchedBy = new Map<string, Set<string>>();
  const safe = new Set<string>();
  let items = found;
  for (let round = 0; round < maxRounds; round++) {
    const wanted = items.flatMap((item) =>
      options.wanted(item, current.get(item.file) ?? '') ? (changeSetOf(item, options.unsafe) ?? []) : [],
    );
    const accepted = withoutOverlaps(wanted);
    if (accepted.length === 0) break;
    for (const [file, edits] of groupByFile(accepted.flatMap((set) => set.edits))) {
      current.set(file, applyEdits(current.get(file) ?? texts.get(file) ?? '', edits));
    }
    for (const { fingerprint, fix } of items) if (fix.level === 'safe') safe.add(fingerprint);
    for (const set of accepted) {
      fixed.add(set.id);
      for (const { file } of set.edits) touchedBy.set(file, (touchedBy.get(file) ?? new Set()).add(set.id));
    }
    if (accepted.length === wanted.length && !items.some((item) => mayChange(item, options))) break;
    items = analyseAgain(current);
  }
  const changes = [...touchedBy].map(([file, ids]) => ({
    file,
    before: texts.get(file) ?? '',
    after: current.get(file) ?? '',
    changeSets: [...ids],
  }));
  const met = found.filter(({ fix, fingerprint }) => fix.level === 'suggested' && safe.has(fingerprint));
  return {
    changes: changes.sort((a, b) => (a.file < b.file ? -1 : 1)),
    fixed,
    met: new Set(met.map(({ fingerprint }) => fingerprint)),
  };
}

/** Its assumption may have become true by the fixes of the others; then it is safe, and a second run would write it. */
function mayChange({ fix }: Detected, { unsafe }: PlanOptions): boolean {
  if (unsafe || fix.level !== 'suggested') return false;
  const { mayBeMet }: Refusal = refusals[fix.assumes];
  return mayBeMet === true;
}

function withoutOverlaps(sets: readonly ChangeSet[]): ChangeSet[] {
  const taken: Edit[] = [];
  return sets.filter((set) => {
    if (set.edits.some((edit) => taken.some((other) => collide(edit, other)))) return false;
    taken.push(...set.edits);
    return true;
  });
}

/** Two change sets may bring the very same edit, such as an import: that one is applied once. */
function collide(a: Edit, b: Edit): boolean {
  const same = a.file === b.file && a.start === b.start && a.end === b.end && a.text === b.text;
  return !same && overlaps(a, b);
}
