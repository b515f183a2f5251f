import { ts } from '../../../compiler.cjs';
import { indentationAt } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { handlerQueries } from './table.ts';

/** What fills a parameter of a handler from the query: `@Query('code') code`, or the whole of it with `@Query() query`. */
export interface QueryDecorator {
  /** The parameter of the query; undefined for the whole. */
  readonly key: string | undefined;
  /** The decorator as it is written, without its arguments. */
  readonly text: string;
  readonly quote: string;
}

/** Undefined for a parameter that something else fills, or that a pipe changes. */
export function queryDecorator(
  project: Project,
  parameter: ts.ParameterDeclaration,
): QueryDecorator | undefined {
  const [only, ...more] = ts.getDecorators(parameter) ?? [];
  const call = only?.expression;
  if (!call || more.length > 0 || !ts.isCallExpression(call) || !isQuery(project, call.expression))
    return undefined;
  const [key, ...pipes] = call.arguments;
  if (pipes.length > 0 || (key && !ts.isStringLiteralLike(key))) return undefined;
  return {
    key: key?.text,
    text: call.expression.getText(),
    quote: key?.getText()[0] === '"' ? '"' : "'",
  };
}

function isQuery({ checker }: Project, callee: ts.Expression): boolean {
  const imported = ts.isIdentifier(callee)
    ? checker.getSymbolAtLocation(callee)?.declarations?.find(ts.isImportSpecifier)
    : undefined;
  const module = imported?.parent.parent.parent.moduleSpecifier;
  const name = (imported?.propertyName ?? imported?.name)?.text;
  return (
    module !== undefined && ts.isStringLiteral(module) && handlerQueries.includes(`${module.text}#${name}`)
  );
}

/** True for the whole query as such a parameter, with a type that names no parameters: a class may drop those it lacks. */
export function isHandlerQuery(project: Project, expression: ts.Expression): boolean {
  const node = throughConstants(project, expression);
  const declaration = ts.isIdentifier(node) ? symbolOf(project, node)?.valueDeclaration : undefined;
  if (!declaration || !ts.isParameter(declaration)) return false;
  const decorator = queryDecorator(project, declaration);
  if (!decorator || decorator.key !== undefined) return false;
  const type = project.checker.getTypeAtLocation(declaration);
  return (type.flags & ts.TypeFlags.Any) !== 0 || type.getStringIndexType() !== undefined;
}

/** Where a parameter more stands, with its text: in the layout of the others. */
export function oneMore(last: ts.ParameterDeclaration, text: string): { end: number; text: string } {
  const file = last.getSourceFile();
  const start = last.getStart();
  const before = file.text.slice(file.text.lastIndexOf('\n', start - 1) + 1, start);
  const line = file.text.includes('\r\n') ? '\r\n' : '\n';
  const gap = before.trim() === '' ? `${line}${indentationAt(file, start)}` : ' ';
  return { end: last.getEnd(), text: `,${gap}${text}` };
}
