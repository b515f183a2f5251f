import { ts } from '../../compiler.cjs';
import { codeText, descendants } from './ast.ts';
import { CannotFollow } from './cannot-follow.ts';
import { oncePerNode } from './memo.ts';
import type { Project } from './project.ts';
import { resolveAlias, symbolOf } from './sdk-symbols.ts';

/** Whoever looks for uses: the walk of a code, or that of a response. */
interface Seeker {
  readonly project: Project;
}

/** Where a name stands in the text: as an identifier, or as a string that names a member. */
export type Mention = ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike;

const indexes = new WeakMap<ts.SourceFile, Map<string, Mention[]>>();

/** Every mention of a name in a file; the index is made once for each text. */
export function mentionsIn(file: ts.SourceFile, name: string): readonly Mention[] {
  let index = indexes.get(file);
  if (!index) {
    index = new Map();
    for (const node of descendants(file)) {
      const isMember =
        ts.isStringLiteralLike(node) &&
        (ts.isElementAccessExpression(node.parent) ||
          isFirstArgument(node) ||
          isKeyTest(node.parent, node) ||
          ts.isLiteralTypeNode(node.parent) ||
          isNamedBy(node.parent, node));
      if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node) && !isMember) continue;
      const known = index.get(node.text);
      if (known) known.push(node);
      else index.set(node.text, [node]);
    }
    indexes.set(file, index);
  }
  return index.get(name) ?? [];
}

/** `'code' in result` */
function isKeyTest(parent: ts.Node, name: ts.Node): boolean {
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === name &&
    parent.operatorToken.kind === ts.SyntaxKind.InKeyword
  );
}

/** `emit('code', …)`: the name of an event. */
function isFirstArgument(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.arguments[0] === node;
}

function isNamedBy(parent: ts.Node, name: ts.Node): boolean {
  return (parent as ts.NamedDeclaration).name === name || (parent as ts.BindingElement).propertyName === name;
}

/** Every mention of a name in the project: the files that hold it are asked for. */
export function mentions(lift: Seeker, name: string, at: ts.Node): Mention[] {
  if (!lift.project.ask(name)) {
    throw new CannotFollow('flow-too-wide', at, `'${name}' stands in too many files to look at each.`);
  }
  return lift.project.userFiles.flatMap((file) => (file.text.includes(name) ? mentionsIn(file, name) : []));
}

function isMemberName({ parent }: ts.Node): boolean {
  return ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isObjectLiteralElement(parent);
}

/** The mentions of a member's name; one that stands everywhere is looked for where its owner is known, and what holds such owners. */
export function mentionsOfMember(lift: Seeker, member: ts.Node, name: string): Mention[] {
  const typeName = nearestOwner(member);
  if (typeName && lift.project.ask(typeName)) {
    for (const file of lift.project.userFiles)
      for (const mention of mentionsIn(file, typeName)) askOutwards(lift, mention);
  }
  if (lift.project.ask(name)) return mentions(lift, name, member);
  const owner = ownerOf(lift, member);
  if (owner === undefined) {
    throw new CannotFollow('flow-too-wide', member, `'${name}' stands in too many files to look at each.`);
  }
  const { userFiles } = lift.project;
  for (const file of userFiles) for (const mention of mentionsIn(file, owner)) askOutwards(lift, mention);
  return userFiles.flatMap((file) => mentionsIn(file, name));
}

/** The named type that a member belongs to: who gives or takes such records need not name their members. */
function nearestOwner({ parent }: ts.Node): string | undefined {
  if (ts.isInterfaceDeclaration(parent)) return parent.name.text;
  return ts.isTypeLiteralNode(parent) && ts.isTypeAliasDeclaration(parent.parent)
    ? parent.parent.name.text
    : undefined;
}

/** The name of the nearest declaration around a member that is not too common. */
function ownerOf(lift: Seeker, member: ts.Node): string | undefined {
  for (let node = member.parent; node && !ts.isSourceFile(node); node = node.parent) {
    const { name } = node as ts.NamedDeclaration;
    const isName = name && ts.isIdentifier(name) && !ts.isParameter(node);
    if (isName && lift.project.ask(name.text)) return name.text;
  }
  return undefined;
}

/** Whoever is declared by means of a type hands its values on under a name of its own. */
function askOutwards(lift: Seeker, mention: Mention): void {
  for (
    let node: ts.Node = mention.parent;
    node && !ts.isBlock(node) && !ts.isSourceFile(node);
    node = node.parent
  ) {
    const { name } = node as ts.NamedDeclaration;
    if (name && ts.isIdentifier(name) && name !== mention && !ts.isParameter(node))
      lift.project.ask(name.text);
  }
}

/**
 * The uses of a declared name, its declarations, imports and exports aside. Aliases of imports are followed.
 * @throws {CannotFollow} when the name stands in more files than the tool looks at.
 */
export function usesOf(lift: Seeker, declarations: readonly ts.Node[], name: ts.Node): Mention[] {
  const text = (name as Mention).text ?? 'default';
  const wanted = new Set(declarations);
  const candidates = isLocal(name)
    ? mentionsIn(name.getSourceFile(), text)
    : [...namedMentions(lift, name, text, wanted), ...aliasedMentions(lift, wanted, text)];
  return candidates.filter(
    (use) => !isDeclaring(use, wanted) && !isPassedOn(use) && refersTo(lift.project, use, wanted),
  );
}

