import { ts } from '../../../compiler.cjs';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/** The type at a place of `[code: string, state: string]`; a label that stands for the code itself gets another name. */
export function typeAtPlace(lift: Lift, type: ts.TupleTypeNode, index: number, isCode: boolean): ts.TypeNode {
  const found = type.elements[index];
  const isPlain = type.elements.slice(0, index + 1).every((each) => !isOpen(each));
  if (!found || !isPlain) throw new CannotFollow('wider-flow', type, `Its type is ${shortText(type)}.`);
  if (!ts.isNamedTupleMember(found)) return found;
  if (isCode) lift.edits.replace(found.name, labelOf(type));
  return found.type;
}

function isOpen(type: ts.TypeNode): boolean {
  if (ts.isNamedTupleMember(type))
    return type.dotDotDotToken !== undefined || type.questionToken !== undefined;
  return ts.isRestTypeNode(type) || ts.isOptionalTypeNode(type);
}

/** A label is seen by people alone, so it only has to differ from the others. */
function labelOf({ elements }: ts.TupleTypeNode): string {
  const taken = elements.map((each) => (ts.isNamedTupleMember(each) ? each.name.text : ''));
  return taken.includes('callbackParams') ? 'query' : 'callbackParams';
}
