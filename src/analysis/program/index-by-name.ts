import { ts } from '../../compiler.cjs';
import { unwrap } from './ast.ts';
import type { ByName } from './by-name.ts';
import type { Key } from './declaration-at.ts';

/**
 * Entries of the whole program, looked up by declaration. They are stored by the name in the code, and the checker is asked only
 * for the entries of a name that is looked up: asking it for every call would cost seconds.
 */
export class IndexByName<V> {
  private readonly entries: ByName<Entry<V>>;
  private readonly answers = new Map<Key, readonly V[]>();
  private readonly known = new Map<string, ReadonlyMap<Key, readonly V[]>>();
  private readonly aliases: Aliases;
  private readonly keysAt: (at: ts.Expression) => readonly Key[];

  /**
   * @param entries by {@link lastName}
   * @param keysAt what the expression at an entry may stand for
   */
  constructor(aliases: Aliases, entries: ByName<Entry<V>>, keysAt: (at: ts.Expression) => readonly Key[]) {
    this.aliases = aliases;
    this.keysAt = keysAt;
    this.entries = entries;
  }

  get(key: Key): readonly V[] {
    const known = this.answers.get(key);
    if (known) return known;
    const found = this.aliases.of(nameOfKey(key)).flatMap((name) => this.ofName(name).get(key) ?? []);
    const answer = [...new Set(found)];
    this.answers.set(key, answer);
    return answer;
  }

  /** Many declarations share a name: its entries are sorted by declaration once. */
  private ofName(name: string): ReadonlyMap<Key, readonly V[]> {
    const known = this.known.get(name);
    if (known) return known;
    const byKey = new Map<Key, V[]>();
    for (const { at, value } of this.entries.get(name) ?? [])
      for (const key of this.keysAt(at)) {
        const values = byKey.get(key);
        if (values) values.push(value);
        else byKey.set(key, [value]);
      }
    this.known.set(name, byKey);
    return byKey;
  }

  has(key: Key): boolean {
    return this.get(key).length > 0;
  }

  entriesOf(): readonly Entry<V>[] {
    return this.entries.all();
  }
}

interface Entry<V> {
  readonly at: ts.Expression;
  readonly value: V;
}

/** The name of an expression that has none. */
const noName = '*';

/** The name of what a module exports as a whole: a default export, `export =`, `module.exports = …`. */
const wholeExport = 'default';

/** A local name that something declared under another name has. */
export interface Rename {
  readonly local: string;
  readonly declared: string;
}

/** What a node renames: an import, an export, a destructured or assigned name. */
export function renameAt(node: ts.Node): Rename | undefined {
  if (ts.isImportClause(node)) return node.name && rename(node.name.text, wholeExport);
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node))
    return node.propertyName && rename(node.name.text, node.propertyName.text);
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return defaultExport(node);
  if (ts.isBindingElement(node)) {
    const { name, propertyName } = node;
    return propertyName && ts.isIdentifier(propertyName) && ts.isIdentifier(name)
      ? rename(name.text, propertyName.text)
      : undefined;
  }
  if (ts.isImportEqualsDeclaration(node))
    return rename(node.name.text, nameOfReference(node.moduleReference));
  if (ts.isExportAssignment(node)) return renameTo(wholeExport, node.expression);
  if (ts.isBinaryExpression(node)) {
    const { left, right } = node;
    return isExported(left) || isModuleExports(left) ? renameTo(assignedName(left), right) : undefined;
  }
  if (!(ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) || !node.initializer)
    return undefined;
  const value = unwrap(node.initializer);
  // `{ 'router': mcpAuthRouter }` is read as `kit.router`, too.
  const local = ts.isIdentifier(node.name) || ts.isStringLiteralLike(node.name) ? node.name.text : undefined;
  if (!local) return undefined;
  if (ts.isIdentifier(value) || ts.isPropertyAccessExpression(value)) return renameTo(local, value);
  return ts.isCallExpression(value) &&
    ts.isIdentifier(value.expression) &&
    value.expression.text === 'require'
    ? rename(local, wholeExport)
    : undefined;
}

function defaultExport({
  name,
  modifiers,
}: ts.FunctionDeclaration | ts.ClassDeclaration): Rename | undefined {
  const isDefault = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  return isDefault && name ? rename(wholeExport, name.text) : undefined;
}

/** `import name = module.name`, `import name = require('…')`. */
function nameOfReference(reference: ts.ModuleReference): string {
  if (ts.isExternalModuleReference(reference)) return wholeExport;
  return ts.isIdentifier(reference) ? reference.text : reference.right.text;
}

/** `exports.name`, `module.exports.name`: JavaScript's way to export something under another name. */
function isExported(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && lastName(node.expression) === 'exports';
}

/** CommonJS: what `require()` of the module gives. */
function isModuleExports(node: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'exports' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module'
  );
}

const assignedName = (left: ts.Expression): string => (isModuleExports(left) ? wholeExport : lastName(left));

function rename(local: string, declared: string): Rename | undefined {
  return local === declared ? undefined : { local, declared };
}

/** What has no name of its own is declared where it stands, under the local name. */
function renameTo(local: string, value: ts.Expression): Rename | undefined {
  const plain = unwrap(value);
  const declared =
    ts.isFunctionExpression(plain) || ts.isClassExpression(plain) ? plain.name?.text : lastName(plain);
  return declared === undefined || declared === noName ? undefined : rename(local, declared);
}

/** The local names that something declared under another name may have: imports, re-exports, destructured and assigned ones. */
export class Aliases {
  private readonly locals = new Map<string, Set<string>>();
  private readonly known = new Map<string, readonly string[]>();

  constructor(renames: readonly Rename[]) {
    for (const { local, declared } of renames) {
      const others = this.locals.get(declared);
      if (others) others.add(local);
      else this.locals.set(declared, new Set([local]));
    }
  }

  /** All names under which what is declared as `name` may be written. */
  of(name: string): readonly string[] {
    const known = this.known.get(name);
    if (known) return known;
    const found = new Set(name === noName ? [noName, wholeExport] : [name]);
    for (const one of found) for (const local of this.locals.get(one) ?? []) found.add(local);
    const all = [...found.add(noName)];
    this.known.set(name, all);
    return all;
  }
}

/** The last name of an expression: `store` of `this.store`. */
export function lastName(node: ts.Expression): string {
  const plain = unwrap(node);
  if (ts.isPropertyAccessExpression(plain)) return plain.name.text;
  return ts.isIdentifier(plain) ? plain.text : noName;
}

export function nameOfKey(key: Key): string {
  if (typeof key === 'string') return key.slice(key.lastIndexOf(':') + 1);
  // JavaScript declares by assignment: `this.store = new Map()`.
  if (ts.isBinaryExpression(key)) return assignedName(key.left);
  const named = (key as ts.NamedDeclaration).name ? key : key.parent;
  const name = (named as ts.NamedDeclaration | undefined)?.name;
  if (name) return ts.isComputedPropertyName(name) ? noName : (name as ts.Identifier).text;
  return named && ts.isBinaryExpression(named) ? assignedName(named.left) : noName;
}
