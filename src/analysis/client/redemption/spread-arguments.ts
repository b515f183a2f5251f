import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { throughConstants } from '../query/query-read.ts';

/** A rest parameter that is spread into a call, and which of its elements an argument is. */
export interface SpreadRest {
  readonly parameter: ts.ParameterDeclaration;
  readonly index: number;
}

/**
 * What a call is given at a position, also where arguments are spread: the element of a list that the project writes down, or
 * of a rest parameter, which whoever calls the function gives.
 */
export function argumentAt(
  project: Project,
  call: ts.CallExpression,
  position: number,
): ts.Expression | SpreadRest | undefined {
  const first = call.arguments.findIndex(ts.isSpreadElement);
  if (first < 0 || position < first) return call.arguments[position];
  const spread = call.arguments[first] as ts.SpreadElement;
  return elementOf(project, spread.expression, position - first);
}

function elementOf(
  project: Project,
  list: ts.Expression,
  index: number,
): ts.Expression | SpreadRest | undefined {
  const written = throughConstants(project, list);
  if (ts.isArrayLiteralExpression(written)) {
    const before = written.elements.slice(0, index + 1);
    return before.some(ts.isSpreadElement) ? undefined : written.elements[index];
  }
  const declaration = ts.isIdentifier(written) ? symbolOf(project, written)?.valueDeclaration : undefined;
  return declaration && ts.isParameter(declaration) && declaration.dotDotDotToken
    ? { parameter: declaration, index }
    : undefined;
}

/** True for an argument that is an expression of its own. */
export function isWritten(argument: ts.Expression | SpreadRest | undefined): argument is ts.Expression {
  return argument !== undefined && 'kind' in argument;
}
