import type { ts } from '../../compiler.cjs';
import { codeText } from './ast.ts';

/** What a method of a list or a map does with its entries. */
export interface ListMethod {
  /** The position of an entry among the parameters of the function that the method gets. */
  readonly takes?: number;
  /** What the method gives back: one of the entries, or a list of them. */
  readonly gives?: 'entry' | 'list';
}

/** Methods of Array, Map and Set. Source: ECMA-262. */
export const listMethods: ReadonlyMap<string, ListMethod> = new Map(
  Object.entries<ListMethod>({
    forEach: { takes: 0 },
    map: { takes: 0 },
    flatMap: { takes: 0 },
    every: { takes: 0 },
    some: { takes: 0 },
    reduce: { takes: 1 },
    reduceRight: { takes: 1 },
    filter: { takes: 0, gives: 'list' },
    find: { takes: 0, gives: 'entry' },
    findLast: { takes: 0, gives: 'entry' },
    at: { gives: 'entry' },
    get: { gives: 'entry' },
    pop: { gives: 'entry' },
    shift: { gives: 'entry' },
    slice: { gives: 'list' },
    concat: { gives: 'list' },
    reverse: { gives: 'list' },
    toReversed: { gives: 'list' },
    sort: { gives: 'list' },
    toSorted: { gives: 'list' },
    values: { gives: 'list' },
  }),
);

/** The keys between the list that a function of `Object` gives and the values of its argument. */
export const objectFunction = (callee: ts.Expression): readonly string[] | undefined =>
  objectFunctions.get(codeText(callee));

const objectFunctions: ReadonlyMap<string, readonly string[]> = new Map([
  ['Object.values', []],
  ['Object.entries', ['1']],
]);
