/**
 * One step from a carrier towards the code it holds: what a promise gives, what a function returns or receives as an
 * argument, what an instance of a generic type is made over (`Map<string, V>`, `Deferred<T>`), a member of a record, a place in a
 * tuple. `arguments` is the list of what a function receives from an argument on: that of a rest parameter.
 */
export type PathStep =
  | { readonly kind: 'await' }
  | { readonly kind: 'call' }
  | { readonly kind: 'argument'; readonly index: number }
  | { readonly kind: 'arguments'; readonly index: number }
  | { readonly kind: 'type'; readonly index: number }
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'place'; readonly index: number };

/** The steps from a carrier to the code; none for the code itself. `[await, member code]` leads from `Promise<{ code }>`. */
export type AccessPath = readonly PathStep[];

export const awaited: PathStep = { kind: 'await' };
export const called: PathStep = { kind: 'call' };
/** An element of a list. */
export const element: PathStep = { kind: 'type', index: 0 };
export const argument = (index: number): PathStep => ({ kind: 'argument', index });
export const argumentsFrom = (index: number): PathStep => ({ kind: 'arguments', index });
export const typeArgument = (index: number): PathStep => ({ kind: 'type', index });
/** The element of a tuple. */
export const place = (index: number): PathStep => ({ kind: 'place', index });
export const member = (name: string): PathStep => ({ kind: 'member', name });

export function sameStep(a: PathStep | undefined, b: PathStep | undefined): boolean {
  return a !== undefined && b !== undefined && keyOfStep(a) === keyOfStep(b);
}

/** A text that is the same for the same step, to keep steps in a set. */
export function keyOfStep(step: PathStep): string {
  if (step.kind === 'member') return `member ${step.name}`;
  return 'index' in step ? `${step.kind} ${step.index}` : step.kind;
}

/** What is left of a path after a beginning, or undefined when it begins otherwise. */
export function after(path: AccessPath, beginning: AccessPath): AccessPath | undefined {
  return beginning.reduce<AccessPath | undefined>((rest, step) => rest && afterStep(rest, step), path);
}

function afterStep([first, ...rest]: AccessPath, step: PathStep): AccessPath | undefined {
  if (step.kind === 'arguments' && first?.kind === 'argument' && first.index >= step.index)
    return [place(first.index - step.index), ...rest];
  return sameStep(first, step) ? rest : undefined;
}

/** A path and what follows it: a place in a list of arguments is an argument. */
export function joined(path: AccessPath, rest: AccessPath): AccessPath {
  const last = path.at(-1);
  const [first, ...further] = rest;
  return last?.kind === 'arguments' && first?.kind === 'place'
    ? [...path.slice(0, -1), argument(last.index + first.index), ...further]
    : [...path, ...rest];
}

/** What is left of a path after the first of several beginnings that fits. */
export function afterAny(path: AccessPath, beginnings: readonly AccessPath[]): AccessPath | undefined {
  return beginnings.map((each) => after(path, each)).find((each) => each !== undefined);
}
