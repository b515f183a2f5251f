import { applyEdits, groupByFile, overlaps } from '../edit/apply.ts';
import type { ChangeSet, Edit, FileChange } from '../model/edit.ts';
import { type Detected, editsOf, type Refused, refused } from './detected.ts';
import { Trail, withIds } from './identity.ts';
import { kindOf, Progress } from './progress.ts';
import { type Section, sectionsOf } from './sections.ts';

/** What a run would write, which findings that fixes, and what the rules find afterwards. */
export interface Plan {
  readonly changes: readonly FileChange[];
  /** The same, change set by change set, in an order in which they can be made. */
  readonly sections: readonly Section[];
  /** Ids of the findings that are fixed. */
  readonly fixed: ReadonlySet<string>;
  /** Those whose assumption the other fixes made true: they were safe by the time they were written. */
  readonly met: ReadonlySet<string>;
  /** What is found in the changed texts. Where this run could have written a fix, {@link withheld} says why it did not. */
  readonly left: readonly Detected[];
  /** Finding id → why its fix is not written, though this run could write it. */
  readonly withheld: ReadonlyMap<string, Refused>;
  /** What the rules find when only some of the changes are made. */
  readonly leftAfter: (changes: readonly FileChange[]) => readonly Detected[];
}

/** Why this run must not fix a finding, or undefined. `textOf` gives the texts in which the finding was seen. */
export type Withhold = (item: Detected, textOf: (file: string) => string) => Refused | undefined;

export interface PlanOptions {
  readonly unsafe: boolean;
  readonly withhold: Withhold;
}

type Texts = ReadonlyMap<string, string>;
type Look = (texts: Texts) => readonly Detected[];

/** The plan that writes nothing. */
export const planNothing = (found: readonly Detected[]): Plan => ({
  changes: [],
  sections: [],
  fixed: new Set(),
  met: new Set(),
  left: found,
  withheld: new Map(),
  leftAfter: () => found,
});

/** After this many attempts, in each of which something did not settle, nothing is written. */
const maxAttempts = 4;

/**
 * Applies change sets, each whole, then looks again at the changed text, until it finds nothing more to write. Change sets
 * that overlap take turns over these rounds, and one fix may make another one safe. So one run reaches the end state.
 * Fixes that never settle are withheld.
 *
 * @param texts may gain files while `look` runs
 */
export function plan(found: readonly Detected[], texts: Texts, options: PlanOptions, look: Look): Plan {
  const endless = new Set<string>();
  for (let attempt = 1; ; attempt++) {
    const isEndless = (item: Detected) =>
      attempt > maxAttempts || endless.has(kindOf(item)) || endless.has(item.id);
    const withhold: Withhold = (item, textOf) =>
      options.withhold(item, textOf) ?? (isEndless(item) ? refused('not-settled') : undefined);
    const result = attemptPlan(found, texts, { ...options, withhold }, look);
    if (result.endless.size === 0) return result;
    for (const kind of result.endless) endless.add(kind);
  }
}

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
  const sections: Section[] = [];
  const progress = new Progress();
  let endless: ReadonlySet<string> = new Set();
  let withheld = new Map<string, Refused>();
  let items = found;
  for (;;) {
    withheld = new Map();
    const wanted: { readonly item: Detected; readonly set: ChangeSet }[] = [];
    for (const item of items) {
      const edits = editsOf(item, unsafe);
      const reason = edits && withhold(item, textOf);
      if (reason) withheld.set(item.id, reason);
      else if (edits) wanted.push({ item, set: { id: item.id, edits } });
    }
    if (wanted.length === 0) break;
    // A fix without edits would be found again forever; the others of its kind are none the worse for it.
    const empty = wanted.filter(({ set }) => set.edits.length === 0);
    endless = new Set([
      ...empty.map(({ set }) => set.id),
      ...progress.stalled(
        items,
        wanted.map(({ item }) => item),
      ),
    ]);
    if (endless.size > 0) break;
    const accepted = withoutOverlaps(wanted);
    const edits = groupByFile(accepted.flatMap(({ set }) => set.edits));
    trail.record(edits, textOf);
    sections.push(
      ...sectionsOf(
        accepted.map(({ set }) => set),
        textOf,
      ),
    );
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
    sections,
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

/** Two change sets may share an edit, such as an import: that one is applied once and does not collide. */
function collide(a: Edit, b: Edit): boolean {
  const same = a.file === b.file && a.start === b.start && a.end === b.end && a.text === b.text;
  return !same && (overlaps(a, b) || declareTheSame(a, b));
}

/** Both import a name, one of them in the place of an import that it leaves unused: it would be declared twice. */
function declareTheSame(a: Edit, b: Edit): boolean {
  if (a.file !== b.file) return false;
  const names = importedBy(b);
  return names.length > 0 && importedBy(a).some((name) => names.includes(name));
}

/** The names of `import { OAuthError, Code as McpCode } from …`, as the file calls them; the same for `require()`. */
function importedBy({ text }: Edit): readonly string[] {
  const [, list = ''] = /^\s*(?:import|const)\s*\{([^}]*)\}/.exec(text) ?? [];
  return list.split(',').flatMap(
    (each) =>
      each
        .trim()
        .split(/\s+as\s+|\s*:\s*/)
        .at(-1) || [],
  );
}