/** The uses of a declared name as expressions: `name`, and `module.name` where the whole module is imported. */
export function valuesOf(lift: Seeker, declarations: readonly ts.Node[], name: ts.Node): ts.Expression[] {
  return usesOf(lift, declarations, name).flatMap((use): ts.Expression[] => {
    const { parent } = use;
    if (ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent) || ts.isTypeReferenceNode(parent)) return [];
    return ts.isPropertyAccessExpression(parent) && parent.name === use ? [parent] : [use as ts.Identifier];
  });
}

/** The mentions of an exported name, and of every other name under which it is exported again. */
function namedMentions(lift: Seeker, name: ts.Node, text: string, wanted: ReadonlySet<ts.Node>): Mention[] {
  const file = name.getSourceFile();
  const isExportedAsDefault =
    isDefault(name.parent) || mentionsIn(file, text).some(({ parent }) => ts.isExportAssignment(parent));
  const names = new Set<string>();
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)) names.add(text);
  if (isExportedAsDefault || names.size === 0) {
    askImporters(lift, file);
    names.add('default');
  }
  const found: Mention[] = [];
  for (const each of names) {
    const here = mentionsOf(lift, name, each);
    found.push(...here);
    for (const mention of here) {
      const { parent } = mention;
      if (!ts.isExportSpecifier(parent) || !refersTo(lift.project, mention, wanted)) continue;
      if (parent.name.text === 'default') askImporters(lift, parent.getSourceFile());
      names.add(parent.name.text);
    }
  }
  return found;
}

function mentionsOf(lift: Seeker, name: ts.Node, text: string): Mention[] {
  if (text === 'default') return lift.project.userFiles.flatMap((file) => mentionsIn(file, text));
  return isMemberName(name) ? mentionsOfMember(lift, name.parent, text) : mentions(lift, text, name);
}

function isDefault(declaration: ts.Node): boolean {
  return (ts.getCombinedModifierFlags(declaration as ts.Declaration) & ts.ModifierFlags.Default) !== 0;
}

/** A default export has whatever name its importers like: they mention the module. */
function askImporters(lift: Seeker, file: ts.SourceFile): void {
  const [base = '', folder = ''] = file.fileName.split('/').reverse();
  const stem = base.replace(/\.[cm]?[jt]sx?$/, '');
  lift.project.ask(stem === 'index' ? folder : stem);
}

function isDeclaring(use: Mention, wanted: ReadonlySet<ts.Node>): boolean {
  return wanted.has(use.parent) && (use.parent as ts.NamedDeclaration).name === use && !isShorthand(use);
}

function isShorthand(use: Mention): boolean {
  return ts.isShorthandPropertyAssignment(use.parent);
}

/** Import and export clauses only hand a name on. */
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
function isRequired(parent: ts.Node): boolean {
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
  return symbolOf(project, use);
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
    ({ parent }) => ts.isExportSpecifier(parent) || ts.isExportAssignment(parent),
  );
}

/** Uses under another name: `import { waitForCode as wait }`, `import wait from`, `export { x as y }`. */
function aliasedMentions(lift: Seeker, wanted: ReadonlySet<ts.Node>, text: string): Mention[] {
  return lift.project.userFiles.flatMap((file) =>
    aliasesIn(lift.project, file)
      .filter(
        ({ name, symbol }) => name !== text && (symbol.declarations ?? []).some((each) => wanted.has(each)),
      )
      .flatMap(({ name }) => mentionsIn(file, name)),
  );
}

const aliases = new WeakMap<Project, Map<ts.SourceFile, { name: string; symbol: ts.Symbol }[]>>();

/** The local names of a file's imports with what they stand for. */
function aliasesIn(project: Project, file: ts.SourceFile): readonly { name: string; symbol: ts.Symbol }[] {
  const ofProject = aliases.get(project) ?? new Map();
  aliases.set(project, ofProject);
  const known = ofProject.get(file);
  if (known) return known;
  const required = mentionsIn(file, 'require').flatMap(({ parent }) => requiredNames(parent.parent));
  const imported = file.statements.filter(ts.isImportDeclaration).flatMap(({ importClause }) => {
    const bindings = importClause?.namedBindings;
    const named = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
    return [...(importClause?.name ? [importClause.name] : []), ...named.map(({ name }) => name)];
  });
  const found = [...imported, ...required].flatMap((name) => {
    const symbol = symbolOf(project, name);
    return symbol ? [{ name: name.text, symbol }] : [];
  });
  ofProject.set(file, found);
  return found;
}

/** The names that a `require` declares: that of the module, or those of its members. */
function requiredNames(declaration: ts.Node): ts.Identifier[] {
  if (!ts.isVariableDeclaration(declaration)) return [];
  if (ts.isIdentifier(declaration.name)) return [declaration.name];
  return declaration.name.elements.flatMap((element) =>
    ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name] : [],
  );
}
