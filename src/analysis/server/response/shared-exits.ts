import type { ts } from '../../../compiler.cjs';
import type { Verdict } from './verdict.ts';

/** The verdicts of one provider. */
type Judged = readonly Verdict[];

/**
 * Which providers send responses through the same statement, and what is their common change?
 * Asked when every provider has been judged: a base class, or a function that several providers call.
 * Gives the verdicts again. Those that share an exit are fixed together or not at all: once the statement appends `iss`, no
 * later run would see that one of them gives it no issuer.
 */
export function fixedTogether(judged: readonly Judged[]): readonly Judged[] {
  const groups = groupsOf(judged);
  return judged.map((verdicts) => {
    const group = groups.find((one) => one.includes(verdicts)) ?? [verdicts];
    return group.length > 1 ? verdicts.map((one) => inGroup(one, group.flat())) : verdicts;
  });
}

function groupsOf(judged: readonly Judged[]): readonly (readonly Judged[])[] {
  const groups: Judged[][] = [];
  for (const verdicts of judged) {
    const nodes = new Set(verdicts.map(({ node }) => node));
    const meeting = groups.filter((group) => group.some((one) => one.some(({ node }) => nodes.has(node))));
    for (const group of meeting) groups.splice(groups.indexOf(group), 1);
    groups.push([...meeting.flat(), verdicts]);
  }
  return groups;
}

function inGroup(verdict: Verdict, all: readonly Verdict[]): Verdict {
  const blocked = all.find(({ edits }) => edits.length === 0);
  const here = all.filter(({ node }) => node === verdict.node);
  if (!blocked) {
    const reason = verdict.reason ?? all.find((one) => one.reason)?.reason;
    return { ...verdict, edits: [...new Map(all.flatMap(({ edits }) => edits).map(keyed)).values()], reason };
  }
  const own = [...here, verdict].find(({ edits, reason }) => edits.length === 0 && reason)?.reason;
  return { ...verdict, edits: [], reason: own ?? { code: 'other-exit', detail: placeIn(blocked.node) } };
}

const keyed = (edit: Verdict['edits'][number]) =>
  [`${edit.file}\0${edit.start}\0${edit.end}\0${edit.text}`, edit] as const;

function placeIn(node: ts.Node): string {
  const file = node.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  return `It is on line ${line} of ${file.fileName.split('/').at(-1)}.`;
}
