import { ts } from '../../../compiler.cjs';
import { enclosingFunction, isAssignment, references, unwrap, wrapped } from '../../program/ast.ts';
import { answersTo } from '../../program/declaration-at.ts';
import { mentionsIn } from '../../program/mentions.ts';
import { readsOf } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { variableAt } from '../guards/subject.ts';

/** The expressions that read a variable or a member, the places that write it left out. */
export function readersOfName(project: Project, name: ts.Node): ts.Expression[] {
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return [];
  if (isMember(name)) return membersRead(project, name);
  const symbol = ts.isIdentifier(name) ? variableAt(project, name) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration) return [];
  if (ts.isPropertyDeclaration(declaration)) return membersRead(project, name);
  const owner = enclosingFunction(declaration);
  const uses = owner
    ? references(project.checker, symbol, owner)
    : project.userFiles.flatMap((file) =>
        mentionsIn(file, name.text).filter((use) => symbolOf(project, use) === symbol),
      );
  return uses.filter((use): use is ts.Identifier => ts.isIdentifier(use) && isRead(use));
}

function isMember(name: ts.Node): boolean {
  const { parent } = name;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === name) ||
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isGetAccessorDeclaration(parent)
  );
}

function membersRead(project: Project, name: ts.Identifier | ts.PrivateIdentifier): ts.Expression[] {
  const symbol = project.checker.getSymbolAtLocation(name);
  const declarations = symbol?.declarations?.flatMap((each) => answersTo(project, each)) ?? [];
  if (declarations.length === 0) return [];
  return readsOf(project, name.text, [...new Set(declarations)]).flatMap((read): ts.Expression[] => {
    if (ts.isBindingElement(read)) return ts.isIdentifier(read.name) ? readersOfName(project, read.name) : [];
    return isRead(read) ? [read] : [];
  });
}

/** Not the target of an assignment, not its own declaration, not an import. */
function isRead(use: ts.Expression): boolean {
  const outer = wrapped(use);
  const { parent } = outer;
  if (ts.isBinaryExpression(parent) && parent.left === outer && isAssignment(parent.operatorToken.kind))
    return false;
  if ((parent as ts.NamedDeclaration).name === unwrap(use) && !ts.isShorthandPropertyAssignment(parent))
    return false;
  return !ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent) && !ts.isImportClause(parent);
}
