import type { ts } from '../../compiler.cjs';
import { oncePerProject } from './memo.ts';
import { type Mention, mentionsIn, namesIn } from './node-index.ts';
import type { Project } from './project.ts';

export { type Mention, mentionsIn };

type Files = readonly ts.SourceFile[];

/** The user's files of a program whose text holds a name, in whatever place: a string and a comment count, too. */
export function filesHolding(project: Project, name: string): Files {
  const known = holding(project);
  const files = known.get(name) ?? project.userFiles.filter(({ text }) => text.includes(name));
  known.set(name, files);
  return files;
}

const holding = oncePerProject(() => new Map<string, Files>());

/** The user's files of a program that mention a name. By now a walk over each is known: nothing is searched. */
export function filesMentioning(project: Project, name: string): Files {
  return mentioning(project).get(name) ?? [];
}

const mentioning = oncePerProject((project): ReadonlyMap<string, Files> => {
  const byName = new Map<string, ts.SourceFile[]>();
  for (const file of project.userFiles)
    for (const name of namesIn(file)) {
      const files = byName.get(name);
      if (files) files.push(file);
      else byName.set(name, [file]);
    }
  return byName;
});

/** Every mention of the names in the user's files of a program, file by file. */
export function mentionsOfNames(project: Project, names: readonly string[]): Mention[] {
  const mentioning = new Set(names.flatMap((name) => filesMentioning(project, name)));
  const inOrder =
    names.length === 1 ? [...mentioning] : project.userFiles.filter((file) => mentioning.has(file));
  return inOrder.flatMap((file) => names.flatMap((name) => mentionsIn(file, name)));
}
