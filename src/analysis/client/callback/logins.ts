/**
 * Which calls of the program redeem the code of an OAuth callback, and from which queries does that code come? The rules
 * callback-state and callback-error-display ask. It gives back a {@link Login} for each call whose callback the program shows.
 */
import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isFunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { valueUses } from '../../program/function-values.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isUrlSearchParams } from '../query/query-read.ts';
import { type CodeRedemption, codeRedemptions } from './code-redemptions.ts';
import { upstreamOf } from './origin-upstream.ts';
import { type Origin, originsOf } from './origins.ts';
import { stateParameter } from './schema-checks.ts';

/** A call that redeems a code, and the callback queries that the code comes from. */
export interface Login {
  readonly redemption: CodeRedemption;
  readonly origins: readonly Origin[];
}

const cache = new WeakMap<Project, readonly Login[]>();

/** Every login whose callback handler the program shows. Tests and literal codes do not count. */
export function callbackLogins(project: Project): readonly Login[] {
  const found = cache.get(project) ?? collect(project);
  cache.set(project, found);
  return found;
}

function collect(project: Project): Login[] {
  return codeRedemptions(project)
    .filter(({ call, value }) => !ts.isStringLiteralLike(unwrap(value)) && !isTestFile(call.getSourceFile()))
    .map((redemption) => ({
      redemption,
      origins: originsOf(project, redemption.call, redemption.value).filter(
        ({ node }) => !isFetched(project, node) && !isFromUnseenCallers(project, node),
      ),
    }))
    .filter(({ origins }) => origins.length > 0);
}

/**
 * The query, its URL or its text is a parameter that nothing in the program passes, of a function that nothing in it uses. Callers
 * outside may have compared `state`, but where the function names it itself. Frameworks call what is exported with a request.
 */
function isFromUnseenCallers(project: Project, origin: ts.Node): boolean {
  return [...upstreamOf(project, origin)].some(
    (node) => ts.isParameter(node) && isUrlParameter(project, node) && isUncalled(project, node),
  );
}

function isUrlParameter(project: Project, parameter: ts.ParameterDeclaration): boolean {
  if (!ts.isIdentifier(parameter.name) || ts.getDecorators(parameter)?.length) return false;
  const type = project.checker.getTypeAtLocation(parameter.name);
  if ((type.flags & ts.TypeFlags.String) !== 0 || isUrlSearchParams(project, parameter.name)) return true;
  return declaredTypes(project, type).some(({ area, name }) => area === 'platform/web' && name === 'URL');
}

function isUncalled(project: Project, parameter: ts.ParameterDeclaration): boolean {
  const owner = parameter.parent;
  if (!isFunctionLike(owner) || isPassedAtOnce(owner)) return false;
  if (argumentsOf(project, owner, owner.parameters.indexOf(parameter)).length > 0) return false;
  const { calls, lost } = valueUses(project, owner);
  return calls.size === 0 && !lost && !namesState(owner);
}

function namesState(owner: FunctionLike): boolean {
  return [...descendants(owner)].some(
    (node) => (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.text === stateParameter,
  );
}

/** `app.on('open-url', (event, url) => …)`: what gets it calls it. */
function isPassedAtOnce(owner: FunctionLike): boolean {
  return ts.isExpression(owner) && ts.isCallExpression(wrapped(owner).parent);
}

/** The program plays the browser: it reads the redirect from the header of a response, and nothing calls it back. */
function isFetched(project: Project, origin: ts.Node): boolean {
  return [...upstreamOf(project, origin)].some((node) => {
    const headers = ts.isExpression(node) ? unwrap(node) : node;
    if (!ts.isPropertyAccessExpression(headers) || headers.name.text !== 'headers') return false;
    const owner = project.checker.getTypeAtLocation(headers.expression);
    return declaredTypes(project, owner).some(({ name }) => name === 'Response');
  });
}
