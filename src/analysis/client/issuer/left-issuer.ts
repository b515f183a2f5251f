import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { type Description, decide, type Fix } from '../../../model/fix.ts';
import type { Project } from '../../program/project.ts';
import { carrierProofs } from '../carrier/carrier-obligations.ts';
import type { Assumption } from '../carrier/index.ts';
import { shortText } from '../carrier/short-text.ts';
import { isNoValue } from '../query/no-value.ts';
import type { IssuerLeft, IssuerPlace } from '../redemption/issuer-left.ts';
import { issuerBesideCode } from './callback-issuer.ts';
import { besideProperty } from './redeemer-edit.ts';

/** What is told of a caller that passes the code alone. */
export function describeLeft({ place, flow }: IssuerLeft): Description {
  const what = 'call' in place ? `${shortText(place.call.expression)}()` : 'This record';
  return {
    message: `${what} takes the callback's \`iss\` (RFC 9207) with the code, and is given only the code here. The login fails with IssuerMismatchError where the server advertises \`iss\`. Pass it, too.`,
    flow,
  };
}

/** `iss` of the query that the code is read from. What the function does with it beside redeeming it is not looked at. */
export function fixLeft(project: Project, left: IssuerLeft): Fix {
  const { code, node, place, flow } = left;
  const migration = issuerBesideCode(project, code, { node, edits: (text) => editsAt(place, text) }, flow);
  if (!migration.lifted) return { level: 'none', refusal: migration.refusal, detail: migration.detail };
  const reader: Assumption = {
    obligation: 'not-serialized',
    code: 'options-read',
    detail: `It is \`${'call' in place ? shortText(place.call) : shortText(place.property.parent)}\`.`,
  };
  return decide(migration.edits, carrierProofs([...migration.assumptions, reader]));
}

function editsAt(place: IssuerPlace, text: string): Edit[] | undefined {
  if ('property' in place) return besideProperty(place.property, text, place.name);
  const { call, index } = place;
  const given = call.arguments[index];
  const file = call.getSourceFile().fileName;
  if (given)
    return isNoValue(given) ? [{ file, start: given.getStart(), end: given.getEnd(), text }] : undefined;
  const last = call.arguments.at(-1);
  if (!last || call.arguments.some(ts.isSpreadElement)) return undefined;
  const missing = 'undefined, '.repeat(index - call.arguments.length);
  return [{ file, start: last.getEnd(), end: last.getEnd(), text: `, ${missing}${text}` }];
}
