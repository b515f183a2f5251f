import { ts } from '../../compiler.cjs';
import { unwrap } from '../ast.ts';

/** What a variable, field, store or function is known by: its declaration, or a text where `this` has no type. */
export type Key = ts.Node | string;

/**
 * What is said of a declaration all over the program. Entries are kept by the name that is written there and looked up by
 * symbol only when a declaration of that name is asked for: asking the checker for every call would cost seconds.
 */
export class IndexByName<V> {
  private readonly entries = new Map<string, { at: ts.Expression; value: V }[]>();
  private readonly answers = new Map<Key, readonly V[]>();
  private readonly aliases: Aliases;
  private readonly keyAt: (at: ts.Expression) => Key | undefined;

  /** @param keyAt what the expression at an entry stands for */
  constructor(aliases: Aliases, keyAt: (at: ts.Expression) => Key | undefined) {
    this.aliases = aliases;
    this.keyAt = keyAt;
  }

  add(at: ts.Expression, value: V): void {
    const written = lastName(at);
    for (const name of this.aliases.get(written) ?? [written]) {
      const list = this.entries.get(name);
      if (list) list.push({ at, value });
      else this.entries.set(name, [{ at, value }]);
    }
  }

  get(key: Key): readonly V[] {
    const known = this.answers.get(key);
    if (known) return known;
    const found = [...(this.entries.get(nameOfKey(key)) ?? []), ...(this.entries.get(anyName) ?? [])];
    const answer = [...new Set(found.filter(({ at }) => this.keyAt(at) === key).map(({ value }) => value))];
    this.answers.set(key, answer);
    return answer;
  }

  has(key: Key): boolean {
    return this.get(key).length > 0;
  }

  values(): V[] {
    return [...new Set([...this.entries.values()].flat().map(({ value }) => value))];
  }
}

/** Local name of an import → the names it may have where it is declared. */
export type Aliases = ReadonlyMap<string, ReadonlySet<string>>;

/** A default import may be called anything at its declaration. */
const anyName = '*';

export function aliasesIn(files: readonly ts.SourceFile[]): Aliases {
  const aliases = new Map<string, Set<string>>();
  const add = (local: string, name: string): void => {
    aliases.set(local, (aliases.get(local) ?? new Set([local])).add(name));
  };
  for (const file of files) {
    for (const statement of file.statements) {
      const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
      if (clause?.name) add(clause.name.text, anyName);
      const named = clause?.namedBindings;
      if (!named || !ts.isNamedImports(named)) continue;
      for (const { propertyName, name } of named.elements) {
        // What a barrel renames is found under any name.
        if (propertyName) add(name.text, propertyName.text === 'default' ? anyName : propertyName.text);
      }
    }
  }
  return aliases;
}

/** The last name of an expression: `store` of `this.store`. */
function lastName(node: ts.Expression): string {
  const plain = unwrap(node);
  if (ts.isPropertyAccessExpression(plain)) return plain.name.text;
  return ts.isIdentifier(plain) ? plain.text : anyName;
}

function nameOfKey(key: Key): string {
  if (typeof key === 'string') return key.slice(key.lastIndexOf(':') + 1);
  // JavaScript declares by assignment: `this.store = new Map()`.
  if (ts.isBinaryExpression(key)) return lastName(key.left);
  const holder = (key as ts.NamedDeclaration).name ? key : key.parent;
  const name = (holder as ts.NamedDeclaration | undefined)?.name;
  if (name) return ts.isComputedPropertyName(name) ? anyName : (name as ts.Identifier).text;
  return holder && ts.isBinaryExpression(holder) ? lastName(holder.left) : anyName;
}
