/** Looks up the names and files that were asked for. */
export interface LookUp {
  /** The source files that mention each name as a whole word; undefined for a name that stands nearly everywhere. */
  mentioning(names: readonly string[]): ReadonlyMap<string, readonly string[] | undefined>;
  /** Those of the files that mention a name which can mean what was asked for. */
  meaning(files: readonly string[], wanted: Wanted): readonly string[];
  /** True for a file that may be read: source code of the user. */
  isSource(file: string): boolean;
}

/** A name, and what it stands for. */
export interface Wanted {
  readonly name: string;
  /** The files that declare it; none when it may be declared anywhere. */
  readonly declaredIn: readonly string[];
  /** True when it is that of a member of a class, an interface or an object. */
  readonly isMember: boolean;
  /** More files than this are not looked at. */
  readonly most: number;
}

/**
 * Which files beyond the relevant ones belong into the program?
 * Asked by every flow that leaves its file: a function may be called in files that name no SDK package.
 * Gives the files that mention a wanted name and can mean it, over all rounds of one analysis.
 */
export class Asked {
  private readonly relevant: ReadonlySet<string>;
  private readonly found = new Set<string>();
  /** The files of the program that bring in what they import. */
  private readonly leadingFiles: Set<string>;
  private readonly answers = new Map<string, boolean>();
  private readonly wantedNames = new Map<string, Wanted>();
  /** Names that are wanted only when few files mention them. */
  private readonly wantedIfFew = new Set<string>();
  private readonly few = new Map<string, boolean>();
  private readonly wantedFiles = new Set<string>();
  private closed = false;

  /** @param leading those of the relevant files that bring in what they import before anybody asks for them */
  constructor(relevant: readonly string[] = [], leading = relevant) {
    this.relevant = new Set(relevant);
    this.leadingFiles = new Set(leading);
  }

  /** The files that bring in what they import: those of {@link files}, and relevant ones. */
  get leading(): ReadonlySet<string> {
    return this.leadingFiles;
  }

  /** The files brought in so far, sorted; none of them is a relevant file. */
  get files(): readonly string[] {
    return [...this.found].sort();
  }

  /** The names whose files are not in the program, because too many mention them, or the flow had come through too many. */
  get refused(): readonly string[] {
    return [...this.answers].flatMap(([key, answer]) => (answer ? [] : [key.split('\0')[0] ?? '']));
  }

  /** True when no further round is allowed: new names are then refused. */
  get exhausted(): boolean {
    return this.closed;
  }

  /** How many questions have no answer yet. */
  get open(): number {
    return this.wantedNames.size + this.wantedIfFew.size + this.wantedFiles.size;
  }

  /**
   * Asks for every file that mentions the name and can mean what is declared in `declaredIn`.
   *
   * @param declaredIn the files of the declarations; empty when whoever mentions the name may mean it
   * @param isMember true when they are members of classes, interfaces or objects
   * @param most how many files may be looked at
   * @returns false when files are known to be missing; true when all are there, or will be in the next round
   */
  name(name: string, declaredIn: readonly string[] = [], isMember = false, most = maxFilesPerName): boolean {
    const key = [name, isMember, most, ...new Set(declaredIn)].join('\0');
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    if (this.closed) this.answers.set(key, false);
    else this.wantedNames.set(key, { name, declaredIn, isMember, most });
    return !this.closed;
  }

  /**
   * Asks for every file that mentions the name, unless many do: something else leads to those that matter.
   * @returns false when they are known to be many
   */
  ifFew(name: string): boolean {
    const known = this.few.get(name);
    if (known === undefined && !this.closed) this.wantedIfFew.add(name);
    return known ?? !this.closed;
  }

  /** Asks for one file, with its imports. */
  file(file: string): void {
    if (!this.closed && !this.leadingFiles.has(file)) this.wantedFiles.add(file);
  }

  /** Asks for what a file imports, if it is a relevant one. */
  importsOf(file: string): void {
    if (this.relevant.has(file)) this.file(file);
  }

  /**
   * Looks up what was asked for since the last time.
   * @returns whether the rules must be asked again: there are new files, or a name was refused
   */
  answer(lookUp: LookUp): boolean {
    const before = this.leadingFiles.size;
    const isRefused = this.answerNames(lookUp);
    this.answerFew(lookUp);
    this.add([...this.wantedFiles].filter((file) => lookUp.isSource(file)));
    this.wantedFiles.clear();
    return this.leadingFiles.size > before || isRefused;
  }

