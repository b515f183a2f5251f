import { ts } from '../../../compiler.cjs';
import type { FunctionLike } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { oncePerNode } from '../../program/memo.ts';
import { argumentsSeen } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { callsTo } from '../guards/function-calls.ts';
import { isPublished } from '../guards/predicate-uses.ts';
import { unseenCalls } from '../guards/unseen-uses.ts';
import { FunctionFlow, valuesOf } from './function-flow.ts';
import { nameOf } from './function-name.ts';

/** Who gets the answer of a function. */
export interface Readers {
  /** The calls whose result is the answer, or is made of it: a chain of promises, a search in a list. */
  readonly calls: readonly ts.CallExpression[];
  /** Set where there are, or may be, others: 'callers', or the code of a library that was given the function. */
  readonly unknown: ts.Node | 'callers' | undefined;
  /** Whether somebody gets it at all. What nobody calls may be called by whoever loads the module. */
  readonly isUsed: boolean;
  readonly isPublished: boolean;
  /** Calls that cannot be looked at, in words. */
  readonly unseen: string | undefined;
  readonly name: string;
}

export const callersOf = oncePerNode((project: Project, owner: FunctionLike): Readers => {
  const unseen = unseenCalls(project, owner);
  const values = valuesOf(project, owner);
  const flow = new FunctionFlow(project);
  for (const value of values) flow.follow(value, []);
  const calls = new Set([...bindingsOf(project).calls.get(owner), ...callsTo(project, owner), ...flow.calls]);
  // `rule.test(error)` through the type of a table; for the calls by name was asked above
  for (const { at } of argumentsSeen(project, owner, 0))
    if (ts.isCallExpression(at) && !values.some((value) => at.arguments.includes(value))) calls.add(at);
  const published = isPublished(project, owner);
  const others = calls.size === 0 || published ? 'callers' : undefined;
  return {
    calls: [...calls],
    unknown: flow.unknown ?? others,
    unseen: unseen ?? flow.unseen,
    isUsed: calls.size > 0 || flow.isForSdk,
    isPublished: published,
    name: nameOf(owner) ?? 'a function',
  };
});
