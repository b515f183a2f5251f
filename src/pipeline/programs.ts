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
  private spare: { readonly of: string; readonly changed: Texts; readonly project: Project } | undefined;

  constructor(parts: ProgramParts) {
    this.parts = parts;
  }

  open(changed: Texts, as: Generation | undefined): Project {
    return as === 2 ? (this.take(changed) ?? this.build(changed, 2)) : this.build(changed, as);
  }

  private build(changed: Texts, as: Generation | undefined): Project {
    const { files, asked, parsed, sources } = this.parts;
    let known: Project | undefined;
    const upgraded = (): Project => {
      known ??= this.build(changed, 2);
      this.spare = { of: this.answered, changed, project: known };
      return known;
    };
    const options = { sdk: as, asked, parsed, upgraded: as === 2 ? undefined : upgraded };
    return createProject(files, sources(changed), options);
  }

  /** Once: a program remembers what it was answered. */
  private take(changed: Texts): Project | undefined {
    const { spare } = this;
    this.spare = undefined;
    const isSame =
      spare?.of === this.answered && (spare.changed === changed || hasNone(spare.changed, changed));
    return isSame ? spare.project : undefined;
  }

  private get answered(): string {
    const { leading, refused } = this.parts.asked;
    return `${leading.size} ${refused.length}`;
  }
}

const hasNone = (...all: readonly Texts[]): boolean => all.every(({ size }) => size === 0);
