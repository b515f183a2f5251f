import { ts } from '../../../compiler.cjs';
import { codeParameter } from '../../../sdk/roles.ts';
import { type AccessPath, after, called, member } from '../../program/access-path.ts';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { argumentsThrough } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, isPromise, symbolOf } from '../../program/sdk-symbols.ts';
import { isUrlSearchParams } from '../query/query-read.ts';

/** Takes a place that a value comes from, with the path that leads from there to the code. */
export type Push = (node: ts.Node, path: AccessPath) => void;

/** One step back through a call: into the function, the promise, the collection or the schema that gives its value. */
export function throughCall(project: Project, value: ts.CallExpression, path: AccessPath, push: Push): void {
  const callee = unwrap(value.expression);
  const [first] = value.arguments;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
  const object = ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
  const platform = declaredAs(
    symbolOf(project, ts.isPropertyAccessExpression(callee) ? callee.name : callee),
  );
  if (platform?.area.startsWith('platform/') && object) {
    if (platform.name.startsWith('Promise')) return throughPromise(name ?? '', object, value, path, push);
    if (platform.name === 'Map' && name === 'get') return fromCollection(project, object, path, push);
    if (platform.name === 'String') return push(object, path);
  }
  if (ts.isIdentifier(callee) && platform && first) {
    if (/^(String|decodeURIComponent|decodeURI)$/.test(callee.text)) return push(first, path);
  }
  // A schema of another package returns what it was passed. Functions of the project are followed instead.
  if (
    object &&
    first &&
    platform === undefined &&
    /^(parse|safeParse|parseAsync|safeParseAsync)$/.test(name ?? '')
  ) {
    push(first, name?.startsWith('safe') ? (after(path, [member('data')]) ?? path) : path);
  }
  push(callee, [called, ...path]);
}

function throughPromise(
  name: string,
  object: ts.Expression,
  value: ts.CallExpression,
  path: AccessPath,
  push: Push,
): void {
  const [first] = value.arguments;
  if (name === 'then' && first) push(first, [called, ...path]);
  if (name === 'catch' || name === 'finally') push(object, path);
  if (name === 'resolve' && first) push(first, path);
  if (name === 'all' && first) push(first, path);
  const list = first && unwrap(first);
  if ((name === 'race' || name === 'any') && list && ts.isArrayLiteralExpression(list)) {
    for (const element of list.elements) push(element, path);
  }
}

function fromCollection(project: Project, store: ts.Expression, path: AccessPath, push: Push): void {
  const key = declarationAt(project, unwrap(store));
  if (!key) return;
  for (const value of bindingsOf(project).stored.get(key)) push(value, path);
}

/** One step back through `new`: into the code of a made query, what a promise resolves with, or a field of the object. */
export function throughNew(project: Project, made: ts.NewExpression, path: AccessPath, push: Push): void {
  const [first] = made.arguments ?? [];
  if (first && isUrlSearchParams(project, made)) return throughParams(project, first, push);
  const executor = first && unwrap(first);
  if (executor && isFunctionLike(executor) && isPromise(project, made)) {
    const [resolve] = executor.parameters;
    if (resolve) for (const { node } of argumentsThrough(project, resolve, 0)) push(node, path);
    return;
  }
  const [step, ...rest] = path;
  if (step?.kind !== 'member') return;
  const type = project.checker.getTypeAtLocation(made);
  const property = project.checker.getPropertyOfType(type, step.name);
  for (const declaration of property?.declarations ?? []) {
    if (!declaredAs(property)) push(declaration, rest);
  }
}

/** A URLSearchParams that the project makes is not the query, but the code in it may come from one. */
function throughParams(project: Project, made: ts.Expression, push: Push): void {
  push(made, [member(codeParameter)]);
  const declaration = declarationAt(project, unwrap(made));
  if (declaration) push(declaration, [member(codeParameter)]);
}
