import { ts } from '../../../compiler.cjs';
import { codeText, unwrap } from '../../program/ast.ts';
import { behindConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';

/**
 * Whether `new URL(issuer).href` is the issuer again, character by character: the SDK sends the former as `iss`, and clients
 * compare it with the latter. `https://as.example` is not: its `href` ends in a slash.
 */
export type HrefComparison = 'same' | 'other' | 'unknown';

export function compareWithHref(project: Project, issuer: ts.Expression): HrefComparison {
  const node = behindConstants(project, issuer);
  if (ts.isStringLiteralLike(node)) return ofText(node.text);
  if (urlBehind(project, node)) return 'same';
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    if (kind === ts.SyntaxKind.PlusToken) return 'unknown';
    // `process.env.ISSUER ?? 'https://as.example'`: one side that differs is enough.
    return worst([compareWithHref(project, node.left), compareWithHref(project, node.right)]);
  }
  if (ts.isConditionalExpression(node))
    return worst([compareWithHref(project, node.whenTrue), compareWithHref(project, node.whenFalse)]);
  if (isOriginPart(project, node)) return 'other';
  if (ts.isTemplateExpression(node)) {
    const last = node.templateSpans.at(-1);
    return last?.literal.text === '' && isOriginPart(project, last.expression) ? 'other' : 'unknown';
  }
  if (ts.isCallExpression(node) && /\.replace\(\s*\/\\\/[+*]?\$\/\w*,\s*(''|"")\s*\)$/.test(codeText(node)))
    return 'other';
  return 'unknown';
}

/** `url.origin`, `url.host`: they never end in a slash, and `href` may. */
function isOriginPart(project: Project, text: ts.Expression): boolean {
  const node = unwrap(text);
  return (
    ts.isPropertyAccessExpression(node) &&
    /^(origin|host|hostname|port)$/.test(node.name.text) &&
    isUrl(project, node.expression)
  );
}

function ofText(text: string): HrefComparison {
  try {
    return new URL(text).href === text ? 'same' : 'other';
  } catch {
    return 'unknown';
  }
}

function worst(all: readonly HrefComparison[]): HrefComparison {
  return all.includes('other') ? 'other' : all.includes('unknown') ? 'unknown' : 'same';
}

/** The URL object that a text comes from: `url.href`, `url.toString()`, `String(url)`, `${url}`. */
export function urlBehind(project: Project, text: ts.Expression): ts.Expression | undefined {
  const node = unwrap(text);
  let url: ts.Expression | undefined;
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'href') url = node.expression;
  else if (ts.isCallExpression(node)) {
    const callee = unwrap(node.expression);
    if (ts.isPropertyAccessExpression(callee) && /^to(String|JSON)$/.test(callee.name.text))
      url = callee.expression;
    else if (ts.isIdentifier(callee) && callee.text === 'String') url = node.arguments[0];
  } else if (ts.isTemplateExpression(node) && node.head.text === '' && node.templateSpans.length === 1) {
    const [span] = node.templateSpans;
    if (span?.literal.text === '') url = span.expression;
  }
  return url && isUrl(project, url) ? url : undefined;
}

function isUrl(project: Project, node: ts.Expression): boolean {
  const plain = unwrap(node);
  if (ts.isNewExpression(plain) && codeText(plain.expression) === 'URL') return true;
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(plain));
  const declared = declaredAs(type.symbol);
  return declared?.name === 'URL' && declared.area.startsWith('platform/');
}
