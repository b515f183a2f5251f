import { ts } from '../../../compiler.cjs';
import {
  enclosingFunction,
  isAssignment,
  isPrivate,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { answersTo } from '../../program/declaration-at.ts';
import { mayHold } from '../../program/files-around.ts';
import { freshBox } from '../../program/fresh-boxes.ts';
import { oncePerNode } from '../../program/memo.ts';
import { valuesOf } from '../../program/mentions.ts';
import { readsOf, symbolRead } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { isBundledDeclaration } from '../../program/sdk-root.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { variableAt } from './subject.ts';
import { unseenUses } from './unseen-uses.ts';

/** Who reads a variable or a member. */
export interface NameReaders {
  readonly reads: readonly ts.Expression[];
  /** Reads that cannot be looked at: in files that are not parsed, or in too many. */
  readonly unseen?: string | undefined;
}

const nobody: NameReaders = { reads: [] };

/** The expressions that read a variable or a member, the places that write it left out. In all files, whatever they import. */
export const readersOfName = oncePerNode((project: Project, name: ts.Node): NameReaders => {
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return nobody;
  if (isMember(name)) return membersRead(project, name);
  const symbol = ts.isIdentifier(name) ? variableAt(project, name) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration) return nobody;
  if (ts.isPropertyDeclaration(declaration)) return membersRead(project, name);
  const owner = enclosingFunction(declaration);
  const uses = owner ? references(project.checker, symbol, owner) : [];
  const readers = owner ? { reads: uses } : ofModule(project, declaration, name);
  const own = { ...readers, reads: readers.reads.filter(isRead) };
  return ts.isParameter(declaration) ? withProperty(project, declaration, own) : own;
});

/** `constructor(private readonly queue: Task[])`: the member has the value, too. */
function withProperty(project: Project, declaration: ts.ParameterDeclaration, own: NameReaders): NameReaders {
  const { name, parent } = declaration;
  if (!ts.isParameterPropertyDeclaration(declaration, parent) || !ts.isIdentifier(name)) return own;
  const { reads, unseen } = readersAt(project, readsOf(project, name.text, [declaration]));
  return {
    reads: [...new Set([...own.reads, ...reads])],
    unseen:
      own.unseen ??
      unseen ??
      (isPrivate(declaration) ? undefined : unseenUses(project, name.text, [declaration])),
  };
}

/** A variable of a module, under every name that it is imported by. */
function ofModule(project: Project, declaration: ts.Declaration, name: ts.Node): NameReaders {
  const declared = ts.getNameOfDeclaration(declaration) ?? name;
  try {
    const reads = valuesOf({ project }, [declaration], declared);
    return { reads, unseen: unseenUses(project, declared.getText(), [declaration]) };
  } catch (error) {
    if (!(error instanceof CannotFollow)) throw error;
    return { reads: [], unseen: `'${declared.getText()}' in more files than the tool looks at` };
  }
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

function membersRead(project: Project, name: ts.Identifier | ts.PrivateIdentifier): NameReaders {
  const symbol = project.checker.getSymbolAtLocation(name);
  const declarations = [...new Set(symbol?.declarations?.flatMap((each) => answersTo(project, each)) ?? [])];
  if (declarations.some(isBundledDeclaration))
    return readersAt(
      project,
      readsOf(project, name.text, declarations).filter((read) => mayBeSameBox(project, name, read)),
    );
  const around = declarations.length > 0 ? declarations : [name.parent as unknown as ts.Declaration];
  const typed = declarations.length > 0 ? readsOf(project, name.text, declarations) : [];
  const untyped = untypedReads(project, name.text, around).filter((read) =>
    mayBeSameBox(project, name, read),
  );
  const found = readersAt(project, [...typed, ...untyped]);
  return { reads: found.reads, unseen: found.unseen ?? unseenUses(project, name.text, around) };
}

type Read = ts.PropertyAccessExpression | ts.BindingElement;

/** False for the members of two boxes that were made one by one: `failed.value` and `message.value` of Vue. */
function mayBeSameBox(project: Project, name: ts.Node, read: Read): boolean {
  const { parent } = name;
  if (!ts.isPropertyAccessExpression(parent) || !ts.isPropertyAccessExpression(read)) return true;
  const [written, asked] = [freshBox(project, parent.expression), freshBox(project, read.expression)];
  return !written || !asked || written === asked;
}

/** Reads of a member whose owner has no type: in a file that the value can get to, they may mean it. */
function untypedReads(
  project: Project,
  name: string,
  declarations: readonly ts.Declaration[],
): readonly Read[] {
  const isNear = mayHold(project, declarations);
  return (syntaxOf(project).reads.get(name) ?? []).filter((read) => {
    if (!isNear(read.getSourceFile()) || symbolRead(project, read, name)) return false;
    const owner = ts.isBindingElement(read) ? read.parent : read.expression;
    const { flags } = project.checker.getTypeAtLocation(owner);
    return Boolean(flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown));
  });
}

function readersAt(project: Project, all: readonly Read[]): NameReaders {
  const found = all.map((read): NameReaders => {
    if (ts.isBindingElement(read))
      return ts.isIdentifier(read.name) ? readersOfName(project, read.name) : nobody;
    return isRead(read) ? { reads: [read] } : nobody;
  });
  return {
    reads: [...new Set(found.flatMap(({ reads }) => reads))],
    unseen: found.find(({ unseen }) => unseen !== undefined)?.unseen,
  };
}

/** Not the target of an assignment, not its own declaration, not an import. */
function isRead(use: ts.Node): use is ts.Expression {
  const outer = wrapped(use as ts.Expression);
  const { parent } = outer;
  if (ts.isBinaryExpression(parent) && parent.left === outer && isAssignment(parent.operatorToken.kind))
    return false;
  if ((parent as ts.NamedDeclaration).name === unwrap(outer) && !ts.isShorthandPropertyAssignment(parent))
    return false;
  return !ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent) && !ts.isImportClause(parent);
}
