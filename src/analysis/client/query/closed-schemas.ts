import { ts } from '../../../compiler.cjs';
import { descendants, memberName, unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';

/** Calls by which a library makes a schema that refuses members which it does not name. */
const closing: ReadonlySet<string> = new Set(['strictObject', 'strict', 'noUnknown']);

/**
 * True for a schema of a callback's query that refuses every other parameter: `z.strictObject({ code })`, `z.object({ code }).strict()`,
 * `{ properties: { code }, additionalProperties: false }`. See {@link droppingSchema} for Fastify.
 */
export function closedSchema(project: Project, node: ts.Node): boolean {
  if (ts.isCallExpression(node)) {
    const callee = unwrap(node.expression);
    const name = ts.isIdentifier(callee) ? callee.text : memberName(callee);
    return closing.has(name ?? '') && isOfPackage(project, callee) && describesCode(project, node);
  }
  return closedObject(project, node) && !importsFastify.test(node.getSourceFile().text);
}

/** Fastify refuses nothing: it drops what such a schema does not name from the record that the handler gets, not from the address. */
export const droppingSchema = (project: Project, node: ts.Node): boolean =>
  closedObject(project, node) && importsFastify.test(node.getSourceFile().text);

const importsFastify = /['"]fastify['"]/;

function closedObject(project: Project, node: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false;
  const given = memberIn(node, 'additionalProperties');
  const properties = memberIn(node, 'properties');
  return (
    given?.kind === ts.SyntaxKind.FalseKeyword &&
    properties !== undefined &&
    isCallback(throughConstants(project, properties))
  );
}

/** What a call closes: the record that it is given, or that the chain before it was made with. */
function describesCode(project: Project, call: ts.CallExpression): boolean {
  return [...descendants(call)].some((node) => {
    if (ts.isObjectLiteralExpression(node)) return isCallback(node);
    if (!ts.isIdentifier(node)) return false;
    const value = throughConstants(project, node);
    return value !== node && [value, ...descendants(value)].some(isCallback);
  });
}

/** `code` without a grant type: a request for a token has both. */
const isCallback = (node: ts.Node): boolean =>
  ts.isObjectLiteralExpression(node) &&
  named(node, 'code') &&
  !named(node, 'iss') &&
  !named(node, 'grant_type');

const named = ({ properties }: ts.ObjectLiteralExpression, name: string): boolean =>
  properties.some((each) => each.name !== undefined && 'text' in each.name && each.name.text === name);

function memberIn({ properties }: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const member = properties.find((each) => each.name?.getText() === name);
  return member && ts.isPropertyAssignment(member) ? unwrap(member.initializer) : undefined;
}

/** The chain begins with what another package exports. */
function isOfPackage(project: Project, chain: ts.Expression): boolean {
  let root = unwrap(chain);
  while (ts.isCallExpression(root) || ts.isPropertyAccessExpression(root)) {
    root = unwrap(root.expression);
    if (ts.isIdentifier(root)) root = unwrap(throughConstants(project, root));
  }
  if (!ts.isIdentifier(root)) return false;
  const [declared] = project.checker.getSymbolAtLocation(root)?.declarations ?? [];
  for (let node: ts.Node | undefined = declared; node; node = node.parent)
    if (ts.isImportDeclaration(node))
      return ts.isStringLiteral(node.moduleSpecifier) && !node.moduleSpecifier.text.startsWith('.');
  return false;
}
