import { ts } from '../../../compiler.cjs';
import { moduleNameOf } from '../../program/importing-files.ts';
import { isLocal, mentionsIn } from '../../program/mentions.ts';
import { isPrivate, type Member } from './families.ts';
import { heldMembers } from './held-members.ts';
import type { Lift } from './lift.ts';

/** A name that other files may use, and whose meaning a migration changes. */
export interface ChangedName {
  readonly name: string;
  readonly node: ts.Node;
  /** The files that declare it. */
  readonly files: readonly string[];
  /** Words of which one stands beside a member that is meant; a value is meant by its name alone. */
  readonly owners: readonly string[];
  readonly isMember: boolean;
}

export function changedNames(lift: Lift): readonly ChangedName[] {
  const values = [...lift.visited.all, ...lift.visited.functions, ...lift.aliases.all].flatMap((each) =>
    valueNames(lift, each),
  );
  const members = heldMembers(lift).flatMap(({ name, family }): ChangedName[] => {
    const visible = [...family].filter((each) => !isPrivate(each as Member));
    const [node] = visible;
    if (!node) return [];
    const files = [...new Set(visible.map((each) => each.getSourceFile().fileName))];
    const owners = visible.flatMap(({ parent }) => ownerOf(parent) ?? []);
    return [{ name, node, files, owners: [...owners, ...files.map(moduleNameOf)], isMember: true }];
  });
  return [...values, ...members];
}

/** The names under which a function, a variable, a class or a type is exported. */
function valueNames({ project }: Lift, declaration: ts.Node): ChangedName[] {
  const named = ts.isConstructorDeclaration(declaration) ? declaration.parent : declaration;
  const { name } = named as ts.NamedDeclaration;
  const isTopLevel = named.parent && (ts.isSourceFile(named.parent) || ts.isVariableDeclaration(named));
  if (!isTopLevel || ts.isParameter(named) || ts.isBindingElement(named)) return [];
  const file = named.getSourceFile();
  const words =
    name && ts.isIdentifier(name)
      ? isLocal(name)
        ? []
        : [name.text, ...exportedAs(project.userFiles, name.text)]
      : [moduleNameOf(file.fileName)];
  return words.map((word) => ({
    name: word === 'default' ? moduleNameOf(file.fileName) : word,
    node: named,
    files: [file.fileName],
    owners: [moduleNameOf(file.fileName)],
    isMember: false,
  }));
}

/** `export { finish as completeLogin }` */
function exportedAs(files: readonly ts.SourceFile[], name: string): string[] {
  return files.flatMap((file) =>
    mentionsIn(file, name).flatMap(({ parent }) =>
      ts.isExportSpecifier(parent) && parent.propertyName?.text === name ? [parent.name.text] : [],
    ),
  );
}

/** The name of the type, or of the value that other files can use. That of a local variable says nothing to them. */
function ownerOf(owner: ts.Node): string | undefined {
  const named = ts.isTypeLiteralNode(owner) || ts.isObjectLiteralExpression(owner) ? owner.parent : owner;
  const { name } = named as ts.NamedDeclaration;
  return name && ts.isIdentifier(name) && !isLocal(name) ? name.text : undefined;
}
