import { ts } from '../../../compiler.cjs';
import { asyncStorage } from '../../../sdk/context-roles.ts';
import { memberName, references, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { importedName } from '../../program/imported-name.ts';
import { readsOf } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { syntaxOf } from '../../program/syntax-index.ts';

/** Where a context is kept, and where it is taken out again. */
export interface Kept {
  readonly place: ts.Declaration;
  /** Expressions that give it back, and names that a pattern puts it into. */
  readonly uses: readonly (ts.Expression | ts.BindingName)[];
}

/** `this.ctx = ctx`, `current = ctx`: the field or the variable. */
export function keptByAssignment(project: Project, target: ts.Expression): Kept | undefined {
  const node = unwrap(target);
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const place = declarationAt(project, node);
  if (!place) return undefined;
  return ts.isIdentifier(node) ? keptInVariable(project, node, place) : keptInField(project, place);
}

function keptInVariable(project: Project, name: ts.Identifier, place: ts.Declaration): Kept | undefined {
  const symbol = project.checker.getSymbolAtLocation(name);
  const isKnown = ts.isVariableDeclaration(place) || ts.isParameter(place);
  if (!symbol || !isKnown || place.getSourceFile() !== name.getSourceFile()) return undefined;
  const uses = references(project.checker, symbol, place.getSourceFile());
  return { place, uses: uses.filter((use) => use.parent !== place) };
}

/** A field, also one that a parameter of the constructor declares. */
export function keptInField(project: Project, place: ts.Declaration): Kept | undefined {
  const name = (place as ts.NamedDeclaration).name;
  const text = ts.isPropertyAccessExpression(place) ? place.name.text : name?.getText();
  if (text === undefined) return undefined;
  project.ask(text, place);
  const uses = readsOf(project, text, [place]).map((read) => (ts.isBindingElement(read) ? read.name : read));
  return { place, uses };
}

/** `storage.run(ctx, () => …)`, `storage.enterWith(ctx)`: what `storage.getStore()` gives. */
export function keptByStorage(project: Project, call: ts.CallExpression): Kept | undefined {
  const callee = unwrap(call.expression);
  const isMember = ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee);
  const method = isMember ? memberName(callee) : undefined;
  if (!isMember || method === undefined || !asyncStorage.writes.includes(method)) return undefined;
  const place = declarationAt(project, unwrap(callee.expression));
  if (!place || !isStorage(project, place)) return undefined;
  const uses = (syntaxOf(project).memberCalls.get(asyncStorage.read) ?? []).filter(
    (read) =>
      declarationAt(project, unwrap((read.expression as ts.PropertyAccessExpression).expression)) === place,
  );
  return { place, uses };
}

/** `storage.getStore()`: the storage. */
export function storageRead(project: Project, call: ts.CallExpression): ts.Declaration | undefined {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== asyncStorage.read) return undefined;
  const place = declarationAt(project, unwrap(callee.expression));
  return place && isStorage(project, place) ? place : undefined;
}

/** The calls that put something into the storage of a place. */
export function writesTo(project: Project, storage: ts.Declaration): readonly ts.Expression[] {
  return asyncStorage.writes.flatMap((method) =>
    (syntaxOf(project).memberCalls.get(method) ?? []).flatMap((call) => {
      const { expression } = call.expression as ts.PropertyAccessExpression;
      const [value] = call.arguments;
      return value && declarationAt(project, unwrap(expression)) === storage ? [value] : [];
    }),
  );
}

/** True for a declaration whose value is `new AsyncLocalStorage()`. */
export function isStorage(project: Project, place: ts.Declaration): boolean {
  const isValue = ts.isVariableDeclaration(place) || ts.isPropertyDeclaration(place);
  const made = isValue && place.initializer ? unwrap(place.initializer) : undefined;
  const named = made && ts.isNewExpression(made) ? importedName(project, made.expression) : undefined;
  return named?.name === asyncStorage.name && asyncStorage.modules.includes(named.module);
}
