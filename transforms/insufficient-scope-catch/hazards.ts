import {
  descendants,
  enclosingFunction,
  isFunctionLike,
  spelling,
  unwrap,
  wrapped,
} from '../../src/analysis/ast.ts';
import { evaluate, truth } from '../../src/analysis/guards/evaluate.ts';
import { type Frame, isSubject } from '../../src/analysis/guards/frame.ts';
import { mentionsError } from '../../src/analysis/guards/render.ts';
import { lackingMembers } from '../../src/analysis/guards/worlds.ts';
import { declaredAs, declaredTypes, symbolOf } from '../../src/analysis/sdk-symbols.ts';
import { ts } from '../../src/compiler.cjs';
import type { Fix } from '../../src/model/rule.ts';

export type Refused = Extract<Fix, { level: 'none' }>;

const refuse = (refusal: Refused['refusal'], detail: string): Refused => ({ level: 'none', refusal, detail });

/** Why the code that stays (`live`) must not run for an InsufficientScopeError, or undefined when it may. */
export function hazardIn(live: readonly ts.Node[], frame: Frame): Refused | undefined {
  for (const node of live) {
    const found = lostMember(node, frame) ?? messageTest(node, frame) ?? typedUse(node, frame);
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

function memberOfError(node: ts.Node, frame: Frame): { name: string } | undefined {
  if (ts.isPropertyAccessExpression(node) && evaluate(node.expression, frame).kind === 'error')
    return { name: node.name.text };
  if (!ts.isBindingElement(node)) return undefined;
  const declaration = node.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  if (evaluate(declaration.initializer, frame).kind !== 'error') return undefined;
  return { name: (node.propertyName ?? node.name).getText() };
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

/** Handing the error on as an SdkHttpError does not compile for an InsufficientScopeError, and would lie if it did. */
function typedUse(node: ts.Node, frame: Frame): Refused | undefined {
  if (!ts.isExpression(node) || !isSubject(frame, node)) return undefined;
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) return undefined;
  const type = frame.project.checker.getContextualType(node);
  if (!type || type.isUnion()) return undefined;
  const wanted = declaredTypes(frame.project, type).find(
    ({ area, name }) => area.startsWith('v2/') && /^Sdk(Http)?Error$/.test(name),
  );
  return (
    wanted &&
    refuse('insufficient-scope-type', `\`${node.parent.getText().split('\n')[0]}\` wants an ${wanted.name}.`)
  );
}

const retryWords =
  /retr(y(?!-?_?after)|ies|ied)|fall-?_?backs?|reconnect|backoff|tryNext|legacySse|sseTransport/i;

/** A permission error must not be tried again blindly, be it here, elsewhere or in another way. */
function retryOrFallback(live: readonly ts.Node[], frame: Frame): Refused | undefined {
  const found = live.find((node) => isRetry(node, frame));
  return found && refuse('retry-or-fallback', `For a 403 it runs \`${found.getText().split('\n')[0]}\`.`);
}

function isRetry(node: ts.Node, frame: Frame): boolean {
  if (ts.isContinueStatement(node)) return true;
  if (ts.isNewExpression(node)) return isTransport(node.expression, frame);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return retryWords.test(spelling(node.left)) && truth(node.right, frame) !== false;
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
  const name = enclosingFunction(node)?.name?.getText() ?? '';
  return value.kind === ts.SyntaxKind.TrueKeyword && retryWords.test(name);
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
        spelling(each.expression) === spelling(node.expression) &&
        symbolOf(project, name(each)) === target,
    );
  }
  return false;
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

/** Members that only the old error has, read anywhere below these nodes: the branch would not compile for both. */
export function readsLostMember(nodes: readonly ts.Node[], frame: Frame): boolean {
  return nodes.some((root) =>
    [...descendants(root)].some((node) => {
      const member = memberOfError(node, frame);
      return member !== undefined && lackingMembers.has(member.name);
    }),
  );
}
