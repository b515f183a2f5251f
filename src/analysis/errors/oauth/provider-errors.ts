import { ts } from '../../../compiler.cjs';
import { oauthProviderInterface, oauthProviderMembers } from '../../../sdk/roles.ts';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { bodyOf, functionAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { callersOf } from '../branch/callers.ts';

/**
 * What the client may call on the way, so that what it throws comes out of it: every member that is called as one of an OAuth
 * provider is. Which objects are providers would have to be proved of each: JavaScript, a class whose base is the provider, one
 * that is wrapped, a record with the members of another one.
 */
export function providerMembers(project: Project): readonly ts.Node[] {
  const { members, assigned } = syntaxOf(project);
  return oauthProviderMembers
    .flatMap((name): readonly ts.Node[] => [
      ...(members.get(name) ?? []),
      ...(assigned.get(name) ?? [])
        .filter(({ at }) => ts.isPropertyAccessExpression(at))
        .map(({ value }) => value),
    ])
    .filter((each) => !isTestFile(each.getSourceFile()))
    .flatMap((each) => [each, ...behind(project, each)]);
}

/** The function that a member is given by its name: `{ tokens: readTokens }`. */
function behind(project: Project, node: ts.Node): readonly ts.Node[] {
  const fn = ts.isExpression(node) ? functionAt(project, node) : bodyOf(project, node);
  return fn?.body && fn !== node ? [fn.body] : [];
}

/** A provider that others pass to a published function may throw whatever it likes. */
export function isFromOutside(project: Project, value: ts.Expression): boolean {
  const node = unwrap(value);
  const root = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  if (!root || !ts.isParameter(root) || !isFunctionLike(root.parent)) return false;
  const isProvider = declaredTypes(project, project.checker.getTypeAtLocation(node)).some(
    ({ name }) => name === oauthProviderInterface,
  );
  return isProvider && callersOf(project, root.parent).isPublished;
}
