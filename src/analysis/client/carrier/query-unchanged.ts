import { relayTo } from '../callback/relayed-code.ts';
import { foreignChange } from '../query/foreign-changes.ts';
import { othersDropped, othersRefused } from '../query/other-parameters.ts';
import { type Gap, open, refuted } from './gap.ts';
import type { Lift } from './lift.ts';

/** The query is the callback's own, whole and unchanged when it is passed. What the project shows is refused where it is met. */
export function queryUnchanged({ project, evidence }: Lift): readonly Gap[] {
  return evidence.reads.flatMap((read) => {
    const change = foreignChange(project, read);
    if (change) return [open('query-may-change', read.node, change)];
    const relay = relayTo(project, read);
    const isRecord = read.assumes === 'record-query';
    const refused = othersRefused(project) ?? (isRecord ? othersDropped(project) : undefined);
    if (!relay) return refused ? [open('parameters-refused', read.node, refused)] : [];
    const detail = `It is ${relay.place}.`;
    return [
      relay.isRoute
        ? refuted('code-relayed-here', read.node, detail)
        : open('code-relayed', read.node, detail),
    ];
  });
}
