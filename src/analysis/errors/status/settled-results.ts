import { ts } from '../../../compiler.cjs';
import { bindingKey, isFunctionLike, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { calledSymbol } from '../../program/only-shows.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { entryOf, madeOf, type Place, placesOf } from './list-entries.ts';

/** A promise that is settled with others, and the call that waits for them. */
export interface Settled {
  /** The promise, or the code of the function that gives it. */
  readonly promise: ts.Node;
  readonly call: ts.CallExpression;
}

/** `result.reason`, `{ reason } = result`: why a promise was rejected, also where no test tells TypeScript that it was. */
export function takesReason(
  project: Project,
  read: ts.PropertyAccessExpression | ts.BindingElement,
): boolean {
  const { checker } = project;
  const key = ts.isBindingElement(read) ? bindingKey(read) : read.name.text;
  if (key !== reason) return false;
  const type = checker.getTypeAtLocation(ts.isBindingElement(read) ? read.parent : unwrap(read.expression));
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => isOfRejected(checker.getPropertyOfType(part, reason)));
}

const reason = 'reason';

function isOfRejected(symbol: ts.Symbol | undefined): boolean {
  const declared = declaredAs(symbol);
  return declared?.area.startsWith('platform/') === true && declared.name === 'PromiseRejectedResult';
}

/** The promises whose result a value may be: `Promise.allSettled([…])`, through lists, loops, callbacks and names. */
export function settledInto(project: Project, result: ts.Expression | ts.Declaration): readonly Settled[] {
  const walk = new Results(project);
  if (ts.isParameter(result) || ts.isVariableDeclaration(result)) walk.ofDeclaration(result, 0);
  else walk.ofResult(result as ts.Expression, 0);
  return walk.found;
}

const maxDepth = 16;

class Results {
  readonly found: Settled[] = [];
  private readonly project: Project;
  private readonly seen = new Set<ts.Node>();

  constructor(project: Project) {
    this.project = project;
  }

  ofResult(value: ts.Expression, depth: number): void {
    const node = unwrap(value);
    if (this.isDone(node, depth)) return;
    const place = entryOf(this.project, node);
    if (place) return this.ofList(place, depth + 1);
    const named = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
    const declaration = named ? declarationAt(this.project, node) : undefined;
    if (declaration && this.ofDeclaration(declaration, depth + 1)) return;
    for (const each of valuesBehind(this.project, node)) this.ofResult(each, depth + 1);
  }

  /** @returns whether it is an entry of a list, or a parameter that callers give */
  ofDeclaration(root: ts.Declaration, depth: number): boolean {
    const places = placesOf(this.project, root);
    for (const place of places) this.ofList(place, depth);
    if (!ts.isParameter(root) || !isFunctionLike(root.parent)) return places.length > 0;
    const index = root.parent.parameters.indexOf(root);
    for (const { node } of argumentsOf(this.project, root.parent, index)) this.ofResult(node, depth + 1);
    return true;
  }

  private ofList(place: Place, depth: number): void {
    const node = unwrap(place.list);
    if (this.isDone(node, depth)) return;
    if (ts.isCallExpression(node) && isAllSettled(this.project, node)) return this.ofPromises(node, place);
    const { entries, lists } = madeOf(this.project, place);
    for (const each of entries) this.ofResult(each, depth + 1);
    for (const each of lists) this.ofList(each, depth + 1);
  }

  private ofPromises(call: ts.CallExpression, { index }: Place): void {
    const [list] = call.arguments;
    const seen = new Set<ts.Node>();
    const open: Place[] = list ? [{ list, index }] : [];
    for (const place of open) {
      if (seen.has(place.list)) continue;
      seen.add(place.list);
      const { entries, lists, makers = [] } = madeOf(this.project, place);
      open.push(...lists);
      const made = makers.flatMap(({ body }) => body ?? []);
      // A list that somebody else gives is made by all that stands there.
      const isOpaque = entries.length + lists.length + made.length === 0;
      const promises = made.length > 0 ? made : isOpaque ? [place.list] : entries;
      for (const promise of promises) this.found.push({ promise, call });
    }
  }

  private isDone(node: ts.Node, depth: number): boolean {
    if (depth > maxDepth || this.seen.has(node)) return true;
    this.seen.add(node);
    return false;
  }
}

function isAllSettled(project: Project, call: ts.CallExpression): boolean {
  const declared = declaredAs(calledSymbol(project, call));
  return (
    declared?.area.startsWith('platform/') === true &&
    declared.name === 'PromiseConstructor' &&
    declared.member === 'allSettled'
  );
}
