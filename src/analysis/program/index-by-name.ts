import { ts } from '../../compiler.cjs';
import { codeText, unwrap } from './ast.ts';
import type { Key } from './declaration-at.ts';

/**
 * Entries of the whole program, looked up by declaration. They are stored by the name in the code, and the checker is asked only
 * for the entries of a name that is looked up: asking it for every call would cost seconds.
 */
export class IndexByName<V> {
  private readonly entries = new Map<string, { readonly at: ts.Expression; readonly value: V }[]>();
  private readonly answers = new Map<Key, readonly V[]>();
  private readonly aliases: Aliases;
  private readonly keysAt: (at: ts.Expression) => readonly Key[];

  /** @param keysAt what the expression at an entry may stand for */
  constructor(
    aliases: Aliases,
    entries: readonly { readonly at: ts.Expression; readonly value: V }[],
    keysAt: (at: ts.Expression) => readonly Key[],
  ) {
    this.aliases = aliases;
    this.keysAt = keysAt;
    for (const entry of entries) {
      const name = lastName(entry.at);
      const list = this.entries.get(name);
      if (list) list.push(entry);
      else this.entries.set(name, [entry]);
    }
  }

  get(key: Key): readonly V[] {
    const known = this.answers.get(key);
    if (known) return known;
    const found = this.aliases.of(nameOfKey(key)).flatMap((name) => this.entries.get(name) ?? []);
    const answer = [
      ...new Set(found.filter(({ at }) => this.keysAt(at).includes(key)).map(({ value }) => value)),
    ];
    this.answers.set(key, answer);
    return answer;
  }

  has(key: Key): boolean {
    return this.get(key).length > 0;
  }

  entriesOf(): readonly { readonly at: ts.Expression; readonly value: V }[] {
    return [...this.entries.values()].flat();
  }
}

/** Stands for any name: a default import has another one than its declaration. */
const anyName = '*';

/** The local names that something declared under another name may have: imports, re-exports, destructured and assigned ones. */
export class Aliases {
  private readonly locals = new Map<string, Set<string>>();

  /** Notes what a node renames. Every node of the program must be visited before {@link of} is called. */
  visit(node: ts.Node): void {
    if (ts.isImportClause(node) && node.name) this.add(node.name.text, anyName);
    else if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) {
      if (!node.propertyName) return;
      const declared = node.propertyName.text;
      this.add(node.name.text, declared === 'default' ? anyName : declared);
    } else if (ts.isBindingElement(node)) {
      const { name, propertyName } = node;
      if (propertyName && ts.isIdentifier(propertyName) && ts.isIdentifier(name))
        this.add(name.text, propertyName.text);
    } else if ((ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && node.initializer) {
      const value = unwrap(node.initializer);
      const local = ts.isIdentifier(node.name) ? node.name.text : undefined;
      if (!local) return;
      if (ts.isIdentifier(value) || ts.isPropertyAccessExpression(value)) this.add(local, lastName(value));
      else if (ts.isCallExpression(value) && codeText(value.expression) === 'require')
        this.add(local, anyName);
    }
  }

  /** All names under which what is declared as `name` may be written. */
  of(name: string): string[] {
    const found = new Set([name, anyName]);
    for (const one of found) for (const local of this.locals.get(one) ?? []) found.add(local);
    return [...found];
  }

  private add(local: string, declared: string): void {
    if (local === declared) return;
    const known = this.locals.get(declared);
    if (known) known.add(local);
    else this.locals.set(declared, new Set([local]));
  }
}

/** The last name of an expression: `store` of `this.store`. */
function lastName(node: ts.Expression): string {
  const plain = unwrap(node);
  if (ts.isPropertyAccessExpression(plain)) return plain.name.text;
  return ts.isIdentifier(plain) ? plain.text : anyName;
}

export function nameOfKey(key: Key): string {
  if (typeof key === 'string') return key.slice(key.lastIndexOf(':') + 1);
  // JavaScript declares by assignment: `this.store = new Map()`.
  if (ts.isBinaryExpression(key)) return lastName(key.left);
  const named = (key as ts.NamedDeclaration).name ? key : key.parent;
  const name = (named as ts.NamedDeclaration | undefined)?.name;
  if (name) return ts.isComputedPropertyName(name) ? anyName : (name as ts.Identifier).text;
  return named && ts.isBinaryExpression(named) ? lastName(named.left) : anyName;
}
