import type { ts } from '../../compiler.cjs';
import { type Mention, mentionsIn } from './node-index.ts';
import type { Project } from './project.ts';

export { type Mention, mentionsIn };

const known = new WeakMap<Project, Map<string, readonly ts.SourceFile[]>>();

/** The user's files of a program whose text holds a name. */
export function filesHolding(project: Project, name: string): readonly ts.SourceFile[] {
  const ofProject = known.get(project) ?? new Map<string, readonly ts.SourceFile[]>();
  known.set(project, ofProject);
  const files = ofProject.get(name) ?? project.userFiles.filter(({ text }) => text.includes(name));
  ofProject.set(name, files);
  return files;
}

/** Every mention of the names in the user's files of a program, file by file. */
export function mentionsOfNames(project: Project, names: readonly string[]): Mention[] {
  const holding = new Set(names.flatMap((name) => filesHolding(project, name)));
  const inOrder = names.length === 1 ? [...holding] : project.userFiles.filter((file) => holding.has(file));
  return inOrder.flatMap((file) => names.flatMap((name) => mentionsIn(file, name)));
}
