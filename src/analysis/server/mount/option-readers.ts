import { ts } from '../../../compiler.cjs';
import { isAssignment, wrapped } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import { programFiles } from '../../program/program-files.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { flagName } from '../response/provider/provider-node.ts';
import { mountsOf } from './mounts.ts';

/** Where the project itself reads the option: what it finds there would be gone. */
export function flagReader(project: Project, option: ts.Node): ts.Node | undefined {
  return programFiles(project)
    .flatMap((file) => mentionsIn(file, flagName))
    .filter((mention) => mention.parent !== option && !isTestFile(mention.getSourceFile()))
    .map(({ parent }) => parent)
    .find(
      (parent) =>
        (ts.isPropertyAccessExpression(parent) && !isWritten(parent)) ||
        ts.isElementAccessExpression(parent) ||
        ts.isBindingElement(parent),
    );
}

function isWritten(access: ts.Expression): boolean {
  const { parent } = access;
  return ts.isBinaryExpression(parent) && parent.left === access && isAssignment(parent.operatorToken.kind);
}

/**
 * Who else gets the options object as a whole, and may read the option under another name, by a spread or as text?
 *
 * @returns undefined when only the SDK gets it
 */
export function otherReceiver(project: Project, option: ts.Node): ts.Node | undefined {
  const literal = option.parent;
  return ts.isObjectLiteralExpression(literal) ? leaves(project, literal) : literal;
}

function leaves(project: Project, value: ts.Expression): ts.Node | undefined {
  const outer = wrapped(value);
  const { parent } = outer;
  if (ts.isCallExpression(parent)) {
    if (parent.arguments.includes(outer) && mountsOf(project).some(({ call }) => call === parent))
      return undefined;
    // `options(issuer)`: a function that returns the object.
    return parent;
  }
  if (ts.isSpreadAssignment(parent)) return leaves(project, parent.parent);
  if (ts.isPropertyAccessExpression(parent)) return undefined;
  if (!ts.isVariableDeclaration(parent)) return undefined;
  // `const { issuerUrl, ...others } = options`
  if (!ts.isIdentifier(parent.name))
    return ts.isObjectBindingPattern(parent.name) && parent.name.elements.some((one) => one.dotDotDotToken)
      ? parent
      : undefined;
  const { name } = parent;
  project.ask(name.text, parent);
  for (const file of programFiles(project))
    for (const use of file.text.includes(name.text) ? mentionsIn(file, name.text) : []) {
      if (use === name || !ts.isIdentifier(use) || isTestFile(file)) continue;
      if (!mayLeave(use) || declarationAt(project, use) !== parent) continue;
      const found = leaves(project, use);
      if (found) return found;
    }
  return undefined;
}

/** False for imports, exports and reads of a member. */
function mayLeave(use: ts.Identifier): boolean {
  const { parent } = use;
  return !ts.isImportOrExportSpecifier(parent) && !ts.isPropertyAccessExpression(parent);
}
