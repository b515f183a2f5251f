import type { ts } from '../../../compiler.cjs';

/** What is known about a value without running the program. */
export type Value =
  | ConstantValue
  /** The error that the handler received. */
  | { readonly kind: 'error' }
  /** A member of the error that has members of its own: `data`, `constructor`. */
  | { readonly kind: 'record'; readonly members: Members }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  /** Only the truth is known: `found || 'HTTP 403'` is true, whatever it holds. Finding it may have an effect. */
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'unknown' };

export interface ConstantValue {
  readonly kind: 'const';
  readonly value: Primitive;
  /** Enough to decide a comparison, but not to be written down: the code of a 403 varies. */
  readonly opaque?: boolean;
  /** The name that the author gave it: `EX_NOPERM`, `Outcome.Denied`. */
  readonly named?: ts.Expression;
}

export type Primitive = string | number | boolean | null | undefined;

export type Members = ReadonlyMap<string, Value>;

export const unknown: Value = { kind: 'unknown' };
export const constant = (value: Primitive): Value => ({ kind: 'const', value });

/** The same value, to be written with the name that it has at a node; the name that is nearest to the value counts. */
export const namedBy = (value: Value, node: ts.Expression): Value =>
  value.kind === 'const' && !value.opaque && !value.named ? { ...value, named: node } : value;

/** Three-valued truth: undefined when it cannot be decided. */
export function truthOf(value: Value): boolean | undefined {
  if (value.kind === 'const' || value.kind === 'truth') return Boolean(value.value);
  return value.kind === 'unknown' ? undefined : true;
}

/** The truth alone: an expression that comes after an effect decides a branch, but cannot replace the whole. */
export function onlyTruth(value: Value): Value {
  const known = truthOf(value);
  return known === undefined ? unknown : { kind: 'truth', value: known };
}

/** Too little is known to compare it. */
export const isOpen = ({ kind }: Value): boolean => kind === 'unknown' || kind === 'truth';

export const isSameConstant = (a: Value, b: Value): boolean =>
  a.kind === 'const' && b.kind === 'const' && a.value === b.value;
