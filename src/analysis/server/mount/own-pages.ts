import { ts } from '../../../compiler.cjs';
import { codeText, descendants, isWithin } from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import { behindConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { statementOf } from '../response/exits/exits.ts';

const redirectUri = /(?<!logout_?)redirect_?ur[il]/i;
/** The address of a form, a link or a refresh starts here. */
const address = /(\b(form)?action|\bhref|\burl)\s*=\s*\\?["']?$/i;
/** An answer to the client: a hidden field, or a parameter of a link. */
const answer = /name=\\?["']?(code|error)\b|[?&](code|error)=/;
const iss = /name=\\?["']?iss\b|[?&]iss=/;

/**
 * Which pages of an application's own authorize endpoint lead the browser straight to the client, without `iss`?
 * Asked beside the redirects of that endpoint: a form or a link "Deny" is an error response, too.
 * Gives the statements that send such a page.
 *
 * @param handlers the functions that answer the endpoint, and those that they call
 */
export function answeringPages(project: Project, handlers: readonly ts.Node[]): readonly ts.Node[] {
  const pages = handlers.flatMap((handler) =>
    [...descendants(handler)].filter(
      (node): node is ts.TemplateExpression => ts.isTemplateExpression(node) && leadsToClient(project, node),
    ),
  );
  if (pages.length === 0) return [];
  const makers = new Set(handlers.filter((handler) => pages.some((page) => isWithin(page, handler))));
  const isPage = (value: ts.Expression): boolean =>
    [value, ...descendants(value)].some(
      (node) =>
        pages.some((page) => page === node) ||
        (ts.isCallExpression(node) && makers.has(functionAt(project, node.expression) as ts.Node)),
    );
  const sent = handlers.flatMap((handler) =>
    [...descendants(handler)].flatMap((node) =>
      ts.isCallExpression(node) && isSending(node) && node.arguments.some(isPage) ? [statementOf(node)] : [],
    ),
  );
  return [...new Set(sent)];
}

function isSending({ expression }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) && /^(send|end|html|write|body)$/.test(expression.name.text)
  );
}

/** A form or link on the client's redirect_uri that names `code` or `error`, and no `iss`. */
function leadsToClient(project: Project, page: ts.TemplateExpression): boolean {
  const text = page.getText();
  if (!answer.test(text) || iss.test(text)) return false;
  return page.templateSpans.some(({ expression }, index) => {
    const before = index === 0 ? page.head.text : (page.templateSpans[index - 1]?.literal.text ?? '');
    return address.test(before) && isRedirectUri(project, expression);
  });
}

/** `${query.redirect_uri}`, escaped or not, also by a constant. */
function isRedirectUri(project: Project, value: ts.Expression): boolean {
  return [value, ...descendants(value)].some(
    (node) =>
      ts.isExpression(node) &&
      (redirectUri.test(codeText(node)) || redirectUri.test(codeText(behindConstants(project, node)))),
  );
}