  /** @returns whether a name was refused, because too many files can mean it */
  private answerNames(lookUp: LookUp): boolean {
    const wanted = [...this.wantedNames];
    const mentions = lookUp.mentioning([...new Set(wanted.map(([, { name }]) => name))].sort());
    let isRefused = false;
    for (const [key, each] of wanted) {
      const mentioning = mentions.get(each.name);
      // Which of very many files can mean a name takes long to find out.
      const isSearched = each.most === maxFilesPerName || (mentioning?.length ?? 0) <= each.most * 10;
      const files = mentioning && isSearched ? lookUp.meaning(mentioning, each) : undefined;
      const isAnswered = files !== undefined && files.length <= each.most;
      if (isAnswered) this.add(files);
      else isRefused = true;
      this.answers.set(key, isAnswered);
    }
    this.wantedNames.clear();
    return isRefused;
  }

  private answerFew(lookUp: LookUp): void {
    for (const [name, files] of lookUp.mentioning([...this.wantedIfFew].sort())) {
      const isFew = files !== undefined && files.length <= manyFiles;
      if (isFew) this.add(files);
      this.few.set(name, isFew);
    }
    this.wantedIfFew.clear();
  }

  private add(files: readonly string[]): void {
    for (const file of files) {
      this.leadingFiles.add(file);
      if (!this.relevant.has(file)) this.found.add(file);
    }
  }

  /**
   * Allows no further round.
   * @returns whether something was still wanted, so that the rules must be asked a last time
   */
  close(): boolean {
    const isOpen = this.open > 0;
    for (const key of this.wantedNames.keys()) this.answers.set(key, false);
    this.wantedNames.clear();
    this.wantedIfFew.clear();
    this.wantedFiles.clear();
    this.closed = true;
    return isOpen;
  }
}

/** A name that more files than this can mean is not looked at in each. */
export const maxFilesPerName = 200;

/** See {@link Asked.ifFew}. */
export const manyFiles = 25;

/**
 * How many files all programs of one question may hold together. What a flow still asks for then is refused and named. A flow
 * through twenty files of a hundred costs 2,000.
 */
export const maxWork = 4_000;

/** What happens in one round. */
export interface Rounds<P, T> {
  open(): P;
  /** What a program costs: the files that it holds. */
  workOf(project: P): number;
  /** Each follows its flows only as far as it takes to know which files they reach. */
  readonly seeks: readonly ((project: P) => void)[];
  /** One for each rule, those first that cost least: what one asks for begins the next round before the others look. */
  readonly looks: readonly ((project: P) => T)[];
}

/**
 * Builds programs until nothing new is asked for, or too much. To seek is cheap, so the whole look, with all its questions to the
 * type checker, happens once in most runs.
 */
export function untilAnswered<P, T>(asked: Asked, lookUp: LookUp, rounds: Rounds<P, T>): readonly T[] {
  // Who asked for the files that are new in this round is likely to ask for more. Who has all answers is done: the looks
  // ask the rest.
  let open = rounds.seeks;
  for (let work = 0; ; ) {
    const project = rounds.open();
    work += Math.max(1, rounds.workOf(project));
    // The round after the last look answers with what was refused.
    const isLast = work >= maxWork;
    const isAnswered = () => !isLast && asked.answer(lookUp);
    open = thatAsk(asked, open, project);
    if (isAnswered()) continue;
    const seen = lookUntilAsked(rounds.looks, project, isAnswered);
    const isOpen = seen === undefined || (isLast && asked.close());
    if (!isOpen) return seen;
  }
}

/** Runs the seeks. Gives those that asked for something which nobody had asked for before. */
function thatAsk<P>(
  asked: Asked,
  seeks: readonly ((project: P) => void)[],
  project: P,
): readonly ((project: P) => void)[] {
  return seeks.filter((seek) => {
    const before = asked.open;
    seek(project);
    return asked.open > before;
  });
}

/** @returns undefined when a look asked for files that are not there yet */
function lookUntilAsked<P, T>(
  looks: readonly ((project: P) => T)[],
  project: P,
  isAsked: () => boolean,
): T[] | undefined {
  const seen: T[] = [];
  for (const look of looks) {
    seen.push(look(project));
    if (isAsked()) return undefined;
  }
  return seen;
}
