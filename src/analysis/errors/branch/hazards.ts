import { ts } from '../../../compiler.cjs';
import type { Frame } from '../guards/frame.ts';
import { lackingMembers } from '../guards/scenarios.ts';
import { escapeOf } from './escapes.ts';
import { memberOfError } from './lost-members.ts';
import { type Refused, refuse } from './outcome.ts';
import { retryOrFallback } from './retries.ts';

/** Why the code that stays (`live`) must not run for an InsufficientScopeError, or undefined when it may. */
export function hazardIn(live: readonly ts.Node[], frame: Frame): Refused | undefined {
  for (const node of live) {
    const found = lostMember(node, frame) ?? messageTest(node, frame) ?? handedOn(node, frame);
    if (found) return found;
  }
  return retryOrFallback(live, frame);
}

function lostMember(node: ts.Node, frame: Frame): Refused | undefined {
  const member = memberOfError(node, frame);
  if (!member || !lackingMembers.has(member.name)) return undefined;
  const text = `${frame.subject.text}.${member.name}`;
  return refuse(
    'insufficient-scope-member',
    `It reads \`${text}\`, which InsufficientScopeError does not have.`,
  );
}

const textTests: ReadonlySet<string> = new Set([
  'includes',
  'match',
  'matchAll',
  'startsWith',
  'endsWith',
  'indexOf',
  'search',
  'split',
  'test',
  'exec',
  'parse',
]);

/** The message of the new error is another text, so what looks for words in it finds them no more. */
function messageTest(node: ts.Node, frame: Frame): Refused | undefined {
  if (memberOfError(node, frame)?.name !== 'message' || !ts.isPropertyAccessExpression(node))
    return undefined;
  for (let current: ts.Node = node; current.parent && !ts.isStatement(current); current = current.parent) {
    const { parent } = current;
    const called =
      ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression)
        ? parent.expression.name.text
        : '';
    const compared = ts.isBinaryExpression(parent) && /^[=!]==?$/.test(parent.operatorToken.getText());
    if (textTests.has(called) || compared) {
      return refuse('insufficient-scope-message', `It looks for words in \`${node.getText()}\`.`);
    }
  }
  return undefined;
}

/** Handing the error on to who counts on an SdkHttpError: it would not compile, or give another answer. */
function handedOn(node: ts.Node, frame: Frame): Refused | undefined {
  const found = escapeOf(node, frame);
  if (!found) return undefined;
  const line = found.node.getText().split('\n')[0];
  return found.kind === 'type'
    ? refuse('insufficient-scope-type', `\`${line}\` wants the error of before.`)
    : refuse('insufficient-scope-member', `\`${line}\` reads it of the error that is handed on.`);
}
