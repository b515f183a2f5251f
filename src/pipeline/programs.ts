import type { Asked } from '../analysis/program/asked.ts';
import type { ParsedFiles } from '../analysis/program/parse.ts';
import { createProject, type Project, type SourceProvider } from '../analysis/program/project.ts';
import type { Generation } from '../sdk/modules.ts';

type Texts = ReadonlyMap<string, string>;

/** What all programs of one analysis have in common. */
export interface ProgramParts {
  readonly files: readonly string[];
  readonly asked: Asked;
  readonly parsed: ParsedFiles;
  /** @param changed the texts that differ from those on the disk */
  sources(changed: Texts): SourceProvider;
}

/**
 * Builds the programs of one analysis. What becomes of v1 code is judged in the program of v2, which the look at a project of v1
 * needs, and the outlook after it: it is built once for both, where nothing was asked for in between.
 */
export class Programs {
  private readonly parts: ProgramParts;
  private spare: Built | undefined;

  constructor(parts: ProgramParts) {
    this.parts = parts;
  }

  /** Opens the programs of one look, each with the files that are there by then. */
  look(changed: Texts, as: Generation | undefined): () => Project {
    let last: Built | undefined;
    return () => {
      const spare = as === 2 && !last ? this.take(changed) : undefined;
      const again = last && this.again(last, changed);
      const project = spare ?? again ?? this.build(changed, as);
      last = this.note(project);
      return project;
    };
  }

  private build(changed: Texts, as: Generation | undefined): Project {
    const { files, asked, parsed, sources } = this.parts;
    const upgraded = as === 2 ? undefined : this.upgraded(changed);
    return createProject(files, sources(changed), { sdk: as, asked, parsed, upgraded });
  }

  /** The last program, where no file came in since, and only answers are new: what was concluded from others is forgotten. */
  private again(last: Built, changed: Texts): Project | undefined {
    if (last.files !== this.files) return undefined;
    return { ...last.project, upgraded: last.project.upgraded && this.upgraded(changed) };
  }

  private upgraded(changed: Texts): () => Project {
    let known: Project | undefined;
    return () => {
      known ??= this.build(changed, 2);
      this.spare = changed.size === 0 ? this.note(known) : undefined;
      return known;
    };
  }

  /** Once: a program remembers what it was answered. Only that of the texts on the disk is kept. */
  private take(changed: Texts): Project | undefined {
    const { spare } = this;
    this.spare = undefined;
    const isSame = spare?.files === this.files && spare.refused === this.parts.asked.refused.length;
    return isSame && changed.size === 0 ? spare.project : undefined;
  }

  private note(project: Project): Built {
    return { project, files: this.files, refused: this.parts.asked.refused.length };
  }

  private get files(): number {
    return this.parts.asked.leading.size;
  }
}

/** A program, and what was known when it was built. */
interface Built {
  readonly project: Project;
  /** How many files brought in what they import. */
  readonly files: number;
  /** How many names were refused. */
  readonly refused: number;
}
