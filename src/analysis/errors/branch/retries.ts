import { ts } from '../../../compiler.cjs';
import {
  codeText,
  descendants,
  enclosingFunction,
  isFunctionLike,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';

import type { Frame } from '../guards/frame.ts';
import { mentionsError } from '../guards/render.ts';
import { type Refused, refuse } from './outcome.ts';

const retryWords =
  /retr(y(?!-?_?after)|ies|ied)|fall-?_?backs?|reconnect|backoff|tryNext|legacySse|sseTransport/i;

/** The refusal where the code that stays retries or falls back: the same token would be refused again. */
export function retryOrFallback(live: readonly ts.Node[], frame: Frame): Refused | undefined {
  const found = live.find((node) => isRetry(node, frame));
  return found && refuse('retry-or-fallback', `For a 403 it runs \`${found.getText().split('\n')[0]}\`.`);
}

function isRetry(node: ts.Node, frame: Frame): boolean {
  if (ts.isContinueStatement(node)) return true;
  if (ts.isNewExpression(node)) return isTransport(node.expression, frame);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return retryWords.test(codeText(node.left)) && frame.truth(node.right) !== false;
  }
  if (ts.isPropertyAssignment(node)) {
    return (
      retryWords.test(node.name.getText()) &&
      frame.evaluate(node.initializer).kind === 'const' &&
      frame.truth(node.initializer) === true
    );
  }
  if (ts.isReturnStatement(node) && node.expression) return isRetryAnswer(node);
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  if (retryWords.test(name)) return true;
  const declared = declaredAs(
    symbolOf(frame.project, ts.isPropertyAccessExpression(callee) ? callee.name : callee),
  );
  if (
    declared?.area.startsWith('v2/') &&
    ['connect', 'start', 'send', 'callTool', 'request'].includes(declared.member ?? '')
  )
    return true;
  return callsItself(node, frame) || callsAgain(node, frame);
}

function isTransport(node: ts.Expression, frame: Frame): boolean {
  return /ClientTransport$/.test(declaredAs(symbolOf(frame.project, node))?.name ?? '');
}

/** `return 'retry'`, or `return true` in a function that decides whether to retry. */
function isRetryAnswer(node: ts.ReturnStatement): boolean {
  const value = node.expression!;
  if (ts.isStringLiteralLike(value)) return retryWords.test(value.text);
  return value.kind === ts.SyntaxKind.TrueKeyword && retryAnswer(enclosingFunction(node)) !== undefined;
}

const retryQuestions = /retr(y|iable)|fall-?back|transient|recoverable|reconnect/i;

/** The refusal where `true` means to retry: `shouldRetry: (error) => …`. */
export function retryAnswer(owner: ts.Node | undefined): Refused | undefined {
  const name = nameOf(owner) ?? '';
  return retryQuestions.test(name)
    ? refuse('retry-or-fallback', `\`${name}\` returns true for a 403.`)
    : undefined;
}

/** The name of a function, or of the variable or member that it is assigned to. */
export function nameOf(owner: ts.Node | undefined): string | undefined {
  if (!owner) return undefined;
  const { name } = owner as ts.NamedDeclaration;
  if (name) return name.getText();
  const carrier = wrapped(owner as ts.Expression).parent;
  const isCarrier =
    ts.isVariableDeclaration(carrier) ||
    ts.isPropertyAssignment(carrier) ||
    ts.isPropertyDeclaration(carrier);
  return isCarrier ? carrier.name.getText() : undefined;
}

/** The `try` awaits the same call, so this one is a second attempt. */
function callsAgain(node: ts.CallExpression, { project }: Frame): boolean {
  const name = (call: ts.CallExpression) => {
    const callee = unwrap(call.expression);
    return ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  };
  const target = symbolOf(project, name(node));
  if (!target || !isAwaited(node) || /^(close|dispose|disconnect|destroy|end|stop)$/.test(target.name))
    return false;
  for (let current: ts.Node = node; current.parent && !isFunctionLike(current); current = current.parent) {
    if (!ts.isCatchClause(current)) continue;
    return [...descendants(current.parent.tryBlock)].some(
      (each) =>
        ts.isCallExpression(each) &&
        isAwaited(each) &&
        symbolOf(project, name(each)) === target &&
        receiverOf(project, each) === receiverOf(project, node),
    );
  }
  return false;
}

/** The object that a method is called on. */
function receiverOf(project: Project, { expression }: ts.CallExpression): ts.Symbol | string | undefined {
  const callee = unwrap(expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const owner = unwrap(callee.expression);
  if (owner.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  return symbolOf(project, ts.isPropertyAccessExpression(owner) ? owner.name : owner);
}

function isAwaited(node: ts.CallExpression): boolean {
  const { parent } = wrapped(node);
  return ts.isAwaitExpression(parent) || ts.isReturnStatement(parent);
}

function callsItself(node: ts.CallExpression, frame: Frame): boolean {
  // `explain(error.cause)` looks deeper into the error. It repeats no request.
  if (node.arguments.some((argument) => mentionsError(argument, frame))) return false;
  const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
  const target = symbolOf(frame.project, callee)?.valueDeclaration;
  if (!target) return false;
  for (let current: ts.Node | undefined = node; current; current = current.parent) {
    if (current === target && isFunctionLike(current)) return true;
    if (ts.isVariableDeclaration(target) && current === target.initializer) return true;
  }
  return false;
}
