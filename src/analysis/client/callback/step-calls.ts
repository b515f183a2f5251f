import { ts } from '../../../compiler.cjs';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { argumentsThrough, isPromise } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isUrlSearchParams } from '../query/query-read.ts';
import { called, type Path, type Push } from './remaining-path.ts';

/** One step back through a call: into the function, the promise, the collection or the schema that gives its value. */
export function throughCall(project: Project, value: ts.CallExpression, path: Path, push: Push): void {
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
  // A schema gives what it was given; only another package's counts, the project's own functions are followed.
  if (
    object &&
    first &&
    platform === undefined &&
    /^(parse|safeParse|parseAsync|safeParseAsync)$/.test(name ?? '')
  ) {
    push(first, name?.startsWith('safe') && path[0] === 'data' ? path.slice(1) : path);
  }
  push(callee, [called, ...path]);
}

function throughPromise(
  name: string,
  object: ts.Expression,
  value: ts.CallExpression,
  path: Path,
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

function fromCollection(project: Project, store: ts.Expression, path: Path, push: Push): void {
  const key = declarationAt(project, unwrap(store));
  if (!key) return;
  for (const value of bindingsOf(project).stored.get(key)) push(value, path);
}

export function throughNew(project: Project, made: ts.NewExpression, path: Path, push: Push): void {
  const [first] = made.arguments ?? [];
  if (first && isUrlSearchParams(project, made)) return throughParams(project, first, push);
  const executor = first && unwrap(first);
  if (executor && isFunctionLike(executor) && isPromise(project, made)) {
    const [resolve] = executor.parameters;
    if (resolve) for (const { node } of argumentsThrough(project, resolve, 0)) push(node, path);
    return;
  }
  const [name, ...rest] = path;
  if (name === undefined) return;
  const type = project.checker.getTypeAtLocation(made);
  const member = project.checker.getPropertyOfType(type, name);
  for (const declaration of member?.declarations ?? []) {
    if (!declaredAs(member)) push(declaration, rest);
  }
}

/** A URLSearchParams made by hand is no query, but the code in it may come from one. */
function throughParams(project: Project, made: ts.Expression, push: Push): void {
  push(made, ['code']);
  const declaration = declarationAt(project, unwrap(made));
  if (declaration) push(declaration, ['code']);
}
