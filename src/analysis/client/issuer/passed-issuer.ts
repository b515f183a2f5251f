import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { issuerParameter } from '../../../sdk/roles.ts';
import { bindingKey, isJavaScript, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import type { Assumption } from '../carrier/evidence.ts';
import { followOf } from '../carrier/follow.ts';
import { addIssuer, issuerTypeOf } from '../carrier/issuer-member.ts';
import { Lift } from '../carrier/lift.ts';
import { NewNames } from '../carrier/new-names.ts';
import { passedRecord } from '../carrier/read-passed.ts';
import type { QueryRead } from '../query/query-read.ts';
import { reaches } from '../query/repeatable.ts';
import { named } from '../redemption/redeemer-options.ts';
import { isText } from './code-read.ts';

/** `iss` of a record that a function is given as the whole query. */
export interface PassedIssuer {
  /** Source text of a `string | undefined`. */
  readonly text: string;
  /** What makes the text valid: `iss` in the type of the record, or in the pattern of a parameter. */
  readonly edits: readonly Edit[];
  readonly assumptions: readonly Assumption[];
  readonly reads: readonly QueryRead[];
}

/** Undefined where callers pass no query, or where `iss` cannot be read beside the code: then the query is carried instead. */
export function issuerPassed(
  project: Project,
  code: ts.Expression,
  place: ts.Node,
): PassedIssuer | undefined {
  const lift = new Lift(project, { findSink: () => undefined, names: new NewNames() }, {}, followOf);
  try {
    const record = passedRecord(lift, unwrap(named(project, code)));
    const text = record && textOf(lift, record.taken, place);
    if (!record || text === undefined) return undefined;
    addIssuer(lift, record.taken);
    const { assumptions, assumes, reads } = record.passed;
    const own: Assumption[] = assumes ? [{ obligation: 'query-unchanged', code: assumes, detail: '' }] : [];
    return { text, edits: lift.edits.settled(place), assumptions: [...own, ...assumptions], reads };
  } catch (error) {
    // The walk of the code tells why.
    if (error instanceof CannotFollow) return undefined;
    throw error;
  }
}

function textOf(
  lift: Lift,
  taken: ts.Expression | ts.ParameterDeclaration,
  place: ts.Node,
): string | undefined {
  const name = ts.isExpression(taken) ? memberOf(lift, taken, place) : elementOf(lift, taken);
  if (name === undefined || isJavaScript(taken)) return name;
  const type = issuerTypeOf(lift, taken);
  if (!type) return undefined;
  if (isText(type)) return name;
  return isText(type, ts.TypeFlags.Null) ? `${name} ?? undefined` : `${name} as string | undefined`;
}

/** `query.iss` */
function memberOf({ project }: Lift, record: ts.Expression, place: ts.Node): string | undefined {
  return reaches(project, record, place) ? `${record.getText()}.${issuerParameter}` : undefined;
}

/** `iss` of `({ code, iss }) => …`, which is there or added. */
function elementOf(lift: Lift, parameter: ts.ParameterDeclaration): string | undefined {
  const { elements } = parameter.name as ts.ObjectBindingPattern;
  const own = elements.find((each) => bindingKey(each) === issuerParameter);
  if (own) return ts.isIdentifier(own.name) && !own.initializer ? own.name.text : undefined;
  const last = elements.at(-1);
  if (!last || last.dotDotDotToken || !lift.names.ofBox(parameter, issuerParameter)) return undefined;
  lift.edits.insert(last.getSourceFile(), last.getEnd(), `, ${issuerParameter}`);
  return issuerParameter;
}
