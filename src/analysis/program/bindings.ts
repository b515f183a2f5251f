import type { ts } from '../../compiler.cjs';
import type { ByName } from './by-name.ts';
import { constructorAt, functionsAt } from './callees.ts';
import { keysOf } from './declaration-at.ts';
import { IndexByName } from './index-by-name.ts';
import type { Project } from './project.ts';
import { type Entry, type Returns, syntaxOf } from './syntax-index.ts';

/**
 * Who calls a function, what is assigned to a declaration, what is put into a collection?
 * Asked by everything that follows a value forwards or backwards.
 * Gives the calls and values of all files of the program, looked up by declaration.
 */
export interface Bindings {
  readonly calls: IndexByName<ts.CallExpression>;
  /** `new C(…)`, `super(…)`, by constructor. */
  readonly constructions: IndexByName<ts.CallExpression | ts.NewExpression>;
  /** Values assigned with `=`, `??=` and the like. */
  readonly assigned: IndexByName<ts.Expression>;
  /** Right sides of `+=`. */
  readonly appended: IndexByName<ts.BinaryExpression>;
  /** Values put into a collection: `.set(key, value)`, `.push(value)`, `store[key] = value`. */
  readonly stored: IndexByName<ts.Expression>;
  readonly allCalls: readonly (ts.CallExpression | ts.NewExpression)[];
  /** Assignments to a member `body`: with koa they send a response. */
  readonly bodies: readonly ts.BinaryExpression[];
  /** What each function returns. */
  readonly returns: Returns;
  /** Texts and `new URL(…)`: what could be a URL built from a redirect_uri. */
  readonly texts: readonly ts.Expression[];
}

const cache = new WeakMap<Project, Bindings>();

export function bindingsOf(project: Project): Bindings {
  const found = cache.get(project) ?? bind(project);
  cache.set(project, found);
  return found;
}

function bind(project: Project): Bindings {
  const { aliases, allCalls, bodies, returns, texts, ...lists } = syntaxOf(project);
  const byDeclaration = <V>(entries: ByName<Entry<V>>): IndexByName<V> =>
    new IndexByName(aliases, entries, (at) => keysOf(project, at));
  return {
    calls: new IndexByName(aliases, lists.calls, (at) => functionsAt(project, at)),
    constructions: new IndexByName(aliases, lists.constructions, (at) => constructorAt(project, at)),
    assigned: byDeclaration(lists.assigned),
    appended: byDeclaration(lists.appended),
    stored: byDeclaration(lists.stored),
    allCalls,
    bodies,
    returns,
    texts,
  };
}
