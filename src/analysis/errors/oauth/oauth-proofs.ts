import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, worst } from '../../../model/proof.ts';
import { oauthErrorClass, oauthErrorTable } from '../../../sdk/roles.ts';
import { unwrap, wrapped } from '../../program/ast.ts';
import type { DeadTest } from './candidate.ts';
import { isOAuthCode } from './class-lookups.ts';
import { asksForTokens } from './oauth-requests.ts';
import type { ServerErrors } from './server-errors.ts';

/** Whether v1 and v2 give the error the same code: for the class that is asked for, and for each code that is read. */
export const sameCode = ({ name }: DeadTest, reads: readonly ts.Node[]): Proof =>
  name === 'ServerError' || name === oauthErrorTable
    ? open('oauth-server-error')
    : worst(reads.map(sameCodeAt));

/** v1 gave `server_error` to every code that it did not know. */
function sameCodeAt(read: ts.Node): Proof {
  if (ts.isBindingElement(read)) return open('oauth-server-error');
  const { parent } = wrapped(read as ts.Expression);
  const other = ts.isBinaryExpression(parent)
    ? parent.left === wrapped(read as ts.Expression)
      ? parent.right
      : parent.left
    : undefined;
  const text = other && unwrap(other);
  const isKnown =
    text && ts.isStringLiteralLike(text) && text.text !== 'server_error' && isOAuthCode(text.text);
  return isKnown ? proved : open('oauth-server-error');
}

/** Whether what passed the test before is an OAuthError of the client now, and nothing else passed it. */
export function clientError(
  test: DeadTest,
  others: Exclude<ServerErrors, 'raised'>,
  { code, isChosen }: { readonly code: Proof; readonly isChosen: boolean },
): Proof {
  const isUntyped = test.kind === 'name' || (test.kind === 'member' && !test.isKnown);
  if (isUntyped && !isChosen) return open('oauth-error-untyped');
  const isRegistered = test.name === oauthErrorClass && mayRegister(test);
  return worst([
    isRegistered ? open('oauth-registration-too', code.state === 'open' ? unknownCodes : undefined) : proved,
    others && !isChosen ? open('oauth-error-unseen', others.unseen) : proved,
  ]);
}

const unknownCodes = 'And v1 took each code that it did not know for server_error: codes are read here, too.';

/** Not where it is known that only tokens are asked for. */
export const mayRegister = ({ project, raised: { request } }: DeadTest): boolean =>
  request === undefined || !asksForTokens(project, request);
