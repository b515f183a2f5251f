import { ts } from '../../../compiler.cjs';
import { descendants, memberName, unwrap } from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import { throughConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';

export const stateParameter = 'state';

/**
 * True for a schema that may compare `state` with something: `z.literal(expected)`, `.refine(…)`, or a schema that the
 * program does not show. A schema that only says "a text" compares nothing.
 */
export function schemaMayCompare(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !/^(safeP|p)arse(Async)?$/.test(callee.name.text))
    return false;
  // `JSON.parse`, `querystring.parse`.
  if (declaredAs(symbolOf(project, callee.name)) || declaredAs(symbolOf(project, callee.expression)))
    return false;
  const schema = schemaBehind(project, callee.expression);
  return schema !== undefined && compares(project, schema);
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

/** What only says which texts are allowed, whatever the login. */
const plain = new Set(
  'string min max length nonempty optional nullable nullish trim describe meta uuid base64url coerce regex'.split(
    ' ',
  ),
);
/** What makes a record of members, and looks at none of them. */
const building = new Set(
  'object strictObject looseObject strict strip passthrough loose partial required pick omit extend describe meta'.split(
    ' ',
  ),
);

function compares(project: Project, schema: ts.Expression): boolean {
  const node = throughConstants(project, schema);
  if (!ts.isCallExpression(node)) return true;
  const callee = unwrap(node.expression);
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
  return false;
}
