/** Looks up the names and files that were asked for. */
export interface LookUp {
  /** The source files that mention one of the names, and the names that too many files mention: more than `most`, if given. */
  filesMentioning(
    names: readonly string[],
    most?: number,
  ): {
    readonly files: readonly string[];
    readonly tooMany: readonly string[];
  };
  /** True for a file that may be read: source code of the user. */
  isSource(file: string): boolean;
}

/**
 * Which files beyond the relevant ones belong into the program?
 * Asked by every flow that leaves its file: a function may be called in files that name no SDK package.
 * Gives the files that mention a wanted name, over all rounds of one analysis.
 */
export class Asked {
  private readonly relevant: ReadonlySet<string>;
  private readonly found = new Set<string>();
  private readonly answers = new Map<string, boolean>();
  private readonly wantedNames = new Set<string>();
  /** Names that are wanted only when few files mention them. */
  private readonly wantedIfFew = new Set<string>();
  private readonly few = new Map<string, boolean>();
  private readonly wantedFiles = new Set<string>();
  private closed = false;

  constructor(relevant: readonly string[] = []) {
    this.relevant = new Set(relevant);
  }

  /** The files brought in so far, sorted; none of them is a relevant file. */
  get files(): readonly string[] {
    return [...this.found].sort();
  }

  /** The names whose files are not in the program, because too many mention them or too many rounds were needed. */
  get refused(): readonly string[] {
    return [...this.answers].filter(([, answer]) => !answer).map(([name]) => name);
  }

  /** True when no further round is allowed: new names are then refused. */
  get exhausted(): boolean {
    return this.closed;
  }

  /**
   * Asks for every file that mentions the name.
   * @returns false when files are known to be missing; true when all are there, or will be in the next round
   */
  name(name: string): boolean {
    const known = this.answers.get(name);
    if (known !== undefined) return known;
    if (this.closed) this.answers.set(name, false);
    else this.wantedNames.add(name);
    return !this.closed;
  }

  /**
   * Asks for every file that mentions the name, unless many do.
   * @returns false when they are known to be many
   */
  ifFew(name: string): boolean {
    const known = this.few.get(name);
    if (known === undefined && !this.closed) this.wantedIfFew.add(name);
    return known ?? !this.closed;
  }

  /** Asks for one file. */
  file(file: string): void {
    if (!this.closed && !this.relevant.has(file) && !this.found.has(file)) this.wantedFiles.add(file);
  }

  /**
   * Looks up what was asked for since the last time.
   * @returns whether the rules must be asked again: there are new files, or a name was refused
   */
  answer(workspace: LookUp): boolean {
    const names = [...this.wantedNames].sort();
    const { files, tooMany } = names.length > 0 ? workspace.filesMentioning(names) : nothing;
    const refused = new Set(tooMany);
    for (const name of names) this.answers.set(name, !refused.has(name));
    const before = this.found.size;
    const rare = [...this.wantedIfFew].sort();
    const some = rare.length > 0 ? workspace.filesMentioning(rare, manyFiles) : nothing;
    for (const name of rare) this.few.set(name, !some.tooMany.includes(name));
    const wanted = [...this.wantedFiles].filter((file) => workspace.isSource(file));
    for (const file of [...files, ...some.files, ...wanted])
      if (!this.relevant.has(file)) this.found.add(file);
    this.wantedNames.clear();
    this.wantedIfFew.clear();
    this.wantedFiles.clear();
    return this.found.size > before || refused.size > 0;
  }

  /**
   * Allows no further round.
   * @returns whether something was still wanted, so that the rules must be asked a last time
   */
  close(): boolean {
    const open = this.wantedNames.size + this.wantedIfFew.size + this.wantedFiles.size > 0;
    for (const name of this.wantedNames) this.answers.set(name, false);
    this.wantedNames.clear();
    this.wantedIfFew.clear();
    this.wantedFiles.clear();
    this.closed = true;
    return open;
  }
}

/** See {@link Asked.ifFew}. */
const manyFiles = 25;

const nothing = { files: [], tooMany: [] } as const;

/** After this many rounds a flow is reported as far as it was followed. */
export const maxRounds = 12;

/** What happens in one round. */
export interface Rounds<P, T> {
  open(): P;
  /** Follows the flows only as far as it takes to know which files they reach. */
  seek(project: P): void;
  look(project: P): T;
}

/**
 * Builds programs until nothing new is asked for, or too much. To seek is cheap, so the whole look, with all its questions to the
 * type checker, happens once in most runs.
 */
export function untilAnswered<P, T>(asked: Asked, workspace: LookUp, { open, seek, look }: Rounds<P, T>): T {
  for (let round = 1; ; round++) {
    const isLast = round >= maxRounds - 1;
    const project = open();
    seek(project);
    if (!isLast && asked.answer(workspace)) continue;
    const seen = look(project);
    const isOpen = isLast ? asked.close() : asked.answer(workspace);
    if (!isOpen) return seen;
  }
}
