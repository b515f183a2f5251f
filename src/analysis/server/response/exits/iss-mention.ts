import { ts } from '../../../../compiler.cjs';
import { codeText, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import { mentionsIn } from '../../../program/mention-index.ts';
import type { Project } from '../../../program/project.ts';
import { givesIss } from './iss-source.ts';
import { isQueryMaker } from './query-makers.ts';

/**
 * Does code that builds a query name the parameter `iss`?
 * Asked about URLs, helpers and their arguments.
 * Looks at names of parameters only: a token that is the value of another one may have a claim `iss` of its own.
 */
export function mentionsIss(project: Project, root: ts.Node): boolean {
  for (const node of namesOfParameters(root)) {
    if (isIssText(node) || (ts.isStringLiteralLike(node) && node.text === 'iss')) return true;
    if (
      (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      node.name.getText().replace(/['"]/g, '') === 'iss'
    )
      return true;
    if (ts.isIdentifier(node) && ts.isCallExpression(node.parent) && node.parent.arguments[0] === node) {
      const type = project.checker.getTypeAtLocation(node);
      if (type.isStringLiteral() && type.value === 'iss') return true;
    }
    if (ts.isIdentifier(node) && isSourceWithIss(project, node)) return true;
    if (ts.isCallExpression(node) && isSource(project, node) && givesIss(project, node)) return true;
  }
  return false;
}

/** `${redirectUri}?code=${code}${iss}` where `iss` is `&iss=…`. */
export function hasPartWithIss(project: Project, root: ts.Node): boolean {
  return [...namesOfParameters(root)].some((node) => {
    const declaration = ts.isIdentifier(node)
      ? project.checker.getSymbolAtLocation(node)?.valueDeclaration
      : undefined;
    const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return value !== undefined && isTextLike(value) && [...namesOfParameters(value)].some(isIssText);
  });
}

function isTextLike(value: ts.Expression): boolean {
  const plain = unwrap(value);
  if (ts.isConditionalExpression(plain)) return isTextLike(plain.whenTrue) || isTextLike(plain.whenFalse);
  return ts.isStringLiteralLike(plain) || ts.isTemplateExpression(plain) || ts.isBinaryExpression(plain);
}

function isIssText(node: ts.Node): boolean {
  const isText =
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node);
  // `${url}${separator}iss=${issuer}` has a text of its own for the name.
  return isText && /(^|[?&])iss=/.test(node.text);
}

/** The nodes below `root`, without the values of parameters. */
export function* namesOfParameters(root: ts.Node): Generator<ts.Node> {
  yield root;
  const children: ts.Node[] = [];
  ts.forEachChild(root, (child) => {
    if (!isParameterValue(child)) children.push(child);
  });
  for (const child of children) yield* namesOfParameters(child);
}

/** The value of one parameter: of `set('code', value)`, `{ code: value }`, `?code=${value}` and `'?code=' + value`. */
export function isParameterValue(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent)) {
    const callee = parent.expression;
    const isSet = ts.isPropertyAccessExpression(callee) && /^(set|append)$/.test(callee.name.text);
    return isSet && parent.arguments[1] === node;
  }
  if (ts.isPropertyAssignment(parent))
    return parent.initializer === node && !ts.isObjectLiteralExpression(unwrap(parent.initializer));
  if (ts.isTemplateSpan(parent)) return parent.expression === node && endsInKey(textBefore(parent));
  return (
    ts.isBinaryExpression(parent) &&
    parent.right === node &&
    parent.operatorToken.kind === ts.SyntaxKind.PlusToken &&
    endsInKey(lastText(parent.left))
  );
}

function endsInKey(text: string): boolean {
  return /[\w.\]-]=$/.test(text);
}

export function textBefore(span: ts.TemplateSpan): string {
  const spans = span.parent.templateSpans;
  const index = spans.indexOf(span);
  return index === 0 ? span.parent.head.text : (spans[index - 1]?.literal.text ?? '');
}

function lastText(node: ts.Expression): string {
  const plain = unwrap(node);
  if (ts.isBinaryExpression(plain)) return lastText(plain.right);
  if (ts.isTemplateExpression(plain)) return plain.templateSpans.at(-1)?.literal.text ?? '';
  return ts.isStringLiteralLike(plain) ? plain.text : '';
}

/** `Object.entries(query)` where `query` is an object or a list with `iss`, or gets it later. */
function isSourceWithIss(project: Project, node: ts.Identifier): boolean {
  const { parent } = node;
  const access = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  // Only a few names have a literal behind them: the checker is not asked about a callee.
  if (ts.isCallExpression(access.parent) && access.parent.expression === access) return false;
  const declaration = declarationAt(project, access);
  const holdsValue =
    declaration && (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration));
  const value = holdsValue && declaration.initializer && unwrap(declaration.initializer);
  if (!value) return false;
  if (ts.isArrayLiteralExpression(value))
    return (
      value.elements.some((each) => isPairWithIss(each)) ||
      bindingsOf(project)
        .stored.get(declaration)
        .some((each) => isPairWithIss(each))
    );
  if (!ts.isObjectLiteralExpression(value)) return false;
  return (
    mentionsIss(project, value) ||
    mentionsIn(declaration.getSourceFile(), 'iss').some((use) => isSetOn(project, use.parent, declaration))
  );
}

/** `{ ...fields, ...extras() }`, `Object.entries(extras())`, `new URLSearchParams(extras())` */
function isSource(project: Project, call: ts.CallExpression): boolean {
  const { parent } = call;
  if (ts.isSpreadAssignment(parent)) return true;
  const isCall = ts.isCallExpression(parent) || ts.isNewExpression(parent);
  return (
    isCall &&
    (parent.arguments?.includes(call) ?? false) &&
    (/^Object\.(entries|assign)$/.test(codeText(parent.expression)) || isQueryMaker(project, parent))
  );
}

/** `['iss', issuer]` */
function isPairWithIss(element: ts.Expression): boolean {
  const pair = unwrap(element);
  const [key] = ts.isArrayLiteralExpression(pair) ? pair.elements : [];
  return key !== undefined && ts.isStringLiteralLike(key) && key.text === 'iss';
}

/** `query.iss = …` */
function isSetOn(project: Project, access: ts.Node, declaration: ts.Declaration): boolean {
  return (
    ts.isPropertyAccessExpression(access) &&
    ts.isBinaryExpression(access.parent) &&
    access.parent.left === access &&
    project.checker.getSymbolAtLocation(access.expression)?.valueDeclaration === declaration
  );
}
