import type { ts } from 'ts-morph';
import type { FunctionLike } from '../../../program/ast.ts';
import type { Project } from '../../../program/project.ts';
import type { Build } from './url-build.ts';
import type { Fact } from './value-facts.ts';

/** The state of one flow: handlers of expressions, calls, declarations, members and texts reach each other through it. */
export interface FactWalk {
  readonly project: Project;
  readonly authorize: FunctionLike;
  facts(node: ts.Expression): readonly Fact[];
  all(nodes: readonly ts.Expression[] | undefined): Fact[];
  /** What a binding (parameter, pattern element, variable, field) carries. */
  declared(declaration: ts.Node): readonly Fact[];
  returned(target: FunctionLike): readonly Fact[];
  /** What the member `name` of a value with these facts carries. */
  property(base: readonly Fact[], name: string): Fact[];
  /** The same object for the same node, so that it can be compared. */
  build(node: ts.Expression, redirect: ts.Expression, form: Build['form']): Build;
}
