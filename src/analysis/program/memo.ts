import type { ts } from 'ts-morph';
import type { Project } from './project.ts';

/** Answers a question about the whole program once. */
export function oncePerProject<T>(answer: (project: Project) => T): (project: Project) => T {
  const answers = new WeakMap<Project, { readonly value: T }>();
  return (project) => {
    const known = answers.get(project) ?? { value: answer(project) };
    answers.set(project, known);
    return known.value;
  };
}

/** Answers a question about a node once for each program: syntax trees are reused by later programs, symbols are not. */
export function oncePerNode<N extends ts.Node, T>(
  answer: (project: Project, node: N) => T,
): (project: Project, node: N) => T {
  const answers = new WeakMap<Project, Map<N, T>>();
  return (project, node) => {
    const known = answers.get(project) ?? new Map<N, T>();
    answers.set(project, known);
    if (!known.has(node)) known.set(node, answer(project, node));
    return known.get(node) as T;
  };
}
