import { ts } from '../../../compiler.cjs';
import { isFunctionLike, references, unwrap, wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';

/**
 * True for a parameter that its function does nothing with but return it, perhaps in a record: `const ok = (value) => ({ ok: true,
 * value })`. What is passed through may then be another value than before.
 */
export function onlyReturned(project: Project, parameter: ts.ParameterDeclaration | undefined): boolean {
  if (!parameter || !ts.isIdentifier(parameter.name) || parameter.initializer) return false;
  const owner = parameter.parent;
  const symbol = symbolOf(project, parameter.name);
  if (!symbol || !isFunctionLike(owner) || !owner.body) return false;
  const uses = references(project.checker, symbol, owner.body);
  return uses.length > 0 && uses.every((use) => isReturned(use, owner));
}

function isReturned(use: ts.Expression, owner: ts.Node): boolean {
  const value = wrapped(use);
  const { parent } = value;
  if (ts.isReturnStatement(parent)) return parent.expression === value;
  if (parent === owner) return ts.isArrowFunction(owner) && owner.body === value;
  const isMember =
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isPropertyAssignment(parent) && unwrap(parent.initializer) === unwrap(value));
  return isMember && isReturned(parent.parent, owner);
}
