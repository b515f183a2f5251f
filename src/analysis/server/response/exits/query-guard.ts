import type { ts } from '../../../../compiler.cjs';
import { carriersOf } from '../carriers/carriers.ts';
import type { Flow } from '../flow/flow.ts';
import type { Build } from '../flow/url-build.ts';
import { type QueryReader, queryReaders } from './query-trail.ts';

/** What a reader of the query means for a fix: none, or an assumption. */
export interface QueryReason {
  readonly code: 'query-filtered' | 'query-checked';
  readonly detail: string;
}

/** The code between some URLs and the client that would see, or take out, one more parameter. */
export function queryReason(flow: Flow, builds: readonly Build[]): QueryReason | undefined {
  const starts = [...carriersOf(flow).expressions].filter((node) =>
    flow.facts(node).some((fact) => fact.kind === 'build' && !fact.inside && builds.includes(fact.build)),
  );
  return reasonFor(queryReaders(flow.project, [...builds.map(({ node }) => node), ...starts]));
}

/** The worst of them: what filters ends the fix, anything else is an assumption. */
export function reasonFor(readers: readonly QueryReader[]): QueryReason | undefined {
  const filter = readers.find(({ touch }) => touch === 'filters');
  const [reader] = readers;
  if (filter) return { code: 'query-filtered', detail: placeOf(filter.node) };
  return reader && { code: 'query-checked', detail: placeOf(reader.node) };
}

function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  return `It is on line ${line} of ${file.fileName.split('/').at(-1)}.`;
}
