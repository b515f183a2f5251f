import { ts } from '../../../../compiler.cjs';
import { codeText, descendants, enclosingFunction, isFunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import type { Project } from '../../../program/project.ts';
import type { Build } from '../flow/url-build.ts';
import { queriesIn, urlVariableOf } from './url-variable.ts';

/** True when the code that builds the URL, or one of its callers, appends `iss`. */
export function hasIss(project: Project, build: Build): boolean {
  const variable = urlVariableOf(project, build.node);
  const roots: ts.Node[] = [rootOf(build), ...(variable?.changes ?? [])];
  for (const query of roots.flatMap((root) => queriesIn(project, root))) {
    roots.push(query, ...(urlVariableOf(project, query)?.changes ?? []));
  }
  return (
    roots.some((root) => mentionsIss(project, withStatement(root)) || hasPartWithIss(project, root)) ||
    callersAddIss(project, build, roots)
  );
}

/** `${redirectUri}?code=${code}${iss}` where `iss` is `&iss=…`. A variable without `&iss=` may be a token whose claims have an `iss`. */
function hasPartWithIss(project: Project, root: ts.Node): boolean {
  return [...descendants(root)].some((node) => {
    const declaration = ts.isIdentifier(node)
      ? project.checker.getSymbolAtLocation(node)?.valueDeclaration
      : undefined;
    const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return value !== undefined && isTextLike(value) && [...descendants(value)].some(isIssText);
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
  return isText && /[?&]iss=/.test(node.text);
}

function rootOf(build: Build): ts.Node {
  if (build.form !== 'embedded') return build.node;
  let root: ts.Node = build.node;
  while (
    ts.isTemplateSpan(root.parent) ||
    ts.isTemplateExpression(root.parent) ||
    ts.isBinaryExpression(root.parent)
  )
    root = root.parent;
  return root;
}

/** The loop around `url.searchParams.set(key, value)`: its source names the keys. */
function withStatement(change: ts.Node): ts.Node {
  for (let current = change; current && !ts.isSourceFile(current); current = current.parent) {
    if (ts.isForOfStatement(current) || ts.isForInStatement(current)) return current;
    if (isFunctionLike(current)) {
      const call = current.parent;
      return ts.isCallExpression(call) && /\.forEach$/.test(codeText(call.expression)) ? call : change;
    }
  }
  return change;
}

export function mentionsIss(project: Project, root: ts.Node): boolean {
  for (const node of descendants(root)) {
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
    if (ts.isIdentifier(node) && isEntriesSource(project, node)) return true;
  }
  return false;
}

/** `Object.entries(query)` where `query` is an object literal with `iss`. */
function isEntriesSource(project: Project, node: ts.Identifier): boolean {
  const declaration = project.checker.getSymbolAtLocation(node)?.valueDeclaration;
  const value =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  return (
    value !== undefined &&
    ts.isObjectLiteralExpression(value) &&
    value.properties.some((member) => member.name?.getText() === 'iss')
  );
}

/** A helper that appends whatever it gets: true when every caller in the program passes `iss`. */
function callersAddIss(project: Project, build: Build, changes: readonly ts.Node[]): boolean {
  const owner = enclosingFunction(build.node);
  const calls = owner ? bindingsOf(project).calls.get(owner) : undefined;
  const generic = changes.some(
    (change) => withStatement(change) !== change || /Object\.entries|URLSearchParams/.test(codeText(change)),
  );
  return (
    generic &&
    calls !== undefined &&
    calls.length > 0 &&
    calls.every((call) => call.arguments.some((argument) => mentionsIss(project, argument)))
  );
}
