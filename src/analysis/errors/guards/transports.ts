import { ts } from '../../../compiler.cjs';
import { oauthProviderInterface, stepUpMode } from '../../../sdk/roles.ts';
import { descendants, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { throughConstants } from '../../program/constants.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { certainValue, memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { isPublic } from '../../program/published.ts';
import { declaredAs, declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { readersOfName } from '../guards/state-readers.ts';

/**
 * Whether a transport authorizes again by itself. For a 403 insufficient_scope it then throws an UnauthorizedError or an
 * SdkHttpError, as before. True only where this project shows its provider and its mode.
 */
export function stepsUpItself(project: Project, transport: ts.Expression): boolean {
  const made = constructionsOf(project, transport);
  return made.length > 0 && made.every((each) => isMadeToStepUp(project, each));
}

/** The expressions that make a transport: of a constant, or all that a private field is given. */
function constructionsOf(project: Project, transport: ts.Expression): readonly ts.Expression[] {
  const value = unwrap(throughConstants(project, unwrap(transport)));
  if (!ts.isPropertyAccessExpression(value)) return [value];
  const declaration = declarationAt(project, value);
  if (!declaration || !ts.isPropertyDeclaration(declaration) || !isKept(declaration)) return [];
  const { initializer } = declaration;
  return [...(initializer ? [initializer] : []), ...bindingsOf(project).assigned.get(declaration)];
}

function isMadeToStepUp(project: Project, transport: ts.Expression): boolean {
  const made = unwrap(throughConstants(project, unwrap(transport)));
  if (!ts.isNewExpression(made)) return false;
  if (declaredAs(symbolOf(project, made.expression))?.name !== 'StreamableHTTPClientTransport') return false;
  const options = made.arguments?.[1];
  if (!options) return false;
  const mode = memberOf(project, options, stepUpMode);
  const provider = certainValue(memberOf(project, options, 'authProvider'));
  return (
    mode.complete && mode.entries.length === 0 && provider !== undefined && isProvider(project, provider)
  );
}

function isProvider(project: Project, value: ts.Expression): boolean {
  const symbol = ts.isShorthandPropertyAssignment(value.parent)
    ? project.checker.getShorthandAssignmentValueSymbol(value.parent)
    : undefined;
  const type = symbol
    ? project.checker.getTypeOfSymbolAtLocation(symbol, value)
    : project.checker.getTypeAtLocation(value);
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) =>
    declaredTypes(project, part).some(
      ({ area, name }) => area.startsWith('v2/') && name === oauthProviderInterface,
    ),
  );
}

/** The transports that a client is connected with; none where other code may connect it, too. */
export function transportsOf(project: Project, client: ts.Expression): ts.Expression[] {
  const symbol = receiverSymbol(project, client);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration) return [];
  if (!isKept(declaration)) return connectedAnywhere(project, declaration);
  const found: ts.Expression[] = [];
  for (const node of descendants(declaration.getSourceFile())) {
    if (!ts.isCallExpression(node)) continue;
    const { expression, arguments: given } = node;
    if (given.some((argument) => receiverSymbol(project, argument) === symbol)) return [];
    if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'connect') continue;
    if (receiverSymbol(project, expression.expression) === symbol && given[0]) found.push(given[0]);
  }
  return found;
}

/** The same of a field that other files may use: every use is known, and calls a method of the client. */
function connectedAnywhere(project: Project, declaration: ts.Declaration): ts.Expression[] {
  if (!ts.isPropertyDeclaration(declaration) || isPublic(project, declaration)) return [];
  const { reads, unseen } = readersOfName(project, declaration.name);
  if (unseen !== undefined) return [];
  const found: ts.Expression[] = [];
  for (const read of reads) {
    const access = wrapped(read).parent;
    const call = wrapped(access as ts.Expression).parent;
    if (!ts.isPropertyAccessExpression(access) || !ts.isCallExpression(call)) return [];
    if (unwrap(call.expression) !== access) return [];
    if (access.name.text === 'connect' && call.arguments[0]) found.push(call.arguments[0]);
  }
  return found;
}

/** A constant or a private field of the file. */
function isKept(declaration: ts.Declaration): boolean {
  const flags = ts.getCombinedModifierFlags(declaration);
  if (ts.isVariableDeclaration(declaration)) return !(flags & ts.ModifierFlags.Export);
  if (!ts.isPropertyDeclaration(declaration)) return false;
  return Boolean(flags & ts.ModifierFlags.Private) || ts.isPrivateIdentifier(declaration.name);
}

function receiverSymbol(project: Project, node: ts.Expression): ts.Symbol | undefined {
  const value = unwrap(node);
  if (!ts.isIdentifier(value) && !ts.isPropertyAccessExpression(value)) return undefined;
  return project.checker.getSymbolAtLocation(ts.isPropertyAccessExpression(value) ? value.name : value);
}

/** Transports that do not speak Streamable HTTP. */
export const otherTransports = /^((SSE|Stdio|WebSocket)Client|InMemory)Transport$/;

export const isOtherTransport = (project: Project, node: ts.Expression): boolean =>
  declaredTypes(project, project.checker.getTypeAtLocation(node)).some(({ name }) =>
    otherTransports.test(name),
  );
