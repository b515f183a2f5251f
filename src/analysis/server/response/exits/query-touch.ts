import { ts } from '../../../../compiler.cjs';
import {
  codeText,
  descendants,
  enclosingFunction,
  memberName,
  unwrap,
  wrapped,
} from '../../../program/ast.ts';
import { calledAt } from '../../../program/callees.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import { calledSymbol, onlyShows } from '../../../program/only-shows.ts';
import type { Project } from '../../../program/project.ts';
import { declaredAs } from '../../../program/sdk-symbols.ts';

/** `url`: a URL, its text, or a list with one; `query`: its parameters; `names`: a list of their names, or one of them. */
export type Form = 'url' | 'query' | 'names';

/**
 * `filters`: what it does with a parameter depends on its name, and it removes it or throws; `reads`: it reads all of them, or
 * the whole text; `unseen`: code outside of the program gets the URL.
 */
export type Touch = 'filters' | 'reads' | 'unseen';

const urlMembers = new Set(['href', 'toString', 'toJSON', 'valueOf', 'at', 'pop', 'shift', 'slice', 'trim']);
const escaping = new Set(['replace', 'replaceAll']);

/** What a member of a URL or its query is; undefined for one that tells nothing of all parameters. */
export function formOfMember(form: Form, name: string): Form | undefined {
  if (form === 'url') {
    if (name === 'searchParams' || name === 'search') return 'query';
    // `writeHead(302, headers)` gets the URL in `headers.Location`.
    if (/^(location|headers)$/i.test(name)) return 'url';
    return urlMembers.has(name) || escaping.has(name) ? 'url' : undefined;
  }
  if (form === 'names') return undefined;
  if (name === 'keys' || name === 'entries' || name === 'split') return 'names';
  return urlMembers.has(name) ? 'url' : undefined;
}

/** What a call of the language or the platform makes of it; null where nothing is left, undefined for other calls. */
export function formOfCall(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
  form: Form,
): Form | null | undefined {
  const name = codeText(call.expression);
  if (/^(String|decodeURI|encodeURI|(URL\.)?parse)$/.test(name)) return form;
  if (ts.isNewExpression(call)) return name === 'URL' ? 'url' : name === 'URLSearchParams' ? 'query' : null;
  if (/^(Array\.from|Object\.fromEntries)$/.test(name)) return form === 'url' ? form : 'names';
  const area = declaredAs(calledSymbol(project, call))?.area;
  return area === 'platform/es' || area === 'platform/web' || area === 'platform/node' ? null : undefined;
}

/** What happens to the whole query where an expression stands. */
export function touchAt(project: Project, outer: ts.Expression, form: Form): Touch | undefined {
  const { parent } = outer;
  if (form === 'names')
    return isShown(project, outer) || isCopied(outer) ? undefined : filtersOr(project, outer);
  if (ts.isCallExpression(parent) && parent.arguments[0] === outer && isMatching(parent))
    return filtersOr(project, outer);
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== outer) return undefined;
  const call = wrapped(parent).parent;
  const [first] = ts.isCallExpression(call) && unwrap(call.expression) === parent ? call.arguments : [];
  const member = parent.name.text;
  if (form === 'url') {
    if (escaping.has(member)) return first && isPunctuation(first) ? undefined : filtersOr(project, outer);
    return textReaders.has(member) ? filtersOr(project, outer) : undefined;
  }
  if (/^(get|has|getAll)$/.test(member)) return isOther(first) ? undefined : filtersOr(project, outer);
  if (member === 'delete')
    return isOther(first) || isInList(project, first) ? undefined : filtersOr(project, outer);
  return member === 'forEach' || member === 'size' ? filtersOr(project, outer) : undefined;
}

const textReaders = new Set(['split', 'match', 'matchAll', 'substring']);

/** `/[?&]code=/.test(location)`: what it finds may change with one more parameter, but not by how the text begins. */
function isMatching(call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !/^(test|exec)$/.test(callee.name.text)) return false;
  const pattern = unwrap(callee.expression);
  return !(ts.isRegularExpressionLiteral(pattern) && /^\/\^[\w:/\\?]*\//.test(pattern.text));
}

/** A text for one parameter that is not `iss`. */
function isOther(key: ts.Expression | undefined): boolean {
  return key !== undefined && ts.isStringLiteralLike(key) && key.text !== 'iss';
}

/** `for (const name of ['sid', 'debug']) query.delete(name)` */
function isInList(project: Project, key: ts.Expression | undefined): boolean {
  const declaration = key && ts.isIdentifier(key) ? declarationAt(project, key) : undefined;
  const loop = declaration?.parent.parent;
  const list = loop && ts.isForOfStatement(loop) ? constantBehind(project, loop.expression) : undefined;
  return (
    list !== undefined &&
    ts.isArrayLiteralExpression(list) &&
    list.elements.every((each) => ts.isStringLiteralLike(each) && each.text !== 'iss')
  );
}

