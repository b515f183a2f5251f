import type { ts } from 'ts-morph';

/** What is still to be done to the value at a node to get the code: the name of a member, or {@link called}. */
export type Path = readonly string[];

export const called = '()';

/** Takes a place that a value comes from, with what is to be done to the value there. */
export type Push = (node: ts.Node, path: Path) => void;
