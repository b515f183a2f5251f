import { ts } from '../../../compiler.cjs';
import { descendants, isFunctionLike } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { type Subject, subjectOf } from '../guards/subject.ts';
import type { CodeUse } from './status-uses.ts';

/** The code reads `status` of the same error. */
export const readsStatus = (project: Project, code: ts.Node, { symbol, text }: Subject): boolean =>
  [...descendants(code)].some((node) => {
    if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'status') return false;
    const owner = subjectOf(project, node.expression);
    return owner?.symbol === symbol && owner.text === text;
  });

/** The whole expression of a statement, or of a function. */
export function expressionAround(part: ts.Node): ts.Node {
  let node = part;
  while (ts.isExpression(node.parent) && !isFunctionLike(node.parent)) node = node.parent;
  return node;
}

/** A list or table is asked that other code changes or gives. */
export const asksChangedList = ({ kind, isGiven, isListed }: CodeUse): boolean =>
  kind === 'lookup' && isGiven && isListed !== true;
