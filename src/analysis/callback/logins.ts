import { ts } from '../../compiler.cjs';
import { unwrap } from '../ast.ts';
import type { Project } from '../project.ts';
import { declaredTypes } from '../sdk-symbols.ts';
import { isTestFile } from '../test-files.ts';
import { type Origin, originsOf } from './origins.ts';
import { type Redeemer, redeemersIn } from './redeemers.ts';
import { upstreamOf } from './upstream.ts';

/** A call that redeems a code, and the callback queries that the code comes from. */
export interface Login {
  readonly redeemer: Redeemer;
  readonly origins: readonly Origin[];
}

const cache = new WeakMap<Project, readonly Login[]>();

/** Every login of the program whose callback handler can be seen. Tests and literal codes are none. */
export function callbackLogins(project: Project): readonly Login[] {
  const found = cache.get(project) ?? collect(project);
  cache.set(project, found);
  return found;
}

function collect(project: Project): Login[] {
  return redeemersIn(project)
    .filter(({ call, value }) => !ts.isStringLiteralLike(unwrap(value)) && !isTestFile(call.getSourceFile()))
    .map((redeemer) => ({
      redeemer,
      origins: originsOf(project, redeemer.call, redeemer.value).filter(
        ({ node }) => !isFetched(project, node),
      ),
    }))
    .filter(({ origins }) => origins.length > 0);
}

/** The program plays the browser and reads the redirect off the header of a response: nobody calls it back. */
function isFetched(project: Project, origin: ts.Node): boolean {
  return [...upstreamOf(project, origin)].some((node) => {
    const headers = ts.isExpression(node) ? unwrap(node) : node;
    if (!ts.isPropertyAccessExpression(headers) || headers.name.text !== 'headers') return false;
    const owner = project.checker.getTypeAtLocation(headers.expression);
    return declaredTypes(project, owner).some(({ name }) => name === 'Response');
  });
}
