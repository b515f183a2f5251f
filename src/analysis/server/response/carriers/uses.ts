import { ts } from '../../../../compiler.cjs';
import { enclosingFunction, type FunctionLike, isWithin, unwrap, wrapped } from '../../../program/ast.ts';
import { functionsAt } from '../../../program/callees.ts';
import { declarationAt, type Key, keyOf, memberTaken } from '../../../program/declaration-at.ts';
import { nameOfKey } from '../../../program/index-by-name.ts';
import { oncePerProject } from '../../../program/memo.ts';
import { type Mention, mentionsIn, mentionsOfNames } from '../../../program/mention-index.ts';
import type { Project } from '../../../program/project.ts';
import { syntaxOf } from '../../../program/syntax-index.ts';
import { namesOf, namesOfFunction } from './names.ts';
import type { Member } from './next.ts';

/** Where a declaration is read or written: an expression, or an element of a pattern that takes the member out. */
export type Use = ts.Expression | ts.BindingElement;

/**
 * Where is a variable, parameter, field or member used?
 * Asked by the walk that follows the request forwards.
 * Gives what the checker resolves to the declaration, of the mentions of its names; of a local one only those in its function.
 *
 * @param key the declaration, or the text that stands for `this.x` in the object literal around `at`
 */
export function usesOf(project: Project, key: Key, at: ts.Node): readonly Use[] {
  if (typeof key === 'string')
    return mentionsIn(at.getSourceFile(), nameOfKey(key)).flatMap(({ parent }) =>
      ts.isPropertyAccessExpression(parent) && keyOf(project, parent) === key ? [parent] : [],
    );
  const scope = scopeOf(key);
  const mentions = scope
    ? mentionsIn(key.getSourceFile(), nameOfKey(key)).filter((mention) => isWithin(mention, scope))
    : mentionsOfNames(project, namesOf(project, key));
  return mentions.flatMap((mention) => useAt(project, mention, key) ?? []);
}

/** The function that alone can name a variable or parameter. */
function scopeOf(declaration: ts.Node): ts.Node | undefined {
  if (ts.isParameter(declaration))
    return ts.isParameterPropertyDeclaration(declaration, declaration.parent)
      ? undefined
      : declaration.parent;
  return ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)
    ? enclosingFunction(declaration)
    : undefined;
}

function useAt(project: Project, mention: Mention, declaration: ts.Node): Use | undefined {
  const { parent } = mention;
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
    const isKey = (parent.propertyName ?? parent.name) === mention;
    return isKey && memberTaken(project, parent) === declaration ? parent : undefined;
  }
  if (ts.isPropertyAccessExpression(parent) && parent.name === mention)
    return declarationAt(project, parent) === declaration ? parent : undefined;
  if (!ts.isIdentifier(mention) || !mayBeVariable(mention, declaration)) return undefined;
  return declarationAt(project, mention) === declaration ? mention : undefined;
}

/** False for the names of declarations, imports and members, and where a member is looked for: its object must be named. */
function mayBeVariable(name: ts.Identifier, declaration: ts.Node): boolean {
  const { parent } = name;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if ((parent as ts.NamedDeclaration).name === name || ts.isImportOrExportSpecifier(parent)) return false;
  return !ts.isClassElement(declaration) && !ts.isTypeElement(declaration);
}

/** The calls that may run a function. */
export function callsOf(project: Project, target: FunctionLike): readonly ts.CallExpression[] {
  const { calls } = syntaxOf(project);
  return namesOfFunction(project, target)
    .flatMap((name) => calls.get(name) ?? [])
    .filter(({ at }) => functionsAt(project, at).includes(target))
    .map(({ value }) => value);
}

/** The members of object literals whose value a function may be: `{ complete }`, `{ complete: finish }`. */
export function membersWith(project: Project, target: FunctionLike): readonly Member[] {
  const known = membersByName(project);
  return namesOfFunction(project, target).flatMap((name) => {
    const found = known.get(name) ?? membersNamed(project, name);
    known.set(name, found);
    return found;
  });
}

/** Many functions share a name, such as `get`. */
const membersByName = oncePerProject(() => new Map<string, readonly Member[]>());

function membersNamed(project: Project, name: string): readonly Member[] {
  return mentionsOfNames(project, [name]).flatMap((mention): Member[] => {
    if (ts.isShorthandPropertyAssignment(mention.parent)) return [mention.parent];
    const access = mention.parent;
    const value = ts.isPropertyAccessExpression(access) && access.name === mention ? access : mention;
    const { parent } = wrapped(value as ts.Expression);
    return ts.isPropertyAssignment(parent) && unwrap(parent.initializer) === value ? [parent] : [];
  });
}
