import { ts } from '../../../compiler.cjs';
import { codeText, unwrap } from '../../program/ast.ts';
import { behindConstants } from '../../program/constants.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { urlBehind } from './href-comparison.ts';

/** A text that is equal for expressions with the same URL: the same constant, literal or variable. */
export function identityOf(project: Project, expression: ts.Expression): string {
  const node = unwrap(behindConstants(project, expression));
  if (ts.isStringLiteralLike(node)) return `'${hrefOf(node.text)}'`;
  const url = urlBehind(project, node);
  if (url) return identityOf(project, url);
  const [only, more] = ts.isNewExpression(node) ? (node.arguments ?? []) : [];
  if (ts.isNewExpression(node) && only && !more && codeText(node.expression) === 'URL')
    return identityOf(project, only);
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(unwrap(node.expression)))
    return `${identityOf(project, node.expression)}.${node.name.text}`;
  const declaration =
    ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? declarationAt(project, node) : undefined;
  if (declaration) return `${declaration.getSourceFile().fileName}:${declaration.pos}`;
  return codeText(node);
}

function hrefOf(text: string): string {
  try {
    return new URL(text).href;
  } catch {
    return text;
  }
}
