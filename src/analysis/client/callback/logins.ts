/**
 * Which calls of the program redeem the code of an OAuth callback, and from which queries does that code come? The rules
 * callback-state and callback-error-display ask. It gives back a {@link Login} for each call whose callback the program shows.
 */
import { ts } from '../../../compiler.cjs';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isUrlSearchParams } from '../query/query-read.ts';
import { type CodeRedemption, codeRedemptions } from './code-redemptions.ts';
import { upstreamOf } from './origin-upstream.ts';
import { type Origin, originsOf } from './origins.ts';

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

/** The query is a parameter that nothing in the program passes. Callers outside may have compared `state`. */
function isFromUnseenCallers(project: Project, origin: ts.Node): boolean {
  const callee = ts.isCallExpression(origin) ? unwrap(origin.expression) : undefined;
  const query = callee && ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
  if (!query || !ts.isIdentifier(query) || !isUrlSearchParams(project, query)) return false;
  const parameter = symbolOf(project, query)?.valueDeclaration;
  if (!parameter || !ts.isParameter(parameter) || !isFunctionLike(parameter.parent)) return false;
  const owner = parameter.parent;
  return argumentsOf(project, owner, owner.parameters.indexOf(parameter)).length === 0;
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
