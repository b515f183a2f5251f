import { ts } from '../../../../compiler.cjs';
import { unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { calledAt } from '../../../program/callees.ts';
import { thisContainer } from '../../../program/declaration-at.ts';
import { calledSymbol } from '../../../program/only-shows.ts';
import type { Project } from '../../../program/project.ts';
import { declaredAs, symbolOf } from '../../../program/sdk-symbols.ts';
import { putValue } from '../../../program/syntax-index.ts';
import { isTestFile } from '../../../program/test-files.ts';
import { carriersOf } from '../carriers/carriers.ts';
import { describeTaker, keepsNothing } from '../exits/request-takers.ts';
import type { Flow } from '../flow/flow.ts';
import { leavesMemory } from '../flow/memory-stores.ts';
import { storesAt } from '../flow/store-roots.ts';
import { callsAnyProvider } from '../provider/authorize-call.ts';

/**
 * Says in a report where a record of the request leaves the memory of this program; undefined when it stays.
 *
 * @param isReadBack whether the program reads the record from the JSON that it writes of it: a text of JSON is no copy of
 * chosen fields
 */
export function keptOutside(
  flow: Flow,
  literal: ts.ObjectLiteralExpression,
  isReadBack: boolean,
): string | undefined {
  const { expressions } = carriersOf(flow);
  // What a record that carries the request is put into carries it, too: nothing else needs to be looked at.
  const isNarrow = expressions.has(literal);
  const mayCarry = (value: ts.Expression): boolean => !isNarrow || expressions.has(unwrap(value));
  for (const { at, value } of bindingsOf(flow.project).stored.entriesOf())
    if (
      mayCarry(value) &&
      carries(flow, value, literal) &&
      leavesMemory(flow.project, storesAt(flow.project, at))
    )
      return `\`${at.getText()}\` is passed as a whole to other code, which may write it elsewhere.`;
  for (const { at, value } of bindingsOf(flow.project).assigned.entriesOf()) {
    const left = unwrap(at);
    const owner =
      ts.isPropertyAccessExpression(left) && mayCarry(value) && carries(flow, value, literal)
        ? ownerOutside(flow, unwrap(left.expression))
        : undefined;
    if (owner) return owner;
  }
  const takers = (isNarrow ? takersOfRequest(flow) : takersOf(flow)).get(literal) ?? [];
  const taker = takers.find(({ isText }) => !(isText && isReadBack));
  return taker && describeTaker(taker.call);
}

/** An object that the program does not make itself may be a document of a database, so a new field may be lost. */
export function ownerOutside(flow: Flow, owner: ts.Expression): string | undefined {
  const { checker } = flow.project;
  const isThis = owner.kind === ts.SyntaxKind.ThisKeyword;
  const classes = isThis
    ? [thisContainer(owner)]
    : checker
        .getNonNullableType(checker.getTypeAtLocation(owner))
        .symbol?.declarations?.filter(ts.isClassLike);
  const own = isThis || flow.facts(owner).length > 0 || (classes?.length ?? 0) > 0;
  const unknown = classes?.some((one) => one && ts.isClassLike(one) && extendsUnknown(flow, one)) ?? false;
  return own && !unknown
    ? undefined
    : `\`${owner.getText()}\` may be kept by code that this tool cannot see into.`;
}

/** The base class belongs to a package, which may save the fields. */
function extendsUnknown({ project }: Flow, owner: ts.ClassLikeDeclaration): boolean {
  return (owner.heritageClauses ?? [])
    .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    .flatMap(({ types }) => [...types])
    .some(({ expression }) => {
      const declaration = symbolOf(project, expression)?.valueDeclaration;
      return declaration === undefined || !project.userFiles.includes(declaration.getSourceFile());
    });
}

function carries(flow: Flow, value: ts.Expression, literal: ts.ObjectLiteralExpression): boolean {
  return flow.facts(value).some((fact) => fact.kind === 'record' && fact.literal === literal);
}

type Taker = ts.CallExpression | ts.NewExpression;

interface Taking {
  readonly call: Taker;
  /** It gets nothing of the record but its JSON. */
  readonly isText: boolean;
}

type Takers = ReadonlyMap<ts.ObjectLiteralExpression, readonly Taking[]>;

const takersOf = oncePerFlow((flow) => findTakers(flow, bindingsOf(flow.project).allCalls));

/** The same for records that carry the request. */
const takersOfRequest = oncePerFlow((flow) => {
  const { calls } = carriersOf(flow);
  return findTakers(
    flow,
    bindingsOf(flow.project).allCalls.filter((call) => calls.has(call)),
  );
});

function oncePerFlow(find: (flow: Flow) => Takers): (flow: Flow) => Takers {
  const known = new WeakMap<Flow, Takers>();
  return (flow) => {
    const found = known.get(flow) ?? find(flow);
    known.set(flow, found);
    return found;
  };
}

/** The calls to code outside the program that get a record: it may store the record and lose the new field. */
function findTakers(flow: Flow, calls: readonly Taker[]): Takers {
  const found = new Map<ts.ObjectLiteralExpression, Taking[]>();
  for (const call of calls) {
    if (!call.arguments?.length || isTestFile(call.getSourceFile())) continue;
    const records = call.arguments.flatMap((argument) =>
      flow.reach(argument).flatMap((fact) => (fact.kind === 'record' ? [fact] : [])),
    );
    if (records.length === 0 || keepsNothing(flow, call) || isShown(flow.project, call)) continue;
    if (calledAt(flow.project, call).length > 0 || callsAnyProvider(flow.project, call)) continue;
    const put = ts.isCallExpression(call) ? putValue(call) : undefined;
    if (put && storesAt(flow.project, put.store).size > 0) continue;
    for (const literal of new Set(records.map((record) => record.literal))) {
      const isText = records.every((record) => record.literal !== literal || record.json === 'text');
      found.set(literal, [...(found.get(literal) ?? []), { call, isText }]);
    }
  }
  return found;
}

/** `res.render('consent', { request })`: shows the record to a person and keeps nothing. */
function isShown(project: Project, call: Taker): boolean {
  const declared = declaredAs(calledSymbol(project, call));
  return Boolean(
    declared?.area.startsWith('platform/') && /^(jsonp?|render|html)$/.test(declared.member ?? ''),
  );
}
