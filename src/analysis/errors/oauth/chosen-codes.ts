import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { isAssignment, unwrap, wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { mayReadAgain } from '../guards/read-again.ts';
import type { DeadTest } from './candidate.ts';
import { type Access, askedFor, type CodeRead, isOfClient, renamed } from './code-members.ts';

/**
 * Whether each read of `errorCode` can ask for the class of the client first, so that any other error keeps its own member: then
 * it does not matter what else may come.
 */
export function mayChoose({ project, kind, isKnown }: DeadTest, reads: readonly CodeRead[]): boolean {
  return kind === 'member' && !isKnown && reads.every((read) => isChoosable(project, read));
}

function isChoosable(project: Project, read: CodeRead): boolean {
  if (ts.isBindingElement(read) || !mayReadAgain(project, read.expression)) return false;
  const node = wrapped(read);
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) return !isAssignment(parent.operatorToken.kind);
  if (ts.isDeleteExpression(parent) || ts.isPostfixUnaryExpression(parent)) return false;
  // `error?.errorCode.length`: all of the chain depends on its first part.
  const isOwner =
    ts.isPropertyAccessExpression(parent) ||
    ts.isElementAccessExpression(parent) ||
    ts.isCallExpression(parent);
  return (
    !isOwner ||
    parent.expression !== node ||
    !ts.isOptionalChain(parent) ||
    parent.questionDotToken !== undefined
  );
}

/** `error.errorCode` → `error instanceof OAuthError ? error.code : error.errorCode`, and the same for `'errorCode' in error`. */
export function chosenReads(test: DeadTest, reads: readonly CodeRead[], local: string): Edit[] {
  const { project, handler } = test;
  const asked = askedFor(project, reads, handler).map((node) => {
    const text = `${unwrap(node.right).getText()} instanceof ${local} || ${node.getText()}`;
    return over(node, isPlain(node) ? text : `(${text})`);
  });
  return [...asked, ...(reads as readonly Access[]).map((read) => chosen(project, read, local))];
}

function chosen(project: Project, read: Access, local: string): Edit {
  if (isOfClient(project, read.expression)) return renamed(read);
  const error = unwrap(read.expression).getText();
  const text = `${error} instanceof ${local} ? ${error}.code : ${read.getText()}`;
  return over(read, isPlain(read) ? text : `(${text})`);
}

const over = (node: ts.Node, text: string): Edit => ({
  file: node.getSourceFile().fileName,
  start: node.getStart(),
  end: node.end,
  text,
});

/** A place where no operator stands around the value. */
function isPlain(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isIfStatement(parent) ||
    ts.isSwitchStatement(parent) ||
    (ts.isArrowFunction(parent) && parent.body === node) ||
    (ts.isCallExpression(parent) && parent.expression !== node)
  );
}
