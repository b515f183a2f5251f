import { memberAtEnd } from '../../../program/insert-member.ts';
import type { PostedForm } from '../exits/form-post.ts';
import { mentionsIss } from '../exits/iss-mention.ts';
import { spreadIss } from './iss-code.ts';
import type { IssuerFix } from './issuer-fix.ts';

/**
 * `sendForm(res, params.redirectUri, { code, state })`: adds the issuer to the objects that become the fields of a form.
 * What the page makes of a field is text, so a person has to look.
 *
 * @returns false where the fields are written otherwise
 * @throws {CannotFix}
 */
export function addToForm(fix: IssuerFix, { answers = [], fields }: PostedForm): boolean {
  if (answers.length === 0 || !fields) return false;
  const { project } = fix.flow;
  for (const { redirect, literal } of answers) {
    if (fix.nameIn(literal) !== undefined || mentionsIss(project, literal)) continue;
    fix.enter(literal, 'iss');
    fix.add(memberAtEnd(literal, spreadIss(fix.issuerAt(redirect))));
  }
  fix.assume({ code: 'form-fields', detail: `It is \`${fields.getText()}\`.` });
  return true;
}
