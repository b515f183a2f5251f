import { ts } from '../../../compiler.cjs';
import { codeText, enclosingFunction, wrapped } from '../../program/ast.ts';
import { mentionsIn } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { callsTo } from '../guards/function-calls.ts';

type IsOption = (project: Project, literal: ts.ObjectLiteralExpression) => boolean;

/**
 * Follows options that were built without a type to a transport of the SDK. Gives the literals that carry them there, or
 * undefined when they reach no transport.
 */
export function carriersOf(
  project: Project,
  literal: ts.ObjectLiteralExpression,
  isOption: IsOption,
): ts.ObjectLiteralExpression[] | undefined {
  const literals = [literal];
  const seen = new Set<ts.Node>();
  let arrives = false;
  const follow = (value: ts.Expression): void => {
    const node = outermost(value);
    if (seen.has(node)) return;
    seen.add(node);
    const { parent } = node;
    if (isTransportOptions(project, node)) arrives = true;
    else if (ts.isSpreadAssignment(parent)) followLiteral(parent.parent);
    else if (ts.isVariableDeclaration(parent)) usesOf(project, parent.name).forEach(follow);
    else if (ts.isPropertyDeclaration(parent)) usesOf(project, parent.name).forEach(follow);
    else if (ts.isCallExpression(parent)) followCall(parent, node);
    else if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) followResult(node);
  };
  const followLiteral = (outer: ts.ObjectLiteralExpression): void => {
    literals.push(outer);
    if (isOption(project, outer)) arrives = true;
    else follow(outer);
  };
  // `Object.assign({}, base, given)` and `Object.freeze(base)` return their argument.
  const followCall = (call: ts.CallExpression, given: ts.Expression): void => {
    if (call.arguments.includes(given) && /^Object\.(assign|freeze)$/.test(codeText(call.expression)))
      follow(call);
  };
  const followResult = (node: ts.Node): void => {
    const owner = ts.isArrowFunction(node.parent) ? node.parent : enclosingFunction(node);
    if (owner) callsTo(project, owner).forEach(follow);
  };
  follow(literal);
  return arrives ? literals : undefined;
}

function outermost(value: ts.Expression): ts.Expression {
  let node = wrapped(value);
  while (
    ts.isConditionalExpression(node.parent) ||
    (ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
  ) {
    node = wrapped(node.parent);
  }
  return node;
}

/** The options argument of the transport, whatever its type is. */
function isTransportOptions(project: Project, node: ts.Expression): boolean {
  const { parent } = node;
  if (!ts.isNewExpression(parent) || parent.arguments?.[1] !== node) return false;
  const signature = project.checker.getResolvedSignature(parent);
  const declaration = signature?.declaration;
  const file = declaration?.getSourceFile().fileName ?? '';
  const owner = declaration?.parent;
  return (
    /\/v2\/client\.d\.ts$/.test(file) &&
    owner !== undefined &&
    ts.isClassDeclaration(owner) &&
    owner.name?.text === 'StreamableHTTPClientTransport'
  );
}

function usesOf(project: Project, name: ts.Node): ts.Expression[] {
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return [];
  const symbol = project.checker.getSymbolAtLocation(name);
  return project.userFiles.flatMap((file) =>
    mentionsIn(file, name.text).flatMap((use): ts.Expression[] => {
      if (use === name || !symbol || symbolOf(project, use) !== symbol) return [];
      const { parent } = use;
      if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return [];
      const read = ts.isPropertyAccessExpression(parent) && parent.name === use ? parent : use;
      return [read as ts.Expression];
    }),
  );
}
