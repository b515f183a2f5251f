import { ts } from '../../../compiler.cjs';
import { challenged, type ErrorFamily, headerRefused, headerSafe } from '../../../sdk/verifier-roles.ts';
import { descendants } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionsAt } from '../../program/callees.ts';
import { throughConstants } from '../../program/constants.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import type { ErrorKind } from './error-kind.ts';
import type { Leaving } from './leaving.ts';
import { isOfTokenPackage } from './package-calls.ts';

/** Where the text of an error comes from. */
export type MessageOrigin = 'fixed' | 'computed' | 'other-error';

/** `other-error`: the text of a caught error is in it, so what it says depends on other code. */
export function originOfMessage(project: Project, message: ts.Expression | undefined): MessageOrigin {
  if (!message) return 'fixed';
  const node = throughConstants(project, message);
  if (ts.isStringLiteralLike(node)) return 'fixed';
  return [...descendants(node)].some(
    (each) => ts.isIdentifier(each) && (isCaught(project, each) || isOfAnswer(project, each)),
  )
    ? 'other-error'
    : 'computed';
}

/** What an upstream answered: `(await response.json()).error_description`, also through a variable. */
function isOfAnswer(project: Project, name: ts.Identifier): boolean {
  const declared = declaredAs(symbolOf(project, name));
  if (declared) return isTextOfAnswer(declared);
  const declaration = declarationAt(project, name);
  const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && asksAnswer(project, value, maxDepth);
}

/** `await response.json()`, also by a function that gives it. */
function asksAnswer(project: Project, value: ts.Node, depth: number): boolean {
  return [...descendants(value)].some((each) => {
    if (ts.isCallExpression(each) && depth > 0)
      return functionsAt(project, each.expression).some((fn) =>
        (bindingsOf(project).returns.get(fn) ?? []).some((given) => asksAnswer(project, given, depth - 1)),
      );
    const known = ts.isIdentifier(each) ? declaredAs(symbolOf(project, each)) : undefined;
    return known !== undefined && isTextOfAnswer(known);
  });
}

const maxDepth = 3;

const isTextOfAnswer = ({ area, member }: Declared): boolean =>
  area === 'platform/web' && member !== undefined && /^(?:json|text|statusText)$/.test(member);

function isCaught(project: Project, name: ts.Identifier): boolean {
  const declaration = declarationAt(project, name);
  if (!declaration) return false;
  if (ts.isVariableDeclaration(declaration)) return ts.isCatchClause(declaration.parent);
  return readsMessage(name) && (ts.isParameter(declaration) || ts.isBindingElement(declaration));
}

/** `error.message` */
function readsMessage({ parent }: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(parent) && parent.name.text === 'message';
}

/** True for a text that v1 and server-legacy may write into a header as it is. */
export function fitsHeader(
  project: Project,
  family: ErrorFamily,
  message: ts.Expression | undefined,
): boolean {
  // v2 escapes what a header cannot hold.
  if (family === 'v2' || !message) return true;
  const node = throughConstants(project, message);
  return ts.isStringLiteralLike(node) && headerSafe.test(node.text);
}

/** The argument of a constructed error that is its text. */
export function messageOf(made: ts.Node, { codeAt }: Pick<ErrorKind, 'codeAt'>): ts.Expression | undefined {
  return (made as ts.NewExpression).arguments?.[codeAt + 1];
}

/** True for an error of which the text goes into the header of the answer. */
export const isInHeader = (code: string | undefined): boolean =>
  code !== undefined && challenged.includes(code);

/** True for a text that makes Node throw where v1 and server-legacy write it into a header: the answer is 500 then. */
export function refusedByHeader(
  project: Project,
  family: ErrorFamily,
  code: string | undefined,
  message: ts.Expression | undefined,
): boolean {
  if (family === 'v2' || !message || !isInHeader(code)) return false;
  const node = throughConstants(project, message);
  return ts.isStringLiteralLike(node) && headerRefused.test(node.text);
}

/**
 * `if (error) throw new Error(error.message)`: a lookup that failed. The error that is asked for is the one whose text is
 * passed on, so it is not the token that is at fault. A token library's own error says that it is.
 */
export function wrapsItsGuard(project: Project, { made, guard }: Leaving): boolean {
  const { condition } = guard;
  const [message] = (made as ts.NewExpression).arguments ?? [];
  if (!condition || !message) return false;
  const asked = new Set<ts.Node>();
  for (const node of descendants(condition)) {
    const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
    if (declaration) asked.add(declaration);
  }
  return [...descendants(message)].some((node) => {
    if (!ts.isIdentifier(node) || !readsMessage(node)) return false;
    const declaration = declarationAt(project, node);
    return declaration !== undefined && asked.has(declaration) && !isOfTokenCheck(project, declaration);
  });
}

/** The error that `verify(token, key, (error) => …)` gives. */
function isOfTokenCheck(project: Project, declaration: ts.Node): boolean {
  if (!ts.isParameter(declaration))
    return ts.isVariableDeclaration(declaration) && ts.isCatchClause(declaration.parent);
  const call = declaration.parent.parent;
  return ts.isCallExpression(call) && isOfTokenPackage(project, call);
}
