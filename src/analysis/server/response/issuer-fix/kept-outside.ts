import { ts } from '../../../../compiler.cjs';
import { unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { calledAt } from '../../../program/callees.ts';
import { thisContainer } from '../../../program/declaration-at.ts';
import { symbolOf } from '../../../program/sdk-symbols.ts';
import { putValue } from '../../../program/syntax-index.ts';
import { isTestFile } from '../../../program/test-files.ts';
import { describeTaker, keepsNothing } from '../exits/request-takers.ts';
import type { Flow } from '../flow/flow.ts';
import { leavesMemory } from '../flow/memory-stores.ts';
import { storesAt } from '../flow/store-roots.ts';

/** Says in a report where a record of the request leaves the memory of this program; undefined when it stays. */
export function keptOutside(flow: Flow, literal: ts.ObjectLiteralExpression): string | undefined {
  for (const { at, value } of bindingsOf(flow.project).stored.entriesOf())
    if (carries(flow, value, literal) && leavesMemory(flow.project, storesAt(flow.project, at)))
      return `\`${at.getText()}\` is passed as a whole to other code.`;
  for (const { at, value } of bindingsOf(flow.project).assigned.entriesOf()) {
    const left = unwrap(at);
    const owner =
      ts.isPropertyAccessExpression(left) && carries(flow, value, literal)
        ? ownerOutside(flow, unwrap(left.expression))
        : undefined;
    if (owner) return owner;
  }
  const taker = takersOf(flow).get(literal);
  return taker && describeTaker(taker);
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

const known = new WeakMap<Flow, ReadonlyMap<ts.ObjectLiteralExpression, Taker>>();

/** The calls to code outside the program that get a record: it may store the record and lose the new field. */
function takersOf(flow: Flow): ReadonlyMap<ts.ObjectLiteralExpression, Taker> {
  const found = known.get(flow) ?? findTakers(flow);
  known.set(flow, found);
  return found;
}

function findTakers(flow: Flow): ReadonlyMap<ts.ObjectLiteralExpression, Taker> {
  const found = new Map<ts.ObjectLiteralExpression, Taker>();
  for (const call of bindingsOf(flow.project).allCalls) {
    if (!call.arguments?.length || isTestFile(call.getSourceFile())) continue;
    const literals = call.arguments.flatMap((argument) =>
      flow.reach(argument).flatMap((fact) => (fact.kind === 'record' ? [fact.literal] : [])),
    );
    if (literals.length === 0 || keepsNothing(flow, call) || isShown(call)) continue;
    if (calledAt(flow.project, call).length > 0) continue;
    const put = ts.isCallExpression(call) ? putValue(call) : undefined;
    if (put && storesAt(flow.project, put.store).size > 0) continue;
    for (const literal of literals) if (!found.has(literal)) found.set(literal, call);
  }
  return found;
}

/** `res.render('consent', { request })`: shows the record to a person and keeps nothing. */
function isShown({ expression }: Taker): boolean {
  return ts.isPropertyAccessExpression(expression) && /^(jsonp?|render|html)$/.test(expression.name.text);
}
