import { ts } from '../../../compiler.cjs';
import { memberName, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { queryRead } from '../query/query-read.ts';
import { userInput } from '../query/user-input.ts';
import { askAround } from './ask-around.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/** Why an expression leads no further back. */
export function refusalFor(lift: Lift, node: ts.Expression): CannotFollow {
  const input = userInput(lift.project, node);
  if (input) return new CannotFollow('no-callback-query', node, `It comes from ${input}.`);
  const text = shortText(node);
  if (ts.isStringLiteralLike(node))
    return new CannotFollow('sentinel-value', node, `It is the literal ${text}.`);
  if (ts.isCallExpression(node)) return refusalForCall(lift, node, text);
  if (memberName(node) !== undefined) {
    askAround(lift.project, node);
    return new CannotFollow(
      'unresolved-step',
      node,
      `The code comes from ${text}, which this project does not declare.`,
    );
  }
  return new CannotFollow('wider-flow', node, `The code comes from ${text}.`);
}

function refusalForCall(lift: Lift, node: ts.CallExpression, text: string): CannotFollow {
  const [only] = node.arguments;
  const callee = unwrap(node.expression);
  const object = ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
  // `decodeURIComponent(params.get('code'))`, `params.get('code').trim()`
  if ((only && queryRead(lift.project, only)) || (object && queryRead(lift.project, object))) {
    return new CannotFollow('transformed-code', node, `It is changed by ${text}.`);
  }
  const known = declaredAs(
    symbolOf(lift.project, ts.isPropertyAccessExpression(callee) ? callee.name : callee),
  );
  if (known?.name === 'JSON') return new CannotFollow('crosses-boundary', node, `It comes out of ${text}.`);
  if (known) return new CannotFollow('wider-flow', node, `The code passes through ${text}.`);
  askAround(lift.project, node);
  return new CannotFollow(
    'unresolved-step',
    node,
    `The code comes from ${text}, which this project does not declare.`,
  );
}
