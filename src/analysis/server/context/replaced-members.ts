import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';

/** True where a later part of `{ ...ctx, ...more }` or `Object.assign({}, ctx, more)` certainly has the member. */
export const isReplaced = (project: Project, later: readonly ts.Expression[], name: string): boolean =>
  later.some((each) => {
    const { entries } = memberOf(project, each, name);
    return entries.length > 0 && entries.every(({ conditional }) => !conditional) && !isOptional(each);
  });

/** `dev && { authInfo }`, `dev ? { authInfo } : {}` */
const isOptional = (part: ts.Expression): boolean =>
  ts.isBinaryExpression(unwrap(part)) || ts.isConditionalExpression(unwrap(part));
