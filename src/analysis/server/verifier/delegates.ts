import { ts } from '../../../compiler.cjs';
import { credentialAt } from '../../../sdk/verifier-roles.ts';
import { type FunctionLike, isFunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { listMethods } from '../../program/list-methods.ts';
import { usesOf } from '../../program/mentions.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import type { CredentialValues } from './credential-values.ts';
import { handlersBehind } from './handler-functions.ts';
import { functionsBehind, methodsBehind } from './verifier-origin.ts';

/**
 * Which functions of the project does a call inside of a verifier or a grant run?
 * Asked of each call on the way to an error.
 * Gives those of a verifier that another one wraps, too: `inner.verifyAccessToken(token)`, where the type of `inner` is the
 * SDK's interface or none.
 *
 * @param getsCredential without the token there is nothing to look for behind a value that has no type of the project
 */
export function functionsCalled(
  project: Project,
  call: ts.CallExpression,
  getsCredential: boolean,
): readonly FunctionLike[] {
  const direct = functionsAt(project, call.expression);
  const callee = unwrap(call.expression);
  if (!getsCredential) return direct;
  if (direct.length > 0) return [...new Set([...direct, ...givenToInterface(project, callee)])];
  if (ts.isPropertyAccessExpression(callee)) {
    const declared = declaredAs(symbolOf(project, callee));
    if (declared?.area.startsWith('platform/')) return direct;
  }
  const given = ts.isIdentifier(callee)
    ? givenFunctions(project, callee)
    : ts.isPropertyAccessExpression(callee)
      ? methodsBehind(project, callee.expression, callee.name.text).functions
      : [];
  return given.length > 0 ? given : handlersBehind(project, callee);
}

/** A class need not name the interface that it has: `timed(new Sessions())` of `timed(inner: Verifier): Verifier`. */
function givenToInterface(project: Project, callee: ts.Expression): readonly FunctionLike[] {
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const declared = symbolOf(project, callee.name)?.valueDeclaration;
  const isOpen = declared && (ts.isMethodSignature(declared) || ts.isPropertySignature(declared));
  return isOpen ? methodsBehind(project, callee.expression, callee.name.text).functions : [];
}

/** A function that a call passes to the language, which calls it: `find(token).then(checked)`, `tokens.forEach(check)`. */
export function functionsPassed(
  project: Project,
  values: CredentialValues,
  call: ts.CallExpression,
): readonly { readonly fn: FunctionLike; readonly given: readonly number[] }[] {
  const callee = unwrap(call.expression);
  const [taker] = call.arguments;
  if (!taker || isFunctionLike(unwrap(taker)) || !ts.isPropertyAccessExpression(callee)) return [];
  const at = callee.name.text === 'then' ? 0 : listMethods.get(callee.name.text)?.takes;
  if (at === undefined || functionsAt(project, callee).length > 0) return [];
  const given = values.has(callee.expression) ? [at] : [];
  return functionsAt(project, taker).map((fn) => ({ fn, given }));
}

/** `fn` of `traced = (fn) => async (...args) => fn(...args)`, where the call that makes the method passes it. */
function givenFunctions(project: Project, name: ts.Identifier): readonly FunctionLike[] {
  const declaration = declarationAt(project, name);
  const maker = declaration && ts.isParameter(declaration) ? declaration.parent : undefined;
  if (!maker || !isFunctionLike(maker)) return [];
  const given = argumentsOf(project, maker, maker.parameters.indexOf(declaration as ts.ParameterDeclaration));
  // A helper that wraps other functions, too: only what becomes a method of a verifier counts.
  return given
    .filter(({ at }) => given.length === 1 || makesMethod(project, at))
    .flatMap(({ node }) => functionsBehind(project, node).functions);
}

/** `verifyAccessToken: traced(…)`, also through a variable. */
function makesMethod(project: Project, call: ts.Node): boolean {
  const { parent } = ts.isExpression(call) ? wrapped(call) : call;
  if (isMethod(parent)) return true;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  return usesOf({ project }, [parent], parent.name).some((use) => isMethod(use.parent));
}

const isMethod = (node: ts.Node): boolean =>
  (ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node)) &&
  node.name.getText() in credentialAt;

/** The positions at which a call passes the credential on; `...args` of a rest parameter keeps those that came. */
export function positionsPassed(
  values: CredentialValues,
  call: ts.CallExpression,
  positions: readonly number[],
): readonly number[] {
  const rest = values.fn.parameters.findIndex(({ dotDotDotToken }) => dotDotDotToken);
  return call.arguments.flatMap((each, index) => {
    if (!values.has(each)) return [];
    if (!ts.isSpreadElement(each) || rest < 0) return [index];
    return positions.flatMap((position) => (position >= rest ? [position - rest + index] : []));
  });
}
