import { ts } from '../../../compiler.cjs';
import { enclosingFunction, unwrap } from '../../program/ast.ts';
import { isComponent } from '../../program/component-modules.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { showsInTemplate } from '../../program/template-effects.ts';

/**
 * Whether the template of a component shows what a target takes: a variable at the top of the script, the box in one (`ref()` of
 * Vue), or a member of a component with options.
 */
export function isShownInTemplate(project: Project, target: ts.Node): boolean {
  const { fileName } = target.getSourceFile();
  if (!isComponent(fileName)) return false;
  const name = shownName(project, target);
  return name !== undefined && showsInTemplate(fileName, project.beyond.readText(fileName) ?? '', name);
}

function shownName(project: Project, target: ts.Node): string | undefined {
  const place = ts.isExpression(target) ? unwrap(target) : target;
  if (ts.isPropertyAccessExpression(place)) {
    const owner = unwrap(place.expression);
    if (owner.kind === ts.SyntaxKind.ThisKeyword) return place.name.text;
    return place.name.text === 'value' && ts.isIdentifier(owner) ? shownName(project, owner) : undefined;
  }
  if (!ts.isIdentifier(place)) return undefined;
  const declaration = ts.isVariableDeclaration(place.parent) ? place.parent : declarationAt(project, place);
  const isTopLevel = declaration !== undefined && !enclosingFunction(declaration);
  return isTopLevel && ts.isVariableDeclaration(declaration) ? place.text : undefined;
}
