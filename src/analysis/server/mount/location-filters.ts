import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import { memberKey } from '../../program/declaration-at.ts';
import { oncePerProject } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { type QueryReason, reasonFor } from '../response/exits/query-guard.ts';
import { type QueryReader, queryReaders, readersIn } from '../response/exits/query-trail.ts';
import { mayRunFor, sending } from './iss-adders.ts';

/** Code that runs between a response and the client, and what it does with the query of the Location. */
interface Filter {
  readonly at: ts.Node;
  readonly readers: readonly QueryReader[];
}

/**
 * Does code of the program that runs after the statement which sends a response read its query, or filter it?
 * Asked before `iss` is added there.
 * Looks at the same places as {@link mayRunFor}: methods of the response that are replaced, and a Location that is read back.
 */
export function queryReasonAfter(project: Project, exit: ts.Node): QueryReason | undefined {
  const running = filtersOf(project).filter(({ at }) => mayRunFor(project, at, exit));
  return reasonFor(running.flatMap(({ readers }) => readers));
}

const filtersOf = oncePerProject((project): readonly Filter[] => {
  const methods = [...replacing(project), ...defining(project)].map((at): Filter => {
    const target = isFunctionLike(at) ? at : functionAt(project, at);
    return { at, readers: target ? readersIn(project, target) : [] };
  });
  const read = readingLocation(project).map((at): Filter => ({ at, readers: queryReaders(project, [at]) }));
  return [...methods, ...read].filter(
    ({ at, readers }) => readers.length > 0 && !isTestFile(at.getSourceFile()),
  );
});

/** `res.redirect = (url) => …` */
function replacing(project: Project): readonly ts.Expression[] {
  const { assigned } = syntaxOf(project);
  return sending
    .flatMap((name) => assigned.get(name) ?? [])
    .filter(({ at }) => ts.isPropertyAccessExpression(unwrap(at)))
    .map(({ value }) => unwrap(value));
}

/** `Object.assign(res, { redirect(url) { … } })`, `new Proxy(res, …)`, `Object.defineProperty(res, 'redirect', { value })` */
function defining(project: Project): readonly FunctionLike[] {
  const { memberCalls, constructions } = syntaxOf(project);
  const calls = ['assign', 'defineProperty', 'defineProperties'].flatMap(
    (name) => memberCalls.get(name) ?? [],
  );
  const proxies = (constructions.get('Proxy') ?? []).map(({ value }) => value);
  const names = new Set<string>([...sending, 'value', 'get', 'apply']);
  return [...calls, ...proxies].flatMap((call) =>
    [...descendants(call)].filter(isFunctionLike).filter((each) => names.has(nameOf(each) ?? '')),
  );
}

function nameOf(target: FunctionLike): string | undefined {
  const named = target.name ?? (ts.isPropertyAssignment(target.parent) ? target.parent.name : undefined);
  return memberKey(named as ts.PropertyName | undefined);
}

/** `reply.getHeader('location')`, `response.headers.get('Location')` */
function readingLocation(project: Project): readonly ts.CallExpression[] {
  const { memberCalls } = syntaxOf(project);
  return ['get', 'getHeader']
    .flatMap((name) => memberCalls.get(name) ?? [])
    .filter(({ arguments: [name] }) => name && ts.isStringLiteralLike(name) && /^location$/i.test(name.text));
}
