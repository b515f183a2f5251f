/**
 * Which edits put the callback's `iss` beside a code that is passed in options? The rule auth-iss asks. It gives back the flow
 * with the edits, or with the reason why they cannot be written.
 */
import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import type { Step } from '../../../model/fix.ts';
import type { RefusalCode } from '../../../model/refusals.ts';
import { issuerOption } from '../../../sdk/roles.ts';
import type { Project } from '../../program/project.ts';
import { relayTo } from '../callback/relayed-code.ts';
import {
  type Assumption,
  type Lifted,
  type Migration,
  migrationsOf,
  type Refused,
} from '../carrier/index.ts';
import { shortText } from '../carrier/short-text.ts';
import { changeOfQuery } from '../query/changes.ts';
import { foreignChange, otherFromStart } from '../query/foreign-changes.ts';
import { othersRefused } from '../query/other-parameters.ts';
import { type QueryRead, readsCode } from '../query/query-read.ts';
import { isOpenLiteral } from '../redemption/options-literal.ts';
import type { OptionsRedemption } from '../redemption/redeemers.ts';
import { codeInReach, issuerText } from './code-read.ts';
import { decoratedIssuer } from './decorated-issuer.ts';
import { issuerBeside } from './issuer-beside.ts';
import { issuerInFlow } from './issuer-in-flow.ts';
import { readerOfOptions } from './options-readers.ts';
import { issuerPassed, type PassedIssuer } from './passed-issuer.ts';
import { issuerEdits } from './redeemer-edit.ts';
import { snapshotEdit } from './snapshot.ts';

/** How `iss` comes beside the code: the part of a {@link Migration} that a rule needs. */
export type IssuerMigration =
  | (Pick<Lifted, 'lifted' | 'edits' | 'flow' | 'assumptions'> & Partial<Pick<Lifted, 'comments'>>)
  | Pick<Refused, 'lifted' | 'refusal' | 'detail' | 'node' | 'flow'>;

const queryPassed = "the callback's whole query is passed here";
const noPlace = 'There is no place for iss beside the code.';

/**
 * Adds the callback's `iss` beside the code: from the query itself where it can be written there, else by carrying the query
 * in place of the code through the whole flow.
 */
export function addCallbackIssuer(project: Project, redemption: OptionsRedemption): IssuerMigration {
  const migration = migrationFor(project, redemption);
  const reader = migration.lifted ? (redemption.wrapper ?? readerOfOptions(project, redemption)) : undefined;
  if (!migration.lifted || !reader) return migration;
  const assumption: Assumption = {
    obligation: 'not-serialized',
    code: 'options-read',
    detail: `It depends on \`${reader.parent.getText().split('\n')[0]}\`.`,
  };
  return { ...migration, assumptions: [...migration.assumptions, assumption] };
}

function migrationFor(project: Project, redemption: OptionsRedemption): IssuerMigration {
  const { call, code, name, entry } = redemption;
  const end: Step = { node: call, message: `${name}() receives the code without the iss of the callback` };
  if (!code) return refused('wider-flow', entry.node, madeBy(entry.node), [end]);
  if (redemption.several)
    return refused('wider-flow', call, 'The options get their code at several places.', [end]);
  const decorated = decoratedIssuer(project, code);
  const added = decorated && issuerEdits(project, redemption, decorated.text);
  if (decorated && added) {
    const start: Step = {
      node: decorated.parameter,
      message: 'the framework passes the code here; iss stays behind',
    };
    const assumptions = checkedBefore(project);
    return { lifted: true, edits: [...decorated.edits, ...added], flow: [start, end], assumptions };
  }
  const read = codeInReach(project, code, entry.node);
  const slot = { node: entry.node, edits: (text: string) => issuerEdits(project, redemption, text) };
  if (read) return fromQuery(project, code, read, slot, [end]);
  const passed = issuerPassed(project, code, entry.node);
  if (passed) return fromPassed(project, passed, slot, end);
  const proved = issuerInFlow(project, code, entry.node);
  const inFlow = proved === undefined ? undefined : issuerEdits(project, redemption, proved);
  if (inFlow) return { lifted: true, edits: inFlow, flow: [end], assumptions: checkedBefore(project) };
  const beside = issuerBeside(project, code, entry.node);
  const edits = beside === undefined ? undefined : issuerEdits(project, redemption, beside);
  if (beside !== undefined && edits) {
    const detail = `It is \`${beside}\`.`;
    return {
      lifted: true,
      edits,
      flow: [end],
      assumptions: [{ obligation: 'query-unchanged', code: 'issuer-beside', detail }],
    };
  }
  if (!isOpenLiteral(project, redemption))
    return refused('wider-flow', entry.node, `The options are filled by ${entry.node.getText()}.`, [end]);
  return (
    migrationsOf(project).of(call) ??
    refused('wider-flow', entry.node, 'The code could not be followed.', [end])
  );
}

