import { ts } from '../../../compiler.cjs';
import { descendants } from '../../program/ast.ts';
import type { CarrierName, Lift } from './lift.ts';

const carrierName = 'callbackParams';

/** The new name of a variable, parameter or destructured name: free in its file, and neither shadowing nor shadowed by another's. */
export function nameOfCarrier(lift: Lift, declaration: ts.NamedDeclaration): string {
  const { names } = lift.migrations;
  const known = names.get(declaration);
  if (known) return known.name;
  const scope = scopeOf(declaration);
  const old = (declaration.name as ts.Identifier).text;
  const chosen = isSignature(scope)
    ? nameForPeople(names, declaration)
    : firstFree(
        (name) => !isTaken(declaration.getSourceFile(), name, old) && !clashes(names, name, scope),
        // `_code` says that nobody reads it.
        old.startsWith('_') ? '_callbackParams' : carrierName,
      );
  names.set(declaration, { name: chosen, scope });
  return chosen;
}

/** The name of a constant that the migration adds: `key` is what it is added for. */
export function nameOfNew(lift: Lift, key: ts.Node, scope: ts.Node): string {
  const { names } = lift.migrations;
  const known = names.get(key);
  if (known) return known.name;
  const name = firstFree((each) => !isTaken(key.getSourceFile(), each, '') && !clashes(names, each, scope));
  names.set(key, { name, scope });
  return name;
}

/** The new name of a record's field: one for all its declarations, and none of their owners has another member of it. */
export function nameOfFields(lift: Lift): string {
  const { names } = lift.migrations;
  const fields = [...lift.fields];
  const known = fields.map((field) => names.get(field)).find((name) => name !== undefined);
  // `_code` says that it is nobody else's.
  const base = fields.every((field) => (field as ts.NamedDeclaration).name?.getText().startsWith('_'))
    ? `_${carrierName}`
    : carrierName;
  const name =
    known?.name ?? firstFree((each) => fields.every((field) => !hasMember(field.parent, each)), base);
  for (const field of fields) names.set(field, { name, scope: field.parent });
  return name;
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
  return [...descendants(file)].some((node) => ts.isIdentifier(node) && node.text === name);
}

function clashes(names: ReadonlyMap<ts.Node, CarrierName>, name: string, scope: ts.Node): boolean {
  return [...names.values()].some(
    (other) =>
      other.name === name &&
      !isRecord(other.scope) &&
      (contains(other.scope, scope) || contains(scope, other.scope)),
  );
}

/** Members and parameters of types are no names of a scope. */
function isRecord(scope: ts.Node): boolean {
  return (
    isSignature(scope) ||
    ts.isObjectLiteralExpression(scope) ||
    ts.isTypeLiteralNode(scope) ||
    ts.isClassLike(scope) ||
    ts.isInterfaceDeclaration(scope)
  );
}

/** The name of a parameter of a type is for people: nothing but its neighbours is in its scope. */
function nameForPeople(names: Map<ts.Node, CarrierName>, { parent: scope }: ts.Node): string {
  const beside = [...names.values()].filter((other) => other.scope === scope);
  return firstFree((name) => beside.every((other) => other.name !== name));
}

function isSignature(node: ts.Node): boolean {
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
