import type { ts } from '../../compiler.cjs';
import { unwrap } from './ast.ts';
import type { Project } from './project.ts';
import { declaredAs, symbolOf } from './sdk-symbols.ts';

/** Functions of the language that set members of their first argument: `one` by a key, `all` of a record. */
const definers: Readonly<Record<string, 'one' | 'all'>> = {
  'ObjectConstructor.assign': 'all',
  'ObjectConstructor.defineProperties': 'all',
  'ObjectConstructor.defineProperty': 'one',
  'Reflect.defineProperty': 'one',
  'Reflect.set': 'one',
};

/**
 * Does a call set members of its first argument?
 * Asked before what an object has is taken for what was written into it.
 * Gives whether the second argument is the key of one, or a record of all; undefined for any other call.
 */
export function definerAt(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
): 'one' | 'all' | undefined {
  const declared = declaredAs(symbolOf(project, unwrap(call.expression)));
  return definers[`${declared?.name}.${declared?.member}`];
}
