import type { ts } from '../../../compiler.cjs';
import type { FunctionLike } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import type { Project } from '../../program/project.ts';

/** A function that a value went into, and the call that it went in by: what the function makes of it comes out there. */
export interface Entered {
  readonly call: ts.CallExpression;
  readonly fn: FunctionLike;
  readonly outer: Entered | undefined;
}

/** What was entered, as far as a variable of an inner function or of one around it is concerned. */
export function enteredAround(node: ts.Node, entered: Entered | undefined): Entered | undefined {
  for (let each = entered; each; each = each.outer)
    if (
      each.fn.pos <= node.pos &&
      node.end <= each.fn.end &&
      each.fn.getSourceFile() === node.getSourceFile()
    )
      return each;
  return undefined;
}

/** Where the result of a function comes out, and what was entered around that. */
export interface Result {
  readonly call: ts.CallExpression;
  readonly entered: Entered | undefined;
}

/**
 * Matches calls and returns: a helper that is called everywhere (`Err(text)`) gives a text back to the call that passed it in, not
 * to all others.
 */
export class EnteredCalls {
  readonly #project: Project;
  readonly #inner = new Map<Entered | undefined, Map<ts.CallExpression, Entered>>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** @returns undefined where the function has been entered by this call before: a recursion */
  enter(call: ts.CallExpression, fn: FunctionLike, outer: Entered | undefined): Entered | undefined {
    for (let each = outer; each; each = each.outer) if (each.call === call) return undefined;
    const known = this.#inner.get(outer) ?? new Map<ts.CallExpression, Entered>();
    this.#inner.set(outer, known);
    const entered = known.get(call) ?? { call, fn, outer };
    known.set(call, entered);
    return entered;
  }

  resultsOf(fn: FunctionLike, entered: Entered | undefined): readonly Result[] {
    if (entered?.fn === fn) return [{ call: entered.call, entered: entered.outer }];
    return bindingsOf(this.#project)
      .calls.get(fn)
      .map((call) => ({ call, entered }));
  }
}
