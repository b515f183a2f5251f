import { ts } from '../../../compiler.cjs';
import { isFunctionLike, memberName, unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { readerAround } from './own-readers.ts';

/** A parameter of a query that is read by its name in a list. */
export interface ListedName {
  readonly key: string;
  readonly query: ts.Expression;
}

/** `code` of `const [code, state] = ['code', 'state'].map((name) => query.get(name))`. */
export function listedName(project: Project, element: ts.BindingElement): ListedName | undefined {
  const pattern = element.parent;
  const owner = pattern.parent;
  if (!ts.isArrayBindingPattern(pattern) || element.dotDotDotToken || element.initializer) return undefined;
  const call = ts.isVariableDeclaration(owner) && owner.initializer && unwrap(owner.initializer);
  if (!call || !ts.isCallExpression(call) || memberName(unwrap(call.expression)) !== 'map') return undefined;
  const [reader, ...more] = call.arguments.map((each) => unwrap(each));
  const callee = unwrap(call.expression) as ts.PropertyAccessExpression;
  const names = throughConstants(project, callee.expression);
  if (!reader || more.length > 0 || !isFunctionLike(reader) || !ts.isArrayLiteralExpression(names))
    return undefined;
  const query = names.elements.every(ts.isStringLiteralLike) ? readerAround(project, reader) : undefined;
  const name = names.elements[pattern.elements.indexOf(element)];
  return query && name && ts.isStringLiteralLike(name) ? { key: name.text, query } : undefined;
}
