import { ts } from '../../../compiler.cjs';
import { mentionsIn } from '../../program/node-index.ts';

const carrierName = 'callbackParams';

interface NewName {
  readonly name: string;
  /** Where the name is visible. */
  readonly scope: ts.Node;
}

/** The new names of what holds the query. All migrations of a project share them: none shadows or contradicts another. */
export class NewNames {
  readonly #names = new Map<ts.Node, NewName>();

  /** The name of a variable, parameter or destructured name: free in its file, it neither shadows another nor is shadowed. */
  ofCarrier(declaration: ts.NamedDeclaration): string {
    const known = this.#names.get(declaration);
    if (known) return known.name;
    const scope = scopeOf(declaration);
    const old = (declaration.name as ts.Identifier).text;
    const name = isSignature(scope)
      ? this.#freeAmongParameters(scope)
      : firstFree(
          (each) => !isTaken(declaration.getSourceFile(), each, old) && !this.#clashes(each, scope),
          // `_code` says that nobody reads it.
          old.startsWith('_') ? `_${carrierName}` : carrierName,
        );
    this.#names.set(declaration, { name, scope });
    return name;
  }

  /** The name of a constant that the migration adds: `key` is what it is added for. */
  ofConstant(key: ts.Node, scope: ts.Node): string {
    const known = this.#names.get(key);
    if (known) return known.name;
    const name = firstFree((each) => !isTaken(key.getSourceFile(), each, '') && !this.#clashes(each, scope));
    this.#names.set(key, { name, scope });
    return name;
  }

  /** The name of a variable that holds the query in something; undefined where that name is taken. */
  ofBox(declaration: ts.NamedDeclaration, wanted: string): string | undefined {
    const known = this.#names.get(declaration);
    if (known) return known.name;
    const scope = scopeOf(declaration);
    if (isTaken(declaration.getSourceFile(), wanted, '') || this.#clashes(wanted, scope)) return undefined;
    this.#names.set(declaration, { name: wanted, scope });
    return wanted;
  }

  /** The name of a member: one for all its declarations, and no owner of them has another member of it. */
  ofFields(fields: readonly ts.NamedDeclaration[]): string {
    const known = fields.map((field) => this.#names.get(field)).find((each) => each !== undefined);
    // `_code` says that only its owner uses it.
    const isHidden = fields.length > 0 && fields.every((field) => field.name?.getText().startsWith('_'));
    const isFree = (name: string) => fields.every((field) => !hasMember(field.parent, name));
    const name = known?.name ?? firstFree(isFree, isHidden ? `_${carrierName}` : carrierName);
    for (const field of fields) this.#names.set(field, { name, scope: field.parent });
    return name;
  }

  #clashes(name: string, scope: ts.Node): boolean {
    return [...this.#names.values()].some(
      (other) =>
        other.name === name &&
        !isRecord(other.scope) &&
        (contains(other.scope, scope) || contains(scope, other.scope)),
    );
  }

  /** Only people read the name of a parameter in a type: nothing but the other parameters shares its scope. */
  #freeAmongParameters(scope: ts.Node): string {
    const others = [...this.#names.values()].filter((other) => other.scope === scope).map(({ name }) => name);
    const written = (scope as ts.SignatureDeclaration).parameters.map((each) => each.name.getText());
    return firstFree((name) => ![...others, ...written].includes(name));
  }
}

function firstFree(isFree: (name: string) => boolean, base = carrierName): string {
  let name = base;
  for (let suffix = 2; !isFree(name); suffix++) name = `${base}${suffix}`;
  return name;
}

function hasMember(owner: ts.Node, name: string): boolean {
  const members =
    (owner as ts.ClassDeclaration).members ?? (owner as ts.ObjectLiteralExpression).properties ?? [];
  return [...members].some((member) => member.name?.getText() === name);
}

function isTaken(file: ts.SourceFile, name: string, old: string): boolean {
  if (name === old || !file.text.includes(name)) return false;
  return mentionsIn(file, name).some(ts.isIdentifier);
}

/** Members and parameters of types are not names of a scope. */
function isRecord(scope: ts.Node): boolean {
  return (
    isSignature(scope) ||
    ts.isObjectLiteralExpression(scope) ||
    ts.isTypeLiteralNode(scope) ||
    ts.isClassLike(scope) ||
    ts.isInterfaceDeclaration(scope)
  );
}

function isSignature(node: ts.Node): boolean {
  if (ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node)) return node.body === undefined;
  return ts.isFunctionTypeNode(node) || ts.isMethodSignature(node) || ts.isCallSignatureDeclaration(node);
}

function scopeOf(declaration: ts.Node): ts.Node {
  let node = declaration.parent;
  while (!ts.isBlock(node) && !ts.isSourceFile(node) && !ts.isFunctionLike(node)) node = node.parent;
  return node;
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.getSourceFile() === inner.getSourceFile() && outer.pos <= inner.pos && inner.end <= outer.end;
}
