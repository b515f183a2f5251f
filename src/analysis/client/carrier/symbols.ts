import { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import { isFunctionLike } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { askAround } from './ask-around.ts';
import { assignedMember, liftAssignedMember } from './assigned-members.ts';
import { exportBehind, liftExport } from './commonjs-exports.ts';
import { isMember } from './families.ts';
import type { Lift, Local } from './lift.ts';
import { isParameterProperty } from './locals.ts';
import { recordDoubt } from './read-passed.ts';
import { shortText } from './short-text.ts';

/** Whatever a name stands for becomes a carrier: a variable, a parameter, a function, a member, an export. */
export function liftSymbol(lift: Lift, symbol: ts.Symbol | undefined, path: AccessPath, at: ts.Node): void {
  const declarations = symbol?.declarations ?? [];
  const [declaration] = declarations;
  if (!declaration) {
    askAround(lift.project, at);
    throw (
      recordDoubt(lift, at) ??
      new CannotFollow('unresolved-step', at, `What ${shortText(at)} is filled by was not found.`)
    );
  }
  if (isLocal(declaration) && !isParameterProperty(declaration)) return lift.follow.local(declaration, path);
  if (ts.isFunctionDeclaration(declaration)) {
    const body = declarations.filter(ts.isFunctionDeclaration).find((each) => each.body);
    if (!body) throw new CannotFollow('wider-flow', at, `${shortText(at)} has no body.`);
    return lift.follow.function(body, path);
  }
  const assigned = assignedMember(declarations);
  if (assigned) return liftAssignedMember(lift, declarations, assigned, path);
  if (isMember(declaration)) return lift.follow.field(declarations, path);
  const exported = exportBehind(declaration);
  if (exported) return liftExport(lift, exported, path);
  if (isFunctionLike(declaration)) return lift.follow.function(declaration, path);
  const detail = `${shortText(at)} is not a variable, parameter, function or member.`;
  throw recordDoubt(lift, at) ?? new CannotFollow('wider-flow', at, detail);
}

function isLocal(node: ts.Node): node is Local {
  return ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
}
