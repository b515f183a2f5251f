import { ts } from '../../../compiler.cjs';
import { type FunctionLike, isAssignment, unwrap } from '../../program/ast.ts';
import { bodyOf } from '../../program/callees.ts';
import { keysAsked } from '../../program/keys-asked.ts';
import { definerAt } from '../../program/member-definers.ts';
import { nodesOf } from '../../program/node-index.ts';
import { programFiles } from '../../program/program-files.ts';
import type { Project } from '../../program/project.ts';
import { isServerMade } from './server-values.ts';

/** What the project puts in the place of a method that registers handlers. */
export interface Replacement {
  readonly name: string;
  readonly node: ts.Node;
  /** The server that gets it; undefined where that is not known. */
  readonly target: ts.Expression | ts.ClassLikeDeclaration | undefined;
  readonly fn: FunctionLike | undefined;
  /** False where a computed name may be that of another method. */
  readonly isNamed: boolean;
}

/**
 * Where does the project put something in the place of a server's methods by a computed name?
 * Asked before a handler counts as one that the SDK's own method gets.
 * Gives `server[name] = …` and `Object.defineProperty(server, name, …)`; each of the names where the computed one may be any.
 */
export const computedReplacements = (project: Project, names: readonly string[]): readonly Replacement[] =>
  programFiles(project).flatMap((file) => [
    ...nodesOf<ts.BinaryExpression>(file, ts.SyntaxKind.BinaryExpression).flatMap((node) => {
      const access = unwrap(node.left);
      return isAssignment(node.operatorToken.kind) && ts.isElementAccessExpression(access)
        ? replacedAt(project, node, access.expression, access.argumentExpression, node.right, names)
        : [];
    }),
    ...nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression).flatMap((node) => {
      const [target, key] = node.arguments;
      return target && key && definerAt(project, node) === 'one'
        ? replacedAt(project, node, target, key, undefined, names)
        : [];
    }),
  ]);

function replacedAt(
  project: Project,
  node: ts.Node,
  target: ts.Expression,
  key: ts.Expression,
  value: ts.Expression | undefined,
  names: readonly string[],
): readonly Replacement[] {
  if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key) || !isServerMade(project, target)) return [];
  const keys = keysAsked(project, key);
  const fn = value && bodyOf(project, unwrap(value));
  return names
    .filter((name) => !keys || keys.has(name))
    .map((name) => ({ name, node, target, fn, isNamed: keys !== undefined }));
}
