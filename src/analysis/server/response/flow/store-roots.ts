import { ts } from '../../../../compiler.cjs';
import { type FunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { type Key, keyOf, memberTaken, standsFor } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';
import { syntaxOf } from '../../../program/syntax-index.ts';
import { isMemoryStore } from './memory-stores.ts';

/** The collections of this program that an expression may stand for: one function makes it, others get it as an argument. */
export function storesAt(project: Project, store: ts.Expression): ReadonlySet<Key> {
  const found = new Set<Key>();
  const seen = new Set<Key>();
  const visit = (expression: ts.Expression): void => {
    const plain = unwrap(expression);
    if (!ts.isIdentifier(plain) && !ts.isPropertyAccessExpression(plain)) return;
    const key = keyOf(project, plain);
    if (key === undefined || seen.has(key)) return;
    seen.add(key);
    if (isMemoryStore(project, plain)) found.add(key);
    else for (const value of valuesOf(project, key)) visit(value);
  };
  visit(store);
  return found;
}

/** What a variable, field or parameter gets as its value. */
function valuesOf(project: Project, key: Key): readonly ts.Expression[] {
  const { assigned, calls, constructions } = bindingsOf(project);
  const later = assigned.get(key);
  if (typeof key === 'string') return later;
  if (ts.isParameter(key)) {
    const owner = key.parent as FunctionLike;
    const index = owner.parameters.indexOf(key);
    const all = ts.isConstructorDeclaration(owner) ? constructions.get(owner) : calls.get(owner);
    return [...all.flatMap((call) => call.arguments?.slice(index, index + 1) ?? []), ...later];
  }
  if (ts.isBindingElement(key)) {
    const member = memberTaken(project, key);
    return member ? [...valuesOf(project, member), ...later] : later;
  }
  if (ts.isShorthandPropertyAssignment(key)) return [key.name];
  if (ts.isPropertySignature(key)) return [...givenAs(project, key), ...later];
  const initial =
    ts.isVariableDeclaration(key) || ts.isPropertyDeclaration(key) || ts.isPropertyAssignment(key)
      ? key.initializer
      : undefined;
  return [...(initial ? [initial] : []), ...later];
}

/** `routes({ waiting })`: the values of this member in all objects of its type. */
function givenAs(project: Project, signature: ts.PropertySignature): readonly ts.Expression[] {
  if (!ts.isIdentifier(signature.name)) return [];
  const name = signature.name.text;
  return (syntaxOf(project).members.get(name) ?? [])
    .filter((member) => standsFor(project, member).includes(signature))
    .flatMap((member) => {
      if (ts.isShorthandPropertyAssignment(member)) return [member.name];
      return ts.isPropertyAssignment(member) ? [member.initializer] : [];
    });
}

const known = new WeakMap<Project, ReadonlyMap<Key, readonly ts.Expression[]>>();

/** Everything that is put into the collections that an expression may stand for, in any file and under any name. */
export function putInto(project: Project, store: ts.Expression): readonly ts.Expression[] {
  const puts = known.get(project) ?? allPuts(project);
  known.set(project, puts);
  return [...storesAt(project, store)].flatMap((key) => puts.get(key) ?? []);
}

/** What the collections hold from the start: `rows` of `new Map(rows)`. */
export function contentsOf(project: Project, store: ts.Expression): readonly ts.Expression[] {
  return [...storesAt(project, store)]
    .flatMap((key) => valuesOf(project, key))
    .flatMap((value) => {
      const plain = unwrap(value);
      const [given] = ts.isNewExpression(plain) ? (plain.arguments ?? []) : [];
      return given ? [given] : [];
    });
}

function allPuts(project: Project): ReadonlyMap<Key, readonly ts.Expression[]> {
  const puts = new Map<Key, ts.Expression[]>();
  for (const { at, value } of bindingsOf(project).stored.entriesOf())
    for (const key of storesAt(project, at)) {
      const list = puts.get(key);
      if (list) list.push(value);
      else puts.set(key, [value]);
    }
  return puts;
}
