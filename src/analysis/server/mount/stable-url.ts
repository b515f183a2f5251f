import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isAssignment, unwrap } from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { isBundledDeclaration } from '../../program/sdk-root.ts';
import { isWrittenLater } from '../../program/written-names.ts';
import { ofDeclaration, type Stability, worst } from './changed-object.ts';

/**
 * Can an issuer be written a second time, and have the same value there?
 * Asked for each way to write the issuer of some metadata elsewhere.
 * A URL object can be changed between the two places, under any of its names, and a call or a getter may give another value
 * each time.
 */
export function stabilityOf(project: Project, value: ts.Expression): Stability {
  const node = unwrap(value);
  return worst([node, ...descendants(node)].map((each) => ofNode(project, each)));
}

function ofNode(project: Project, node: ts.Node): Stability {
  if (ts.isCallExpression(node)) {
    const targets = functionsAt(project, node.expression);
    return targets.length > 0 && !targets.every((target) => isPure(project, target)) ? 'changes' : 'same';
  }
  if (ts.isPropertyAccessExpression(node)) return ofAccess(project, node);
  const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  if (!ts.isIdentifier(node) || isMember) return 'same';
  const declaration = declarationAt(project, node);
  return declaration ? ofDeclaration(project, declaration, 0) : 'same';
}

/** A getter of the project, or a field that may be changed like a variable. */
function ofAccess(project: Project, node: ts.PropertyAccessExpression): Stability {
  const declaration = declarationAt(project, node);
  if (!declaration) return 'same';
  if (ts.isGetAccessor(declaration)) return isPure(project, declaration) ? 'same' : 'changes';
  return ofDeclaration(project, declaration, 0);
}

/** The functions that are being looked at: one that calls itself adds nothing. */
const running = new Set<FunctionLike>();

/** A function that only reads and computes, so it gives the same value again. */
const isPure = oncePerNode((project, target: FunctionLike): boolean => {
  const { body } = target;
  if (!body) return false;
  running.add(target);
  const found = [body, ...descendants(body)].every((node) => {
    if (ts.isAwaitExpression(node) || ts.isPostfixUnaryExpression(node)) return false;
    if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken;
    if (ts.isBinaryExpression(node)) return !isAssignment(node.operatorToken.kind);
    if (ts.isNewExpression(node)) return isPlatformUrl(project, node.expression);
    if (ts.isCallExpression(node)) {
      const targets = functionsAt(project, node.expression);
      if (targets.length > 0) return targets.every((inner) => running.has(inner) || isPure(project, inner));
      return isOfPlatform(project, node.expression);
    }
    return !ts.isIdentifier(node) || !isReassigned(project, node);
  });
  running.delete(target);
  return found;
});

function isPlatformUrl(project: Project, callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) && callee.text === 'URL' && isOfPlatform(project, callee);
}

/** A method of a text, a URL or another value of the platform: it computes. Those that give another value each time are not. */
function isOfPlatform(project: Project, callee: ts.Expression): boolean {
  const plain = unwrap(callee);
  const declaration =
    ts.isIdentifier(plain) || ts.isPropertyAccessExpression(plain)
      ? declarationAt(project, plain)
      : undefined;
  return (
    declaration !== undefined && isBundledDeclaration(declaration) && !/^(random|now)/.test(nameOf(plain))
  );
}

function nameOf(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : node.getText();
}

/** A `let` that some code assigns: the function may give another value then. */
function isReassigned(project: Project, name: ts.Identifier): boolean {
  const declaration = declarationAt(project, name);
  return (
    declaration !== undefined && ts.isVariableDeclaration(declaration) && isWrittenLater(project, declaration)
  );
}

/** True where nothing of the project changes a value after it is made, and it is not computed again. */
export function isStable(project: Project, value: ts.Expression): boolean {
  return stabilityOf(project, value) !== 'changes';
}
