import { ts } from '../../../../compiler.cjs';
import { unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { calledAt } from '../../../program/callees.ts';
import { thisContainer } from '../../../program/declaration-at.ts';
import { symbolOf } from '../../../program/sdk-symbols.ts';
import { putValue } from '../../../program/syntax-index.ts';
import { isTestFile } from '../../../program/test-files.ts';
import { isLook, naming } from '../exits/request-takers.ts';
import type { Flow } from '../flow/flow.ts';
import { leavesMemory } from '../flow/memory-stores.ts';
import { storesAt } from '../flow/store-roots.ts';

/** Where a record of the request goes that is not the memory of this program, in words for people; undefined when nowhere. */
export function keptOutside(flow: Flow, literal: ts.ObjectLiteralExpression): string | undefined {
  for (const { at, value } of bindingsOf(flow.project).stored.entriesOf())
    if (holds(flow, value, literal) && leavesMemory(flow.project, storesAt(flow.project, at)))
      return `\`${at.getText()}\` is handed on as a whole.`;
  for (const { at, value } of bindingsOf(flow.project).assigned.entriesOf()) {
    const left = unwrap(at);
    const owner =
      ts.isPropertyAccessExpression(left) && holds(flow, value, literal)
        ? ownerOutside(flow, unwrap(left.expression))
        : undefined;
    if (owner) return owner;
  }
  const taker = takersOf(flow).get(literal);
  return taker && naming(taker);
}

/** An object that is no code's of this program may be a document of a database: what is written to it may be saved. */
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
  return own && !unknown ? undefined : `\`${owner.getText()}\` may be kept by code out of sight.`;
}

/** The base class is one of a package: what it does with the fields is not in sight. */
function extendsUnknown({ project }: Flow, owner: ts.ClassLikeDeclaration): boolean {
  return (owner.heritageClauses ?? [])
    .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    .flatMap(({ types }) => [...types])
    .some(({ expression }) => {
      const declaration = symbolOf(project, expression)?.valueDeclaration;
      return declaration === undefined || !project.userFiles.includes(declaration.getSourceFile());
    });
}

function holds(flow: Flow, value: ts.Expression, literal: ts.ObjectLiteralExpression): boolean {
  return flow.facts(value).some((fact) => fact.kind === 'record' && fact.literal === literal);
}

type Taker = ts.CallExpression | ts.NewExpression;

const known = new WeakMap<Flow, ReadonlyMap<ts.ObjectLiteralExpression, Taker>>();

/** The code out of sight that is handed a record: it may keep it, and give it back later without what was added. */
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
    if (literals.length === 0 || isLook(flow, call) || isShown(call)) continue;
    if (calledAt(flow.project, call).length > 0) continue;
    const put = ts.isCallExpression(call) ? putValue(call) : undefined;
    if (put && storesAt(flow.project, put.store).size > 0) continue;
    for (const literal of literals) if (!found.has(literal)) found.set(literal, call);
  }
  return found;
}

/** `res.render('consent', { request })`: for a person, whoever sends it. */
function isShown({ expression }: Taker): boolean {
  return ts.isPropertyAccessExpression(expression) && /^(jsonp?|render|html)$/.test(expression.name.text);
}
