import { ts } from '../../compiler.cjs';
import { answersTo } from './declaration-at.ts';
import { mayHold } from './files-around.ts';
import type { Project } from './project.ts';
import { syntaxOf } from './syntax-index.ts';

/** The members of classes and objects that implement a declared member, the declaration itself included. */
export function implementers(project: Project, symbol: ts.Symbol): ts.Declaration[] {
  const declared = symbol.declarations ?? [];
  const isNear = mayHold(project, declared);
  return (syntaxOf(project).members.get(symbol.name) ?? []).filter(
    (member) =>
      isNear(member.getSourceFile()) &&
      answersTo(project, member).some((declaration) => declared.includes(declaration)),
  );
}

/**
 * Where a member with one of these declarations is read: `x.name` and `{ name } = x`.
 *
 * @param isWanted leaves out reads before the checker is asked
 */
export function readsOf(
  project: Project,
  name: string,
  declarations: readonly ts.Declaration[],
  isWanted: (read: ts.Node) => boolean = () => true,
): (ts.PropertyAccessExpression | ts.BindingElement)[] {
  const isNear = mayHold(project, declarations);
  return (syntaxOf(project).reads.get(name) ?? []).filter(
    (read) =>
      isWanted(read) &&
      isNear(read.getSourceFile()) &&
      symbolRead(project, read, name)?.declarations?.some((declaration) =>
        declarations.includes(declaration),
      ),
  );
}

/** The member that a read takes; undefined where its owner has no type. */
export function symbolRead(
  project: Project,
  read: ts.PropertyAccessExpression | ts.BindingElement,
  name: string,
): ts.Symbol | undefined {
  if (!ts.isBindingElement(read)) return project.checker.getSymbolAtLocation(read.name);
  return project.checker.getPropertyOfType(project.checker.getTypeAtLocation(read.parent), name);
}
