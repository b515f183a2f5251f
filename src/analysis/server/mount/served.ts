import { ts } from '../../../compiler.cjs';
import { metadataServers } from '../../../sdk/roles.ts';
import { codeText, enclosingFunction, references, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionAt } from '../../program/callees.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, sdkEntityAt, symbolOf } from '../../program/sdk-symbols.ts';

/** Methods of the platform's and the frameworks' responses that send a body. */
const bodySenders = new Set([
  'json',
  'send',
  'end',
  'jsonp',
  'write',
  'body',
  'newResponse',
  'respondWith',
  'code',
]);
const wellKnown = /\/\.well-known\/(oauth-authorization-server|openid-configuration)/;
const maxDepth = 8;

/**
 * True when an object is sent as the metadata of an authorization server (RFC 8414): passed to the SDK's routers, or sent as a
 * body by any framework. Follows it through variables, spreads, `JSON.stringify` and functions that return it.
 */
export function isServed(project: Project, node: ts.Expression): boolean {
  return sentBy(project, node, 0, new Set());
}

/** The same for a variable, wherever it got its value. */
export function isVariableServed(project: Project, name: ts.Identifier): boolean {
  return usesOf(project, name).some((use) => isServed(project, use));
}

function sentBy(project: Project, node: ts.Expression, depth: number, seen: Set<ts.Node>): boolean {
  if (depth > maxDepth || seen.has(node)) return false;
  seen.add(node);
  const on = (next: ts.Expression): boolean => sentBy(project, next, depth + 1, seen);
  const outer = wrapped(node);
  const { parent } = outer;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    if (!parent.arguments?.includes(outer)) return false;
    return (
      isSender(project, parent) ||
      (isTransparentCall(parent) && on(parent)) ||
      receivedBy(project, parent, outer, on)
    );
  }
  if (ts.isSpreadAssignment(parent)) return on(parent.parent);
  if (ts.isPropertyAssignment(parent) && parent.initializer === outer) return isRouterOption(project, parent);
  if (ts.isShorthandPropertyAssignment(parent)) return isRouterOption(project, parent);
  if (ts.isConditionalExpression(parent) || ts.isAwaitExpression(parent)) return on(parent);
  if (ts.isBinaryExpression(parent)) {
    if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return on(parent);
    return parent.right === outer && ts.isIdentifier(parent.left) && usesOf(project, parent.left).some(on);
  }
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return usesOf(project, parent.name).some(on);
  if (ts.isPropertyDeclaration(parent) && ts.isIdentifier(parent.name))
    return usesOf(project, parent.name).some((use) => on(memberOr(use)));
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === outer)) {
    const owner = ts.isArrowFunction(parent) ? parent : enclosingFunction(parent);
    if (!owner) return false;
    return isRouteHandler(owner) || (bindingsOf(project).calls.get(owner) ?? []).some(on);
  }
  return false;
}

/** `this.metadata` of `metadata`. */
function memberOr(use: ts.Identifier): ts.Expression {
  return ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use;
}

function usesOf(project: Project, name: ts.Identifier): ts.Identifier[] {
  const symbol = symbolOf(project, name);
  if (!symbol) return [];
  const { valueDeclaration: declaration } = symbol;
  const home = declaration?.getSourceFile();
  const files = declaration && home && isLocal(declaration) ? [home] : project.userFiles;
  return files
    .filter((file) => file.text.includes(name.text))
    .flatMap((file) =>
      file === home
        ? references(project.checker, symbol, file)
        : mentionsIn(file, symbol.name).filter(
            (use): use is ts.Identifier => ts.isIdentifier(use) && symbolOf(project, use) === symbol,
          ),
    )
    .filter((use) => use !== name);
}

/** True for what only the code of one function can name. */
function isLocal(declaration: ts.Node): boolean {
  const isVariable = ts.isVariableDeclaration(declaration) || ts.isParameter(declaration);
  return (
    isVariable &&
    enclosingFunction(declaration) !== undefined &&
    !ts.isParameterPropertyDeclaration(declaration, declaration.parent)
  );
}

function isSender(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = unwrap(call.expression);
  const entity = sdkEntityAt(project, callee);
  if (entity) return entity.name in metadataServers && metadataServers[entity.name] === null;
  if (ts.isNewExpression(call)) return codeText(callee) === 'Response' || codeText(callee) === 'NextResponse';
  if (!ts.isPropertyAccessExpression(callee) || !bodySenders.has(callee.name.text)) return false;
  const symbol = symbolOf(project, callee.name);
  if (symbol) return declaredAs(symbol)?.area.startsWith('platform/') ?? false;
  // Without types the route has to say that it is the metadata.
  return functionsAround(call).some(isRouteHandler);
}

function functionsAround(node: ts.Node): readonly ts.Node[] {
  const owner = enclosingFunction(node);
  return owner ? [owner, ...functionsAround(owner)] : [];
}

/** Calls that return their argument, as an object or as JSON. */
function isTransparentCall(call: ts.CallExpression | ts.NewExpression): boolean {
  return /^(JSON\.stringify|Object\.(assign|freeze)|structuredClone|Promise\.resolve)$/.test(
    codeText(call.expression),
  );
}

/** A function of the program that gets the object and sends it: `sendJson(res, metadata)`. */
function receivedBy(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
  given: ts.Expression,
  on: (next: ts.Expression) => boolean,
): boolean {
  const target = ts.isCallExpression(call) ? functionAt(project, call.expression) : undefined;
  const name = target?.parameters[call.arguments?.indexOf(given) ?? -1]?.name;
  return name !== undefined && ts.isIdentifier(name) && usesOf(project, name).some(on);
}

/** `mcpAuthMetadataRouter({ oauthMetadata: … })`. */
function isRouterOption(
  project: Project,
  property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
): boolean {
  const call = wrapped(property.parent).parent;
  if (!ts.isCallExpression(call)) return false;
  const entity = sdkEntityAt(project, unwrap(call.expression));
  return entity !== undefined && metadataServers[entity.name] === property.name.getText();
}

/** Fastify and Nest send what a handler returns; the route tells that it is the metadata. */
function isRouteHandler(owner: ts.Node): boolean {
  const { parent } = owner;
  const route = ts.isCallExpression(parent) ? parent.arguments[0]?.getText() : undefined;
  const decorators = ts.canHaveDecorators(owner) ? (ts.getDecorators(owner) ?? []) : [];
  return [route ?? '', ...decorators.map((one) => codeText(one))].some((text) => wellKnown.test(text));
}
