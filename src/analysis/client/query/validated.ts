import { ts } from '../../../compiler.cjs';
import { descendants, memberName, unwrap } from '../../program/ast.ts';
import { awaited, throughConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { ownReader } from './own-readers.ts';
import { schemaLibraries, schemaMethods, transformingMethods } from './table.ts';

/**
 * What a schema checks: `x` of `schema.parse(x)` and of `schema.safeParse(x).data`. Only for a schema that is written with its
 * library in this project and changes no value.
 */
export function validated(project: Project, value: ts.Expression): ts.Expression | undefined {
  const whole = memberName(value) === 'data';
  const call = whole ? awaited(project, (value as ts.PropertyAccessExpression).expression) : value;
  if (!ts.isCallExpression(call)) return undefined;
  const callee = unwrap(call.expression);
  const method = memberName(callee);
  if (!method || schemaMethods[method] !== (whole ? 'data' : 'value')) return undefined;
  const schema = throughConstants(project, (callee as ts.PropertyAccessExpression).expression);
  return isPlainSchema(project, schema) ? call.arguments[0] : undefined;
}

/** `schema.parse(x)`, `schema.safeParse(x)`: such a schema gives a copy, and what it gets stays as it is. */
export function isSchemaCheck(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = unwrap(call.expression);
  const method = memberName(callee);
  if (!method || !Object.hasOwn(schemaMethods, method)) return false;
  return isPlainSchema(
    project,
    throughConstants(project, (callee as ts.PropertyAccessExpression).expression),
  );
}

/** The call within an expression by which a schema, or a function of the project, checks the query. A fix must not remove it. */
export function throwingCheck(project: Project, expression: ts.Node): ts.Expression | undefined {
  return [expression, ...descendants(expression)]
    .filter(ts.isCallExpression)
    .map((call) => (ts.isAwaitExpression(call.parent) ? call.parent : call))
    .find((value) => {
      const call = ts.isAwaitExpression(value) ? value.expression : value;
      return validated(project, call) ?? (ts.isCallExpression(call) && ownReader(project, call)?.mustStay);
    });
}

/** True for a schema that is written with its library on the spot, and changes no value. */
export function isPlainSchema(project: Project, schema: ts.Expression): boolean {
  if (!ts.isCallExpression(schema)) return false;
  const names = [...descendants(schema)].filter(ts.isIdentifier);
  return names.every((name) => {
    const { parent } = name;
    if (ts.isPropertyAccessExpression(parent) && parent.name === name)
      return !transformingMethods.includes(name.text);
    return (ts.isPropertyAssignment(parent) && parent.name === name) || isOfLibrary(project, name);
  });
}

/** `z` of `import { z } from 'zod'`, in any form of import. */
export function isOfLibrary(project: Project, name: ts.Identifier): boolean {
  for (let node: ts.Node | undefined = importOf(project, name); node; node = node.parent) {
    if (ts.isImportDeclaration(node))
      return ts.isStringLiteral(node.moduleSpecifier) && schemaLibraries.includes(node.moduleSpecifier.text);
  }
  return false;
}

function importOf(project: Project, name: ts.Identifier): ts.Node | undefined {
  return project.checker.getSymbolAtLocation(name)?.declarations?.[0];
}
