import type { ts } from '../../../compiler.cjs';

/** The name of a member where it is written: in its declaration, an access, a pattern or a literal. */
export type FieldName = ts.Identifier | ts.StringLiteralLike;

/** The members of records and classes that will hold the query itself, and every place that names them. */
export class FieldSet {
  readonly #fields = new Set<ts.NamedDeclaration>();
  readonly #names = new Set<ts.Node>();
  readonly #taken = new Set<ts.Node>();
  readonly #values = new Map<ts.ShorthandPropertyAssignment, string>();

  /** A declaration of a member that will hold the query. */
  add(field: ts.NamedDeclaration): void {
    this.#fields.add(field);
    if (field.name) this.#names.add(field.name);
  }

  /** `code` of `({ code } = await wait())`: it names a member, and declares none. */
  addTaken(entry: ts.NamedDeclaration): void {
    this.#taken.add(entry);
    if (entry.name) this.#names.add(entry.name);
  }

  /** A place that names such a member. */
  addName(name: ts.Node): void {
    this.#names.add(name);
  }

  /** What `{ code }` is given from now on; it is written together with the name. */
  setValue(field: ts.ShorthandPropertyAssignment, text: string): void {
    this.#values.set(field, text);
  }

  has(field: ts.Node): boolean {
    return this.#fields.has(field as ts.NamedDeclaration) || this.#taken.has(field);
  }

  isName(name: ts.Node): boolean {
    return this.#names.has(name);
  }

  valueOf(field: ts.ShorthandPropertyAssignment): string {
    return this.#values.get(field) ?? field.name.text;
  }

  get all(): readonly ts.NamedDeclaration[] {
    return [...this.#fields];
  }

  get names(): readonly FieldName[] {
    return [...this.#names] as FieldName[];
  }
}
