import { ts } from '../../../compiler.cjs';
import { finishAuthMethod, transportsWithFinishAuth } from '../../../sdk/roles.ts';
import { isAssignment, memberName, unwrap } from '../../program/ast.ts';
import { filesHolding } from '../../program/mention-index.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { sdkTypes } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { type Gap, open } from './gap.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/**
 * The transport still has its own `finishAuth`. Code that puts another one in its place (on the prototype, on one transport, by a
 * function that wraps methods) was written for a string.
 */
export function methodReplaced({ project }: Lift): readonly Gap[] {
  return filesHolding(project, finishAuthMethod)
    .filter((file) => !isTestFile(file))
    .flatMap((file) => nodesOfKinds(file, placeKinds))
    .filter((node) => isReplaced(project, node))
    .map((node) => open('method-replaced', node, `It is \`${shortText(node)}\`.`));
}

const placeKinds = [ts.SyntaxKind.BinaryExpression, ts.SyntaxKind.CallExpression] as const;

function isReplaced(project: Project, node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const target = unwrap(node.left);
    if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return false;
    if (!isAssignment(node.operatorToken.kind) || memberName(target) !== finishAuthMethod) return false;
    return isTransport(project, target.expression) || isUntyped(project, target.expression);
  }
  // `wrap(StreamableHTTPClientTransport.prototype, 'finishAuth', around)`, `Object.defineProperty(transport, 'finishAuth', …)`
  const given = ts.isCallExpression(node) ? node.arguments : [];
  const isNamed = given.some((each) => ts.isStringLiteralLike(each) && each.text === finishAuthMethod);
  return isNamed && given.some((each) => isTransport(project, each));
}

function isTransport(project: Project, value: ts.Expression): boolean {
  const type = project.checker.getTypeAtLocation(value);
  return sdkTypes(project, type).some(({ name }) => transportsWithFinishAuth.includes(name));
}

function isUntyped({ checker }: Project, value: ts.Expression): boolean {
  return (checker.getTypeAtLocation(value).flags & ts.TypeFlags.Any) !== 0;
}