/** The `iss` of a record that all callers fill with their query. */
function fromPassed(
  project: Project,
  { text, edits: ownEdits, assumptions, reads }: PassedIssuer,
  { node, edits: editsFor }: IssuerSlot,
  end: Step,
): IssuerMigration {
  const flow = [...reads.map((read) => ({ node: read.node, message: queryPassed })), end];
  const beside = editsFor(text);
  if (!beside) return refused('wider-flow', node, noPlace, flow);
  const relay = reads.map((read) => relayTo(project, read)).find((each) => each?.isRoute);
  if (relay) return refused('code-relayed-here', node, `It is ${relay.place}.`, flow);
  const more = reads.flatMap((read) => assumedOf(project, read, foreignChange(project, read)));
  return {
    lifted: true,
    edits: [...ownEdits, ...beside],
    flow,
    assumptions: [...assumptions, ...more, ...checkedBefore(project)],
  };
}

/** A place for `iss` beside a code: the node that it stands at, and the edits that write a text there. */
export interface IssuerSlot {
  readonly node: ts.Node;
  readonly edits: (text: string) => Edit[] | undefined;
}

/** The `iss` of the query that a code was read from, written where it is passed on. */
export function issuerBesideCode(
  project: Project,
  code: ts.Expression,
  slot: IssuerSlot,
  end: readonly Step[],
): IssuerMigration {
  const read = codeInReach(project, code, slot.node);
  if (read) return fromQuery(project, code, read, slot, end);
  return refused('code-only-caller', code, `${shortText(code)} is not read from a query here.`, end);
}

function fromQuery(
  project: Project,
  code: ts.Expression,
  read: QueryRead,
  { node, edits: editsFor }: IssuerSlot,
  end: readonly Step[],
): IssuerMigration {
  const flow = [
    { node: read.node, message: "the code leaves the callback's query here; iss stays behind" },
    ...end,
  ];
  if (!readsCode(read)) return refused('other-parameter', read.node, `It reads '${read.key}'.`, flow);
  const text = issuerText(project, read, code, node);
  const change = changeOfQuery(project, read, node);
  const snapshot = change && snapshotEdit(project, read, change, text, node);
  if (change && !snapshot)
    return refused('wider-flow', change, `The query may have changed: ${change.getText()}.`, flow);
  const beside = editsFor(snapshot ? issuerOption : text);
  if (!beside) return refused('wider-flow', node, noPlace, flow);
  const edits = snapshot ? [snapshot, ...beside] : beside;
  // Read beside the code, `iss` is of the same query whatever happens to it later.
  const relay = relayTo(project, read);
  const foreign = (snapshot ? otherFromStart : foreignChange)(project, read);
  if (relay?.isRoute) return refused('code-relayed-here', node, `It is ${relay.place}.`, flow);
  const assumptions: Assumption[] = [
    ...(read.assumes ? [unchanged(read.assumes, '')] : []),
    ...assumedOf(project, read, foreign),
    ...checkedBefore(project),
  ];
  return { lifted: true, edits, flow, assumptions };
}

/** What is taken for granted of a query: that nothing which is not seen changes it, and that no page sends a part of it there. */
function assumedOf(project: Project, read: QueryRead, foreign: string | undefined): Assumption[] {
  const relay = relayTo(project, read);
  return [
    ...(foreign ? [unchanged('query-may-change', foreign)] : []),
    ...(relay ? [unchanged('code-relayed', `It is ${relay.place}.`)] : []),
  ];
}

/** A check that lets no `iss` pass. */
function checkedBefore(project: Project): Assumption[] {
  const refused = othersRefused(project);
  return refused ? [unchanged('parameters-refused', refused)] : [];
}

const unchanged = (code: RefusalCode, detail: string): Assumption => ({
  obligation: 'query-unchanged',
  code,
  detail,
});

function refused(
  refusal: RefusalCode,
  node: ts.Node,
  detail: string,
  rest: readonly Step[],
): IssuerMigration {
  const flow = [{ node, message: `not followed further: ${detail}` }, ...rest];
  return { lifted: false, refusal, detail, node, flow };
}

const madeBy = (node: ts.Node): string =>
  ts.isCallExpression(node)
    ? `The options go through ${shortText(node.expression)}().`
    : 'The options are made elsewhere.';
