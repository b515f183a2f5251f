import { ts } from '../../compiler.cjs';
import { codeText } from './ast.ts';
import { CannotFollow } from './cannot-follow.ts';
import { importAliasesIn } from './import-aliases.ts';
import { moduleName } from './importing-files.ts';
import { oncePerNode } from './memo.ts';
import { type Mention, mentionsIn, mentionsOfNames } from './mention-index.ts';
import type { Project } from './project.ts';
import { resolveAlias, symbolOf } from './sdk-symbols.ts';

export { type Mention, mentionsIn };

/** What looks for uses: the walk that follows a code, or the one that follows a response. */
interface Seeker {
  readonly project: Project;
}

/** Every mention of a name in the project. Files that mention it and are not in the program yet are asked for. */
export function mentions(seeker: Seeker, name: string, at: ts.Node): Mention[] {
  if (!seeker.project.ask(name, at)) {
    throw tooWide(seeker, at, name);
  }
  return mentionsOfNames(seeker.project, [name]);
}

function tooWide({ project }: Seeker, at: ts.Node, name: string): CannotFollow {
  const detail = project.asked.exhausted
    ? `The flow was followed through as many files as the tool looks at; the uses of '${name}' are beyond them.`
    : `'${name}' is in too many files to look at each.`;
  return new CannotFollow('flow-too-wide', at, detail);
}

function isMemberName({ parent }: ts.Node): boolean {
  return ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isObjectLiteralElement(parent);
}

/** The mentions of a member's name. A common word is looked for only in the files that mention its owner, or what is typed with it. */
export function mentionsOfMember(seeker: Seeker, member: ts.Node, name: string): Mention[] {
  const typeName = nearestOwner(member);
  if (typeName && seeker.project.ask(typeName, member.parent)) {
    for (const mention of mentionsOfNames(seeker.project, [typeName])) askOutwards(seeker, mention);
  }
  if (seeker.project.ask(name, member)) return mentions(seeker, name, member);
  const owner = ownerOf(seeker, member);
  if (owner === undefined) {
    throw tooWide(seeker, member, name);
  }
  for (const mention of mentionsOfNames(seeker.project, [owner])) askOutwards(seeker, mention);
  return mentionsOfNames(seeker.project, [name]);
}

/** The named type that a member belongs to: code that passes such records need not name their members. */
function nearestOwner({ parent }: ts.Node): string | undefined {
  if (ts.isInterfaceDeclaration(parent)) return parent.name.text;
  return ts.isTypeLiteralNode(parent) && ts.isTypeAliasDeclaration(parent.parent)
    ? parent.parent.name.text
    : undefined;
}

/** The name of the nearest declaration around a member that is not too common. */
function ownerOf(seeker: Seeker, member: ts.Node): string | undefined {
  for (let node = member.parent; node && !ts.isSourceFile(node); node = node.parent) {
    const { name } = node as ts.NamedDeclaration;
    const isName = name && ts.isIdentifier(name) && !ts.isParameter(node);
    if (isName && seeker.project.ask(name.text, node)) return name.text;
  }
  return undefined;
}

/** What is declared with a type passes its values on under a name of its own, so that name is asked for, too. */
function askOutwards(seeker: Seeker, mention: Mention): void {
  for (
    let node: ts.Node = mention.parent;
    node && !ts.isBlock(node) && !ts.isSourceFile(node);
    node = node.parent
  ) {
    const { name } = node as ts.NamedDeclaration;
    if (name && ts.isIdentifier(name) && name !== mention && !isLocal(name))
      seeker.project.ask(name.text, node);
  }
}

/**
 * Where is a declared name used?
 * Asked by everything that follows a value forwards.
 * Gives the uses in all files, under import aliases too, without the declarations, imports and exports.
 *
 * @throws {CannotFollow} when the name is in more files than the tool looks at
 */
export function usesOf(seeker: Seeker, declarations: readonly ts.Node[], name: ts.Node): Mention[] {
  const text = (name as Mention).text ?? 'default';
  const wanted = new Set(declarations);
  const candidates = isLocal(name)
    ? mentionsIn(name.getSourceFile(), text)
    : [...namedMentions(seeker, name, text, wanted), ...aliasedMentions(seeker, wanted, text)];
  return candidates.filter(
    (use) => !isDeclaring(use, wanted) && !isPassedOn(use) && refersTo(seeker.project, use, wanted),
  );
}

/** The uses of a declared name as expressions: `name`, and `module.name` where the whole module is imported. */
export function valuesOf(seeker: Seeker, declarations: readonly ts.Node[], name: ts.Node): ts.Expression[] {
  return usesOf(seeker, declarations, name).flatMap((use): ts.Expression[] => {
    const { parent } = use;
    if (ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent) || ts.isTypeReferenceNode(parent)) return [];
    return ts.isPropertyAccessExpression(parent) && parent.name === use ? [parent] : [use as ts.Identifier];
  });
}

/** The mentions of an exported name, and of every other name under which it is exported again. */
function namedMentions(seeker: Seeker, name: ts.Node, text: string, wanted: ReadonlySet<ts.Node>): Mention[] {
  const file = name.getSourceFile();
  const isExportedAsDefault =
    isDefault(name.parent) || mentionsIn(file, text).some(({ parent }) => ts.isExportAssignment(parent));
  const names = new Set<string>();
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)) names.add(text);
  if (isExportedAsDefault || names.size === 0) {
    askImporters(seeker, file);
    names.add('default');
  }
  const found: Mention[] = [];
  for (const each of names) {
    const here = mentionsOf(seeker, name, each);
    found.push(...here);
    for (const mention of here) {
      const { parent } = mention;
      if (!ts.isExportSpecifier(parent) || !refersTo(seeker.project, mention, wanted)) continue;
      if (parent.name.text === 'default') askImporters(seeker, parent.getSourceFile());
      names.add(parent.name.text);
    }
  }
  return found;
}

