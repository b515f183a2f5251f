import type { ts } from '../../compiler.cjs';
import { type Mention, mentionsIn } from './node-index.ts';
import type { Project } from './project.ts';

export { type Mention, mentionsIn };

type Files = readonly ts.SourceFile[];

/** The user's files of a program whose text holds a name, in whatever place: a string and a comment count, too. */
export const filesHolding = oncePerName((name, { text }) => text.includes(name));

/** The user's files of a program that mention a name. By now a walk over each is known: nothing is searched. */
export const filesMentioning = oncePerName((name, file) => mentionsIn(file, name).length > 0);

function oncePerName(
  holds: (name: string, file: ts.SourceFile) => boolean,
): (project: Project, name: string) => Files {
  const known = new WeakMap<Project, Map<string, Files>>();
  return (project, name) => {
    const ofProject = known.get(project) ?? new Map<string, Files>();
    known.set(project, ofProject);
    const files = ofProject.get(name) ?? project.userFiles.filter((file) => holds(name, file));
    ofProject.set(name, files);
    return files;
  };
}

/** Every mention of the names in the user's files of a program, file by file. */
export function mentionsOfNames(project: Project, names: readonly string[]): Mention[] {
  const mentioning = new Set(names.flatMap((name) => filesMentioning(project, name)));
  const inOrder =
    names.length === 1 ? [...mentioning] : project.userFiles.filter((file) => mentioning.has(file));
  return inOrder.flatMap((file) => names.flatMap((name) => mentionsIn(file, name)));
}
