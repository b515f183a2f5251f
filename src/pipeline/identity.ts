import { originalOffset } from '../edit/apply.ts';
import type { Edit } from '../model/edit.ts';

/** A finding as far as its name goes: which rule, and where. */
interface Placed {
  readonly rule: { readonly id: string };
  readonly file: string;
  readonly offset: number;
}

/**
 * Names each finding by its rule and place, so that a run recognizes it while fixes around it are applied. The
 * fingerprint cannot serve for that: it counts equal lines of a file, and a fix changes how many there are.
 *
 * @param originOf maps an offset of the text that the rules saw to the text on the disk
 */
export function withIds<T extends Placed>(
  items: readonly T[],
  originOf: (file: string, offset: number) => number = (_, offset) => offset,
): (T & { readonly id: string })[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const key = [item.rule.id, item.file, originOf(item.file, item.offset)].join('\0');
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return { ...item, id: `${key}\0${nth}` };
  });
}

/** The edits of one round, by file, and the texts they were made for. */
interface Round {
  readonly texts: ReadonlyMap<string, string>;
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
}

/** Maps places of a changed text back to the text on the disk. */
export class Trail {
  private readonly rounds: Round[] = [];

  record(edits: ReadonlyMap<string, readonly Edit[]>, textBefore: (file: string) => string): void {
    this.rounds.push({
      edits,
      texts: new Map([...edits.keys()].map((file) => [file, textBefore(file)])),
    });
  }

  readonly originOf = (file: string, offset: number): number =>
    this.rounds.reduceRight(
      (at, { texts, edits }) => originalOffset(texts.get(file) ?? '', edits.get(file) ?? [], at),
      offset,
    );
}
