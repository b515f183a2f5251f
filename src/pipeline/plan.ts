import { applyEdits, groupByFile, overlaps } from '../edit/apply.ts';
import type { ChangeSet, Edit, FileChange } from '../model/edit.ts';
import { type Detected, editsOf, type Refused, refused } from './detect.ts';
import { Trail, withIds } from './identity.ts';

/** What a run would write, the findings it answers by that, and what the rules find afterwards. */
export interface Plan {
  readonly changes: readonly FileChange[];
  /** Ids of the findings that are fixed. */
  readonly fixed: ReadonlySet<string>;
  /** Those of them whose assumption became true by the other fixes, so that they were safe when they were written. */
  readonly met: ReadonlySet<string>;
  /** What is found in the changed texts: every fix of it that this run may write is in {@link withheld}. */
  readonly left: readonly Detected[];
  /** Why a fix that this run may write is not written, by the id of its finding. */
  readonly withheld: ReadonlyMap<string, Refused>;
  /** What is found when only some of the changes are made. */
  readonly leftAfter: (changes: readonly FileChange[]) => readonly Detected[];
}

/** Why a finding may not be fixed in this run, given the text of its file in which it was seen; undefined when it may. */
export type Withhold = (item: Detected, text: string) => Refused | undefined;

export interface PlanOptions {
  readonly unsafe: boolean;
  readonly withhold: Withhold;
}

type Texts = ReadonlyMap<string, string>;
type Look = (texts: Texts) => readonly Detected[];

/** A fix may need others before it; more rounds than this mean that two fixes undo each other. */
const maxRounds = 8;

/** The plan that writes nothing. */
export const planNothing = (found: readonly Detected[]): Plan => ({
  changes: [],
  fixed: new Set(),
  met: new Set(),
  left: found,
  withheld: new Map(),
  leftAfter: () => found,
});

/**
 * Applies the change sets whole, first come first served, and looks again at the changed text, until nothing is found
 * there that may be written: what overlaps waits for that look, and a fix may make another one safe. So one run reaches
 * the end state. Fixes that come to no end are withheld.
 *
 * @param texts may gain files while `look` works
 */
export function plan(found: readonly Detected[], texts: Texts, options: PlanOptions, look: Look): Plan {
  const endless = new Set<string>();
  const withhold: Withhold = (item, text) =>
    options.withhold(item, text) ?? (endless.has(kindOf(item)) ? refused('not-settled') : undefined);
  for (;;) {
    const attempt = attemptPlan(found, texts, { ...options, withhold }, look);
    if (attempt.endless.size === 0) return attempt;
    for (const kind of attempt.endless) endless.add(kind);
  }
}

const kindOf = (item: Detected): string => `${item.rule.id}\0${item.file}`;

function attemptPlan(
  found: readonly Detected[],
  texts: Texts,
  { unsafe, withhold }: PlanOptions,
  look: Look,
): Plan & { readonly endless: ReadonlySet<string> } {
  const current = new Map(texts);
  const textOf = (file: string): string => current.get(file) ?? texts.get(file) ?? '';
  const trail = new Trail();
  const fixed = new Set<string>();
  const met = new Set<string>();
  const suggested = new Set(found.filter(({ fix }) => fix.level === 'suggested').map(({ id }) => id));
  const touchedBy = new Map<string, Set<string>>();
  const endless = new Set<string>();
  let withheld = new Map<string, Refused>();
  let items = found;
  for (let round = 0; ; round++) {
    withheld = new Map();
    const wanted: { readonly item: Detected; readonly set: ChangeSet }[] = [];
    for (const item of items) {
      const edits = editsOf(item, unsafe);
      const reason = edits && withhold(item, textOf(item.file));
      if (reason) withheld.set(item.id, reason);
      else if (edits) wanted.push({ item, set: { id: item.id, edits } });
    }
    if (wanted.length === 0) break;
    // A fix without an edit would be found again and again.
    for (const { item, set } of wanted)
      if (round >= maxRounds || set.edits.length === 0) endless.add(kindOf(item));
    if (endless.size > 0) break;
    const accepted = withoutOverlaps(wanted);
    const edits = groupByFile(accepted.flatMap(({ set }) => set.edits));
    trail.record(edits, textOf);
    for (const [file, own] of edits) current.set(file, applyEdits(textOf(file), own));
    for (const { item, set } of accepted) {
      fixed.add(set.id);
      if (item.fix.level === 'safe' && suggested.has(set.id)) met.add(set.id);
      for (const { file } of set.edits) touchedBy.set(file, (touchedBy.get(file) ?? new Set()).add(set.id));
    }
    items = withIds(look(current), trail.originOf);
  }
  for (const { id } of items) fixed.delete(id);
  const changes = [...touchedBy].map(([file, ids]) => ({
    file,
    before: texts.get(file) ?? '',
    after: textOf(file),
    changeSets: [...ids],
  }));
  return {
    changes: changes.sort((a, b) => (a.file < b.file ? -1 : 1)),
    fixed,
    met,
    left: items,
    withheld,
    leftAfter: (kept) => {
      const changed = new Map(kept.map(({ file, after }) => [file, after]));
      return withIds(look(new Map([...texts, ...changed])), (file, offset) =>
        changed.has(file) ? trail.originOf(file, offset) : offset,
      );
    },
    endless,
  };
}

/** What the edits of one change set make of the texts. */
export function changesOf(edits: readonly Edit[], texts: Texts, changeSets: readonly string[]): FileChange[] {
  return [...groupByFile(edits)].map(([file, own]) => {
    const before = texts.get(file) ?? '';
    return { file, before, after: applyEdits(before, own), changeSets };
  });
}

function withoutOverlaps<T extends { readonly set: ChangeSet }>(wanted: readonly T[]): T[] {
  const taken: Edit[] = [];
  return wanted.filter(({ set }) => {
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
