import { ts } from '../../../compiler.cjs';
import { looksInto } from '../../program/text-methods.ts';
import type { Frame } from '../guards/frame.ts';
import { escapeOf } from './escapes.ts';
import { isLostMember, memberOfError } from './lost-members.ts';
import { type Refused, refuse } from './outcome.ts';

/** Why the code that stays in the branch (`live`) must not run for an InsufficientScopeError, or undefined when it may. */
export function hazardIn(live: readonly ts.Node[], frame: Frame): Refused | undefined {
  for (const node of live) {
    const found = lostMember(node, frame) ?? messageTest(node, frame) ?? passedOn(node, frame);
    if (found) return found;
  }
  return undefined;
}

function lostMember(node: ts.Node, frame: Frame): Refused | undefined {
  const member = memberOfError(node, frame);
  if (!member || !isLostMember(member.name)) return undefined;
  const text = `${frame.subject.text}.${member.name}`;
  return refuse(
    'insufficient-scope-member',
    `It reads \`${text}\`, which InsufficientScopeError does not have.`,
  );
}

/** A search for words in the message: InsufficientScopeError has another message. */
export function messageTest(node: ts.Node, frame: Frame): Refused | undefined {
  if (memberOfError(node, frame)?.name !== 'message' || !ts.isPropertyAccessExpression(node))
    return undefined;
  for (let current: ts.Node = node; current.parent && !ts.isStatement(current); current = current.parent) {
    const { parent } = current;
    const compared = ts.isBinaryExpression(parent) && /^[=!]==?$/.test(parent.operatorToken.getText());
    if (compared || (ts.isCallExpression(parent) && looksInto(frame.project, parent, current)))
      return refuse('insufficient-scope-message', `It looks for words in \`${node.getText()}\`.`);
  }
  return undefined;
}

/** The error is passed to code that needs an SdkHttpError: it would not compile, or do something else. */
function passedOn(node: ts.Node, frame: Frame): Refused | undefined {
  const found = escapeOf(node, frame);
  if (!found) return undefined;
  const line = found.node.getText().split('\n')[0];
  return found.kind === 'type'
    ? refuse('insufficient-scope-type', `\`${line}\` requires an SdkHttpError.`)
    : refuse('insufficient-scope-member', `\`${line}\` reads it from the error.`);
}
