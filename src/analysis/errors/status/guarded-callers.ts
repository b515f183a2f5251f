import { ts } from '../../../compiler.cjs';
import { isFunctionLike, isWithin } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import type { Frame } from '../guards/frame.ts';
import { type Handler, handlerAt } from '../guards/handlers.ts';
import { passedTo } from './given-back.ts';
import { keptAway } from './reached.ts';
import { framesFor, type StatusMatch, statusesAsked } from './status-tests.ts';

/**
 * `if (hasNumber(error)) { … isRefused(error) … }`, where the test for the status stands in the helper: a caller lets only
 * numbers get to it, so a fix in the helper changes nothing there.
 */
export const guardedAtCaller = ({ project, tests }: StatusMatch): boolean =>
  tests.some((test) => {
    const { handler } = test;
    return handler !== undefined && statusesAsked(test).some((status) => isGuarded(project, handler, status));
  });

function isGuarded(
  project: Project,
  { subject, scope }: Handler,
  status: number,
  seen = new Set<ts.Node>(),
): boolean {
  const root = subject.symbol.valueDeclaration;
  if (seen.has(scope) || !root || !isFunctionLike(scope) || root.parent !== scope) return false;
  seen.add(scope);
  const index = scope.parameters.indexOf(root as ts.ParameterDeclaration);
  return passedTo(project, scope, index).some(({ node, at }) => {
    const caller = handlerAt(project, { node: at, value: node, kind: 'v2' });
    if (!caller || caller.scope === scope) return false;
    const [v1, v2] = framesFor(project, caller.subject, status);
    const isLost = isAway(caller, v2, at) && !isAway(caller, v1, at);
    return isLost || isGuarded(project, caller, status, seen);
  });
}

const isAway = (handler: Handler, frame: Frame, place: ts.Node): boolean =>
  keptAway(handler, frame, place) !== undefined || isShortCut(frame, place);

/** `hasNumber(error) && isRefused(error)`, `hasNumber(error) ? isRefused(error) : …` */
function isShortCut(frame: Frame, place: ts.Node): boolean {
  for (let node = place; node.parent && !ts.isStatement(node) && !isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    if (ts.isConditionalExpression(parent) && parent.condition !== node) {
      if (frame.truth(parent.condition) === isWithin(node, parent.whenFalse)) return true;
    } else if (ts.isBinaryExpression(parent) && parent.right === node) {
      const { kind } = parent.operatorToken;
      const truth = frame.truth(parent.left);
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken && truth === false) return true;
      if (kind === ts.SyntaxKind.BarBarToken && truth === true) return true;
    }
  }
  return false;
}
