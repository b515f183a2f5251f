import { isBuiltin } from 'node:module';
import { ts } from '../../compiler.cjs';
import type { Wanted } from './asked.ts';
import { isJavaScript, unwrap } from './ast.ts';
import { moduleNameOf } from './importing-files.ts';
import { type Mention, mentionsIn } from './mention-index.ts';
import type { ModuleGraph } from './module-graph.ts';
import { componentLanguage } from './script-blocks.ts';

/**
 * Which of the files that hold a name as a word can mean what was asked for: those that import its declaration, however far
 * away, and mention it. A word in a comment, or a local variable of the name of a member, is no mention. Asked before a file
 * joins the program. The imports decide first, because to parse a file costs more.
 */
export function filesMeaning(
  files: readonly string[],
  { name, declaredIn, isMember }: Wanted,
  graph: ModuleGraph,
  { textOf, parse }: Sources,
): readonly string[] {
  const isMentioned = (file: string): boolean =>
    isModuleName(name, declaredIn) || mentions(parse(file), name, isMember);
  if (declaredIn.length === 0) return files.filter(isMentioned);
  // A method may be called through an interface that looks the same: who calls it need not import the class.
  const mayDeclare = methodText(name);
  const alike = isMember
    ? files.filter(
        (file) => mayDeclare.test(textOf(file)) && isMentioned(file) && declaresMethod(parse(file), name),
      )
    : [];
  return files.filter((file) => graph.reaches(file, [...declaredIn, ...alike])).filter(isMentioned);
}

/** The text of a file, and its syntax. */
export interface Sources {
  textOf(file: string): string;
  parse(file: string): ts.SourceFile;
}

const data = 'string|number|boolean|bigint';

/** What a text holds that declares a method of this name, or a property that may be a function. */
function methodText(name: string): RegExp {
  const word = name.replace(/[^\w]/g, '\\$&');
  return new RegExp(`(?<![\\w$])${word}['"]?\\s*\\??\\s*(?:[(</]|:(?!\\s*(?:${data})\\s*[;,}\\n]))`);
}

/** Importers of a default export mention its file instead of its name. */
function isModuleName(name: string, declaredIn: readonly string[]): boolean {
  return declaredIn.some((file) => moduleNameOf(file) === name);
}

function mentions(file: ts.SourceFile, name: string, isMember: boolean): boolean {
  // Types that stand in comments are no nodes here. A page is more modules than this one.
  if (isJavaScript(file) || componentLanguage(file.fileName) === 'astro') return true;
  const found = mentionsIn(file, name);
  return isMember ? found.some(mayBeMember) : found.length > 0;
}

/** A method, or a property that is a function, of an interface or another type. */
function declaresMethod(file: ts.SourceFile, name: string): boolean {
  return mentionsIn(file, name).some(
    ({ parent }) =>
      ts.isMethodSignature(parent) ||
      (ts.isPropertySignature(parent) && parent.type !== undefined && !isData(parent.type)),
  );
}

/** A type that is written as something that cannot be called. */
function isData(type: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.every(isData);
  return (
    ts.isTypeLiteralNode(type) ||
    ts.isArrayTypeNode(type) ||
    ts.isLiteralTypeNode(type) ||
    keywords.has(type.kind)
  );
}

const keywords = new Set([
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.UndefinedKeyword,
]);

function mayBeMember(mention: Mention): boolean {
  const { parent } = mention;
  if (ts.isPropertyAccessExpression(parent) && parent.name === mention) return !isOfModule(parent.expression);
  if (!ts.isIdentifier(mention)) return true;
  if (ts.isBindingElement(parent)) return isTakenOut(parent, mention);
  if (ts.isParameter(parent)) return ts.isParameterPropertyDeclaration(parent, parent.parent);
  return (
    ts.isObjectLiteralElement(parent) ||
    ts.isClassElement(parent) ||
    ts.isTypeElement(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isNamedTupleMember(parent) ||
    ts.isJsxAttribute(parent) ||
    // `import { code }`, `export { code }`: the module may be looked at as an object.
    ts.isImportOrExportSpecifier(parent)
  );
}

/** `{ code }` and `{ code: other }`, not `{ other: code }` nor `[code]`. */
function isTakenOut(element: ts.BindingElement, name: ts.Identifier): boolean {
  return ts.isObjectBindingPattern(element.parent) && (element.propertyName ?? element.name) === name;
}

/** `path.resolve`, `Promise.resolve`: a member of the language, or of a package that is no part of the project. */
function isOfModule(object: ts.Expression): boolean {
  const root = unwrap(object);
  if (!ts.isIdentifier(root)) return false;
  const declared = mentionsIn(root.getSourceFile(), root.text).filter(isDeclaring);
  if (declared.length === 0) return languageNames.has(root.text);
  return declared.every(({ parent }) => isImportOfPackage(parent));
}

/** The name of a variable, parameter, function, class, import: whatever may give it a meaning of the file's own. */
function isDeclaring(mention: Mention): boolean {
  const { parent } = mention;
  return (
    (parent as ts.NamedDeclaration).name === mention &&
    !ts.isPropertyAccessExpression(parent) &&
    !ts.isObjectLiteralElement(parent) &&
    !ts.isClassElement(parent) &&
    !ts.isTypeElement(parent)
  );
}

/** `import path from 'node:path'`, `import * as fs from 'fs'`; a relative path or an alias may be the project's own. */
function isImportOfPackage(node: ts.Node): boolean {
  const clause = ts.isNamespaceImport(node) ? node.parent : node;
  if (!ts.isImportClause(clause)) return false;
  const specifier = clause.parent.moduleSpecifier;
  return ts.isStringLiteral(specifier) && isBuiltin(specifier.text);
}

/** What the language and Node declare: `Promise`, `JSON`, `console`. */
const languageNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(globalThis));
