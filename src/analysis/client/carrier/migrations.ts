import { ts } from '../../../compiler.cjs';
import { finishAuthMethod } from '../../../sdk/roles.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import { whileSeeking } from '../../program/conversions.ts';
import type { Project } from '../../program/project.ts';
import { isOpenLiteral } from '../redemption/options-literal.ts';
import { type Redemption, redemptionOf } from '../redemption/receivers.ts';
import { optionsRedemptions } from '../redemption/redeemers.ts';
import { type Migration, type Migrations, migrateToCallbackParams, type Sink } from './index.ts';
import { redeemedElsewhere } from './redeemed-twice.ts';

/** The ways of all calls of a project that redeem a code. */
export interface Ways {
  /** The way to the call, as far as it could be followed. */
  of(call: ts.CallExpression): Migration | undefined;
  /** True when the code of the call may be redeemed by another one, too. */
  isTwice(call: ts.CallExpression): boolean;
}

const known = new WeakMap<Project, Ways>();

/** All ways are looked at together: two that cross are migrated in one change set. */
export function waysOf(project: Project): Ways {
  const found = known.get(project) ?? findWays(project);
  known.set(project, found);
  return found;
}

/** Asks for the files that the ways reach. */
export function seekWays(project: Project): void {
  whileSeeking(project, () => findWays(project));
}

function findWays(project: Project): Ways {
  const sinks = [...finishAuthCalls(project).map(sinkOf), ...optionSinks(project)];
  const byCode = new Map(sinks.map((sink) => [unwrap(sink.code), sink]));
  const migrations: Migrations = { sinkAt: (code) => byCode.get(code), names: new Map() };
  const alone = sinks.map((sink) => migrateToCallbackParams(project, [sink], migrations));
  const ways = new Map<ts.CallExpression, Migration>();
  for (const group of crossing(alone)) {
    for (const { sink } of group) {
      const others = group.filter((other) => other.sink !== sink).map((other) => other.sink);
      const [first] = group;
      const only = group.length === 1 ? first : undefined;
      ways.set(sink.call, only ?? migrateToCallbackParams(project, [sink, ...others], migrations));
    }
  }
  const twice = redeemedElsewhere([...ways.values()]);
  return {
    of: (call) => ways.get(call),
    isTwice: (call) => [...twice].some(({ sink }) => sink.call === call),
  };
}

/** Groups of ways of which one wants the whole query where the other wants the code. */
function crossing(all: readonly Migration[]): Migration[][] {
  const groups = new Map(all.map((migration) => [migration, [migration]]));
  const whole = new Map<ts.Node, Migration[]>();
  for (const migration of all) {
    for (const node of migration.lifted ? migration.whole : []) {
      whole.set(node, [...(whole.get(node) ?? []), migration]);
    }
  }
  for (const migration of all) {
    for (const node of migration.lifted ? migration.reduced : []) {
      for (const other of whole.get(node) ?? []) join(groups, migration, other);
    }
  }
  return [...new Set(groups.values())];
}

function join(groups: Map<Migration, Migration[]>, a: Migration, b: Migration): void {
  const [one, two] = [groups.get(a) ?? [], groups.get(b) ?? []];
  if (one === two) return;
  const joined = [...one, ...two];
  for (const each of joined) groups.set(each, joined);
}

/** The calls of `finishAuth` in the relevant files. */
export function finishAuthCalls(project: Project): Redemption[] {
  const files = project.files.filter(({ text }) => text.includes(finishAuthMethod));
  return files.flatMap((file) =>
    [...descendants(file)].filter(ts.isCallExpression).flatMap((call) => redemptionOf(project, call) ?? []),
  );
}

function sinkOf({ call, code, issuer, receiver }: Redemption): Sink {
  const declaration = receiver.kind === 'structural' ? receiver.declaration : undefined;
  return { call, code, issuer, declaration, takes: 'query' };
}

function optionSinks(project: Project): Sink[] {
  return optionsRedemptions(project).flatMap((redemption): Sink[] => {
    const { call, code } = redemption;
    return code && isOpenLiteral(project, redemption) ? [{ call, code, takes: 'fields' }] : [];
  });
}