function constantBehind(project: Project, value: ts.Expression): ts.Expression {
  const plain = unwrap(value);
  const declaration = ts.isIdentifier(plain) ? declarationAt(project, plain) : undefined;
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
    ? unwrap(declaration.initializer)
    : plain;
}

/** A pattern without letters only escapes the text. */
function isPunctuation(pattern: ts.Expression): boolean {
  const plain = unwrap(pattern);
  return (
    (ts.isStringLiteralLike(plain) && !/\w/.test(plain.text)) ||
    (ts.isRegularExpressionLiteral(plain) &&
      !/[a-z]/i.test(plain.text.replace(/\/\w*$/, '').replace(/\\./g, '')))
  );
}

/** `console.log([...query.keys()])` */
function isShown(project: Project, outer: ts.Expression): boolean {
  const { parent } = outer;
  if (ts.isVariableDeclaration(parent) || ts.isForOfStatement(parent) || ts.isSpreadElement(parent))
    return true;
  if (ts.isTemplateSpan(parent)) return isShown(project, parent.parent);
  if (!ts.isCallExpression(parent)) return ts.isExpressionStatement(parent);
  if (parent.arguments.includes(outer))
    return calledAt(project, parent).length > 0 || onlyShows(project, parent);
  return false;
}

/** `for (const [name, value] of query) copy.append(name, value)`: every parameter, without a condition. */
function isCopied(outer: ts.Expression): boolean {
  const { parent } = outer;
  // `new URLSearchParams({ ...Object.fromEntries(url.searchParams), … })`
  if (ts.isSpreadAssignment(parent)) return isCopied(wrapped(parent.parent));
  // `new URLSearchParams([...url.searchParams, …])`
  if (ts.isNewExpression(parent)) return codeText(parent.expression) === 'URLSearchParams';
  if (!ts.isCallExpression(parent) || !/^(set|append)$/.test(memberName(unwrap(parent.expression)) ?? ''))
    return false;
  for (let node: ts.Node = parent; node.parent; node = node.parent) {
    if (ts.isForOfStatement(node)) return true;
    if (ts.isIfStatement(node) || ts.isConditionalExpression(node) || ts.isBinaryExpression(node))
      return false;
  }
  return false;
}

/** Undefined where the code knows `iss`; `filters` where it removes parameters or throws; else it only reads. */
function filtersOr(project: Project, node: ts.Node): Touch | undefined {
  const owner = enclosingFunction(node) ?? node.getSourceFile();
  const parts = [...descendants(owner)];
  if (knowsIss(project, parts)) return undefined;
  const isStrict = parts.some(
    (part) =>
      ts.isThrowStatement(part) ||
      (ts.isPropertyAccessExpression(part) && /^(delete|filter)$/.test(part.name.text)),
  );
  return isStrict ? 'filters' : 'reads';
}

const known = /(^|\W)iss(\W|$)/;

/** The code, or a constant that it names, has `iss` in a text or a pattern: it was written with that parameter in mind. */
function knowsIss(project: Project, parts: readonly ts.Node[]): boolean {
  return parts.some((part) => {
    if (isTextWithIss(part)) return true;
    if (!ts.isIdentifier(part)) return false;
    const value = constantBehind(project, part);
    return value !== part && !ts.isFunctionLike(value) && [value, ...descendants(value)].some(isTextWithIss);
  });
}

function isTextWithIss(node: ts.Node): boolean {
  return (ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node)) && known.test(node.text);
}

const sending =
  /^(redirect|location|setHeader|set|header|append|writeHead|send|end|json|jsonp|write|render|html|code)$/;

/** A call that sends the URL: a method of a response, also one that was kept before it was replaced. */
export function isSendingCall(project: Project, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    if (sending.test(callee.name.text)) return true;
    const isApplied = /^(call|apply)$/.test(callee.name.text);
    const target =
      isApplied && codeText(callee.expression) === 'Reflect' ? call.arguments[0] : callee.expression;
    return isApplied && target !== undefined && isKeptMethod(project, target);
  }
  return isKeptMethod(project, callee);
}

/** `const redirect = res.redirect.bind(res)`, `const { end } = res` */
function isKeptMethod(project: Project, callee: ts.Expression): boolean {
  const plain = unwrap(callee);
  if (ts.isPropertyAccessExpression(plain)) return sending.test(plain.name.text);
  const declaration = ts.isIdentifier(plain) ? declarationAt(project, plain) : undefined;
  if (!declaration) return false;
  if (ts.isBindingElement(declaration))
    return sending.test((declaration.propertyName ?? declaration.name).getText());
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return (
    value !== undefined &&
    /\.(redirect|location|setHeader|set|header|append|writeHead|send|end|json)(\.bind\(|$)/.test(
      codeText(value),
    )
  );
}
