import type { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import { isFunctionLike } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { isGlobal, isPublic } from '../../program/published.ts';
import { isMember } from './families.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/**
 * Notes that code outside the project may rely on what the migration changes here.
 * @param path - from the declaration to the code: a function's result goes out, everything else may come in
 * @throws {CannotFollow} when it cannot be changed without breaking that code
 */
export function guardPublic(lift: Lift, declaration: ts.Node, path: AccessPath): void {
  if (isGlobal(lift.project, declaration)) {
    const detail = `${shortText((declaration as ts.NamedDeclaration).name ?? declaration)} is global, so other pages and scripts may use it.`;
    throw new CannotFollow('crosses-boundary', declaration, detail);
  }
  if (!isPublic(lift.project, declaration)) return;
  const name = (declaration as ts.NamedDeclaration).name?.getText() ?? 'it';
  if (lift.asks) {
    const detail = `It is '${name}'.`;
    return lift.evidence.assume({ obligation: 'no-outside-callers', code: 'record-from-outside', detail });
  }
  const isInput = path[0]?.kind === 'argument' || (isMember(declaration) && !isFunctionLike(declaration));
  if (path.length === 0 && isMember(declaration)) {
    throw new CannotFollow('public-member', declaration, `It is '${name}'.`);
  }
  lift.evidence.assume({
    obligation: 'no-outside-callers',
    code: 'public-signature',
    detail: `It is '${name}'.`,
    isInput,
  });
}
