import type { ts } from '../../../compiler.cjs';
import { isFunctionLike } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { isPublic } from '../../program/published.ts';
import type { Way } from './access-path.ts';
import { isMember } from './families.ts';
import type { Lift } from './lift.ts';

/**
 * Remembers that code outside the project may rely on what the migration changes here.
 * @param way - from the declaration to the code: what a function returns goes out, everything else may come in
 * @throws {CannotFollow} when it cannot be changed without breaking that code
 */
export function guardPublic(lift: Lift, declaration: ts.Node, way: Way): void {
  if (!isPublic(lift.project, declaration)) return;
  const name = (declaration as ts.NamedDeclaration).name?.getText() ?? 'it';
  const isInput = way[0]?.kind === 'argument' || (isMember(declaration) && !isFunctionLike(declaration));
  if (way.length === 0 && isMember(declaration)) {
    throw new CannotFollow('public-member', declaration, `It is '${name}'.`);
  }
  lift.assumptions.push({ code: 'public-signature', detail: `It is '${name}'.`, isInput });
}
