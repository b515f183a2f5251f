import { ts } from '../../../compiler.cjs';
import { descendants, memberName, unwrap } from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import { throughConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { schemaMethods } from '../query/table.ts';
import { isOfLibrary } from '../query/validated.ts';

export const stateParameter = 'state';

/**
 * True for a schema that may compare `state` with something: `z.literal(expected)`, `.refine(…)`, or a schema that the
 * program does not show. A schema that only says "a text" compares nothing.
 */
export function schemaMayCompare(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !(callee.name.text in schemaMethods)) return false;
  // `JSON.parse`, `querystring.parse`.
  if (declaredAs(symbolOf(project, callee.name)) || declaredAs(symbolOf(project, callee.expression)))
    return false;
  // What the project itself calls so is looked into like any other function.
  if (functionAt(project, callee)) return false;
  const schema = schemaBehind(project, callee.expression);
  return schema === undefined || compares(project, schema);
}

/** The calls that build a schema: in place, in a constant, or in a function of the project. */
function schemaBehind(project: Project, expression: ts.Expression, depth = 0): ts.Expression | undefined {
  const value = throughConstants(project, expression);
  if (!ts.isCallExpression(value) || depth > 4) return undefined;
  const fn = functionAt(project, value.expression);
  if (!fn?.body) return value;
  if (!ts.isBlock(fn.body)) return schemaBehind(project, fn.body, depth + 1) ?? fn.body;
  const result = [...descendants(fn.body)].find(ts.isReturnStatement)?.expression;
  return result && (schemaBehind(project, result, depth + 1) ?? result);
}

/** Methods of the schema libraries that only say which texts are allowed, whatever the login. */
const plain = new Set(
  'string min max length nonempty optional nullable nullish trim describe meta uuid base64url coerce regex'.split(
    ' ',
  ),
);
/** Methods of the schema libraries that make a record of members, and look at none of them. */
const building = new Set(
  'object strictObject looseObject strict strip passthrough loose partial required pick omit extend describe meta'.split(
    ' ',
  ),
);

function compares(project: Project, schema: ts.Expression): boolean {
  const node = throughConstants(project, schema);
  if (!ts.isCallExpression(node)) return true;
  const callee = unwrap(node.expression);
  if (!isLibraryChain(project, callee)) return true;
  const name = ts.isIdentifier(callee) ? callee.text : memberName(callee);
  if (!building.has(name ?? '')) return true;
  const members = node.arguments.map((each) => throughConstants(project, each));
  for (const member of members) {
    if (!ts.isObjectLiteralExpression(member)) continue;
    for (const property of member.properties) if (comparesAt(project, property)) return true;
  }
  const inner = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
  return inner !== undefined && ts.isCallExpression(inner) && compares(project, inner);
}

function comparesAt(project: Project, property: ts.ObjectLiteralElementLike): boolean {
  const name = property.name && 'text' in property.name ? property.name.text : undefined;
  if (name === undefined) return ts.isSpreadAssignment(property);
  if (name !== stateParameter) return false;
  if (!ts.isPropertyAssignment(property)) return true;
  let value = throughConstants(project, property.initializer);
  for (; ts.isCallExpression(value); value = unwrap(value)) {
    const callee = unwrap(value.expression);
    if (!ts.isPropertyAccessExpression(callee) || !plain.has(callee.name.text)) return true;
    value = callee.expression;
  }
  return !isLibraryChain(project, value);
}

/** `z.object(…).strict`: what the words of a chain mean is known only where it begins with such a library. */
function isLibraryChain(project: Project, chain: ts.Expression): boolean {
  let root = unwrap(chain);
  while (ts.isCallExpression(root) || ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  return ts.isIdentifier(root) && isOfLibrary(project, root);
}