function mentionsOf(seeker: Seeker, name: ts.Node, text: string): Mention[] {
  if (text === 'default') return mentionsOfNames(seeker.project, [text]);
  return isMemberName(name) ? mentionsOfMember(seeker, name.parent, text) : mentions(seeker, text, name);
}

function isDefault(declaration: ts.Node): boolean {
  return (ts.getCombinedModifierFlags(declaration as ts.Declaration) & ts.ModifierFlags.Default) !== 0;
}

/** Importers of a default export mention the module: the name is theirs. */
function askImporters(seeker: Seeker, file: ts.SourceFile): void {
  seeker.project.ask(moduleName(file), file);
}

function isDeclaring(use: Mention, wanted: ReadonlySet<ts.Node>): boolean {
  return wanted.has(use.parent) && (use.parent as ts.NamedDeclaration).name === use && !isShorthand(use);
}

function isShorthand(use: Mention): boolean {
  return ts.isShorthandPropertyAssignment(use.parent);
}

/** Import and export clauses only pass a name on. */
function isPassedOn({ parent }: Mention): boolean {
  return (
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isExportAssignment(parent) ||
    isRequired(parent)
  );
}

/** `const { wait } = require('./wait')`, `const wait = require('./wait')`. */
export function isRequired(parent: ts.Node): boolean {
  const declaration = ts.isBindingElement(parent) ? parent.parent.parent : parent;
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && ts.isCallExpression(value) && codeText(value.expression) === 'require';
}

function refersTo(project: Project, use: Mention, wanted: ReadonlySet<ts.Node>): boolean {
  return (referent(project, use)?.declarations ?? []).some((declaration) => wanted.has(declaration));
}

/** The symbol of the value that a mention stands for. */
export const referent: (project: Project, use: Mention) => ts.Symbol | undefined = oncePerNode(findReferent);

function findReferent(project: Project, use: Mention): ts.Symbol | undefined {
  const { parent } = use;
  if (ts.isShorthandPropertyAssignment(parent)) {
    const symbol = project.checker.getShorthandAssignmentValueSymbol(parent);
    return symbol && resolveAlias(project, symbol);
  }
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
    const key = parent.propertyName ?? parent.name;
    if (key === use) {
      const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(parent.parent));
      const property = project.checker.getPropertyOfType(type, use.text);
      if (property) return resolveAlias(project, property);
    }
  }
  if (ts.isJsxAttribute(parent)) return propertyOfComponent(project, parent) ?? symbolOf(project, use);
  return symbolOf(project, use);
}

/** `onCode` of `<Callback onCode={…} />`: a member of what the component takes. */
export function propertyOfComponent(
  { checker }: Project,
  { parent, name }: ts.JsxAttribute,
): ts.Symbol | undefined {
  const type = checker.getContextualType(parent);
  return type && checker.getPropertyOfType(checker.getNonNullableType(type), name.getText());
}

/** Names that no other file can see: locals, and what the top level of a module does not export. */
export function isLocal(name: ts.Node): boolean {
  const declaration = name.parent as ts.Node;
  const flags = ts.getCombinedModifierFlags(declaration as ts.Declaration);
  if (ts.isPrivateIdentifier(name) || (flags & ts.ModifierFlags.Private) !== 0) return true;
  if (ts.isParameter(declaration)) return !ts.isParameterPropertyDeclaration(declaration, declaration.parent);
  if (ts.isBindingElement(declaration)) return true;
  if (ts.isVariableDeclaration(declaration)) {
    const statement = declaration.parent.parent;
    return !isModule(statement.parent) || !mayBeExported(declaration);
  }
  if (ts.isFunctionDeclaration(declaration)) {
    return !isModule(declaration.parent) || !mayBeExported(declaration);
  }
  return false;
}

function isModule(node: ts.Node): boolean {
  return ts.isSourceFile(node) || ts.isModuleBlock(node);
}

function mayBeExported(declaration: ts.NamedDeclaration): boolean {
  const file = declaration.getSourceFile();
  if (ts.getCombinedModifierFlags(declaration as ts.Declaration) & ts.ModifierFlags.Export) return true;
  return mentionsIn(file, (declaration.name as ts.Identifier).text).some(
    (mention) =>
      ts.isExportSpecifier(mention.parent) ||
      ts.isExportAssignment(mention.parent) ||
      isAssignedToExports(mention),
  );
}

/** `module.exports = { wait }`, `exports.wait = wait` of CommonJS. */
export function isAssignedToExports(mention: ts.Node): boolean {
  let node: ts.Node = mention;
  while (ts.isObjectLiteralElement(node.parent) || ts.isObjectLiteralExpression(node.parent))
    node = node.parent;
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.right === node &&
    /^(?:module\.)?exports\b/.test(codeText(parent.left))
  );
}

/** Uses under another name: `import { waitForCode as wait }`, `import wait from`, `export { x as y }`. */
function aliasedMentions(seeker: Seeker, wanted: ReadonlySet<ts.Node>, text: string): Mention[] {
  return seeker.project.userFiles.flatMap((file) =>
    importAliasesIn(seeker.project, file)
      .filter(
        ({ name, symbol }) => name !== text && (symbol.declarations ?? []).some((each) => wanted.has(each)),
      )
      .flatMap(({ name }) => mentionsIn(file, name)),
  );
}
