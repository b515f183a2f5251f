/**
 * Which edits make the callback's whole query, instead of the code alone, reach each call that redeems a code? The rules
 * finish-auth-params and auth-iss ask, and the folder issuer/ beside this one. It gives back a migration for each call: the
 * flow that a report shows, with the edits of all files or with the reason why they cannot be written.
 */
/*
 * Words of this folder:
 * - sink: a call that redeems a code.
 * - carrier: whatever leads to the code: a variable, a member, a function, a promise, a collection.
 * - access path: the steps from a carrier to the code (access-path.ts). It is empty for the code itself.
 * - to lift a carrier: to change it from leading to the code (a string) to leading to the query (a URLSearchParams), with
 *   everything that fills it and everything that uses it.
 *
 * How a migration runs (migration.ts):
 * 1. It begins at a sink and goes backwards through expressions (backward-*.ts) and forwards to whoever takes a value
 *    (forward-*.ts), through variables (locals.ts), members (fields.ts), functions (functions.ts) and their types (retype.ts).
 *    follow.ts alone knows these handlers. They know the state (lift.ts), and reach each other through its `follow`.
 * 2. Whatever cannot be lifted throws CannotFollow, which becomes the reason of the refusal.
 * 3. finish.ts writes new names and the remaining uses, when every carrier is known.
 */
import type { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { whileSeeking } from '../../program/conversions.ts';
import type { Project } from '../../program/project.ts';
import { finishAuthCalls, type Redemption } from '../redemption/finish-auth-calls.ts';
import { isOpenLiteral } from '../redemption/options-literal.ts';
import { optionsRedemptions } from '../redemption/redeemers.ts';
import { crossing } from './crossing.ts';
import type { Shared } from './lift.ts';
import { type Migration, migrate } from './migration.ts';
import { NewNames } from './new-names.ts';
import { redeemedElsewhere } from './redeemed-elsewhere.ts';
import type { Sink } from './sink.ts';

export type { Assumption } from './evidence.ts';
export type { Lifted, Migration, Refused } from './migration.ts';

/** The migrations of all calls of a project that redeem a code. */
export interface Migrations {
  of(call: ts.CallExpression): Migration | undefined;
  /** True when the code of the call may be redeemed by another one, too. */
  isTwice(call: ts.CallExpression): boolean;
}

const known = new WeakMap<Project, Migrations>();

/** All calls are looked at together: flows that cross are migrated in one change set. */
export function migrationsOf(project: Project): Migrations {
  const found = known.get(project) ?? asUpgraded(project) ?? findMigrations(project);
  known.set(project, found);
  return found;
}

/** Nothing is rewritten before the upgrade, so what is said of calls of v1 is what comes of them then. */
function asUpgraded(project: Project): Migrations | undefined {
  const { upgraded } = project;
  if (!upgraded || !isOfV1(project)) return undefined;
  const after = migrationsOf(upgraded());
  let before: Migrations | undefined;
  return {
    of(call) {
      const migration = after.of(call);
      if (migration) return migration;
      before ??= findMigrations(project);
      return before.of(call);
    },
    isTwice: (call) => after.isTwice(call) || before?.isTwice(call) === true,
  };
}

function isOfV1(project: Project): boolean {
  const generations = [
    ...finishAuthCalls(project).map(({ receiver }) => receiver.generation),
    ...optionsRedemptions(project).map(({ generation }) => generation),
  ];
  return generations.length > 0 && generations.every((generation) => generation === 1);
}

/** Asks for the files that the flows reach. */
export function seekMigrations(project: Project): void {
  whileSeeking(project, () => findMigrations(project));
}

function findMigrations(project: Project): Migrations {
  const sinks = [...finishAuthCalls(project).map(sinkOf), ...optionSinks(project)];
  const byCode = new Map(sinks.map((sink) => [unwrap(sink.code), sink]));
  const shared: Shared = { findSink: (code) => byCode.get(code), names: new NewNames() };
  const alone = sinks.map((sink) => migrate(project, [sink], shared));
  const migrations = new Map<ts.CallExpression, Migration>();
  for (const group of crossing(alone)) {
    const [first, ...more] = group;
    for (const { sink } of group) {
      const others = group.filter((other) => other.sink !== sink).map((other) => other.sink);
      const only = more.length === 0 ? first : undefined;
      migrations.set(sink.call, only ?? migrate(project, [sink, ...others], shared));
    }
  }
  const twice = redeemedElsewhere([...migrations.values()]);
  return {
    of: (call) => migrations.get(call),
    isTwice: (call) => [...twice].some(({ sink }) => sink.call === call),
  };
}

function sinkOf({ call, code, issuer, receiver, borrowed }: Redemption): Sink {
  const declaration = receiver.kind === 'structural' ? receiver.declaration : undefined;
  return { call, code, issuer, borrowed, declaration, takes: 'query' };
}

function optionSinks(project: Project): Sink[] {
  return optionsRedemptions(project).flatMap((redemption): Sink[] => {
    const { call, code } = redemption;
    return code && isOpenLiteral(project, redemption) ? [{ call, code, takes: 'fields' }] : [];
  });
}
