import { ts } from '../../../compiler.cjs';
import { oauthErrorTable, oauthSubclasses, scopeErrorClasses, serverLegacyArea } from '../../../sdk/roles.ts';
import { unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { sdkEntityAt } from '../../program/sdk-symbols.ts';

/** A class of v1 that is looked up by its code: `OAUTH_ERRORS.invalid_grant`, `OAUTH_ERRORS[code]`. */
export interface ClassLookup {
  /** The class, where the code is known. */
  readonly name: string | undefined;
  /** The code, as it is written. */
  readonly key: string;
}

export function lookedUpClass(project: Project, type: ts.Expression): ClassLookup | undefined {
  const node = unwrap(throughConstants(project, type));
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
  const table = sdkEntityAt(project, unwrap(node.expression));
  if (table?.name !== oauthErrorTable || table.member || !serverLegacyArea.test(table.area)) return undefined;
  if (ts.isPropertyAccessExpression(node)) return ofCode(node.name.text, `'${node.name.text}'`);
  const key = unwrap(throughConstants(project, node.argumentExpression));
  const text = node.argumentExpression.getText();
  return ts.isStringLiteralLike(key) ? ofCode(key.text, text) : { name: undefined, key: text };
}

const ofCode = (code: string, key: string): ClassLookup => ({
  name: oauthSubclasses.find((each) => codeOf(each) === code),
  key,
});

/** The member of the codes for a class: `InvalidGrant` for InvalidGrantError. `ServerError` is called so itself. */
export const codeMemberOf = (name: string): string =>
  name === 'ServerError' ? name : name.replace(/Error$/, '');

/** The code of a class: `invalid_grant` for InvalidGrantError. */
export const codeOf = (name: string): string =>
  codeMemberOf(name)
    .replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`)
    .toLowerCase();

/** v1 gave an error no other code: what it did not know was `server_error`. */
export const isOAuthCode = (code: string): boolean =>
  [...oauthSubclasses, ...scopeErrorClasses].some((each) => codeOf(each) === code);
