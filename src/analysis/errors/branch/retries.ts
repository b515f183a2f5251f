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
import { evaluate, truth } from '../guards/evaluate.ts';
import type { Frame } from '../guards/frame.ts';
import { mentionsError } from '../guards/render.ts';
import { type Refused, refuse } from './hazards.ts';

const retryWords =
  /retr(y(?!-?_?after)|ies|ied)|fall-?_?backs?|reconnect|backoff|tryNext|legacySse|sseTransport/i;

/** A permission error must not be tried again blindly, be it here, elsewhere or in another way. */
export function retryOrFallback(live: readonly ts.Node[], frame: Frame): Refused | undefined {
  const found = live.find((node) => isRetry(node, frame));
  return found && refuse('retry-or-fallback', `For a 403 it runs \`${found.getText().split('\n')[0]}\`.`);
}

function isRetry(node: ts.Node, frame: Frame): boolean {
  if (ts.isContinueStatement(node)) return true;
  if (ts.isNewExpression(node)) return isTransport(node.expression, frame);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return retryWords.test(codeText(node.left)) && truth(node.right, frame) !== false;
  }
  if (ts.isPropertyAssignment(node)) {
    return (
      retryWords.test(node.name.getText()) &&
      evaluate(node.initializer, frame).kind === 'const' &&
      truth(node.initializer, frame) === true
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

/** `return 'retry'`, or `return true` in a function that answers whether to retry. */
function isRetryAnswer(node: ts.ReturnStatement): boolean {
  const value = node.expression!;
  if (ts.isStringLiteralLike(value)) return retryWords.test(value.text);
  return value.kind === ts.SyntaxKind.TrueKeyword && retryAnswer(enclosingFunction(node)) !== undefined;
}

const retryQuestions = /retr(y|iable)|fall-?back|transient|recoverable|reconnect/i;

/** The refusal where a function that says yes asks to try again: `shouldRetry: (error) => …`. */
export function retryAnswer(owner: ts.Node | undefined): Refused | undefined {
  const name = nameOf(owner) ?? '';
  return retryQuestions.test(name)
    ? refuse('retry-or-fallback', `\`${name}\` answers yes for a 403.`)
    : undefined;
}

/** What a function is called by: its own name, or that of the variable or member that holds it. */
export function nameOf(owner: ts.Node | undefined): string | undefined {
  if (!owner) return undefined;
  const { name } = owner as ts.NamedDeclaration;
  if (name) return name.getText();
  const holder = wrapped(owner as ts.Expression).parent;
  const isHolder =
    ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder) || ts.isPropertyDeclaration(holder);
  return isHolder ? holder.name.getText() : undefined;
}

/** The `try` waited for the very same call: this is the second attempt. */
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

/** What a method is called on, without the layout and comments of its text. */
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
  // `explain(error.cause)` looks deeper into the error and tries nothing again.
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
