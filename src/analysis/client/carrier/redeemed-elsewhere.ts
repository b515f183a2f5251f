import { ts } from '../../../compiler.cjs';
import { enclosingFunction, unwrap, wrapped } from '../../program/ast.ts';
import { excludeEachOther } from '../redemption/redeemed-twice.ts';
import type { Migration } from './migration.ts';

/**
 * The migrations whose code may be redeemed by another one, too. In one run of a function the same variable is taken for the
 * code at two places, and these lead to different calls, or each of them passes the code on.
 */
export function redeemedElsewhere(migrations: readonly Migration[]): Set<Migration> {
  const twice = new Set<Migration>();
  const uses = new Map<ts.Node, Use[]>();
  for (const migration of migrations) {
    for (const { from, use } of migration.taken) {
      const known = uses.get(from) ?? [];
      uses.set(from, known);
      const own = { use, migration, scope: enclosingFunction(use), passesOn: passesOn(use) };
      for (const other of known)
        if (other.use !== use && bothRedeem(other, own)) twice.add(other.migration).add(migration);
      known.push(own);
    }
  }
  return twice;
}

interface Use {
  readonly use: ts.Node;
  readonly migration: Migration;
  readonly scope: ts.Node | undefined;
  readonly passesOn: boolean;
}

/** Cheap questions first: one variable may have thousands of uses. */
function bothRedeem(a: Use, b: Use): boolean {
  const differ = a.migration.sink.call !== b.migration.sink.call || (a.passesOn && b.passesOn);
  return differ && a.scope !== undefined && a.scope === b.scope && !excludeEachOther(a.use, b.use);
}

/** True for an argument of a call whose result is awaited or returned: that call may redeem the code. */
function passesOn(use: ts.Node): boolean {
  const call = wrapped(use as ts.Expression).parent;
  if (!ts.isCallExpression(call) || !call.arguments.some((each) => unwrap(each) === use)) return false;
  return ts.isAwaitExpression(call.parent) || ts.isReturnStatement(call.parent);
}
