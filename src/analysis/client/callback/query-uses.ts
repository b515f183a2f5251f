import { ts } from '../../../compiler.cjs';
import {
  bindingKey,
  descendants,
  enclosingFunction,
  memberName,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import type { Project } from '../../program/project.ts';
import { isHarmless } from './harmless.ts';

/** What is done with a query as a whole, wherever the program hands it. */
export interface WholeUses {
  /** Reads of the parameter in question: expressions, or the element of a pattern. */
  readonly reads: readonly ts.Node[];
  /** Where the query goes to a place that cannot be seen, or is read under a key that cannot be told. */
  readonly escapes: readonly ts.Node[];
}

/** Members of requests, URLs and queries that still hold the whole query. */
const wholeMembers = new Set(
  'url originalUrl searchParams search href hash query querystring nextUrl req request raw URL body data'.split(
    ' ',
  ),
);
/** Methods that give the whole query again, or text of it. */
const wholeMethods = new Set('toString toJSON split slice substring replace trim'.split(' '));
/** The same, when they are given nothing: `request.text()`, but not `context.text('done')`. */
const bodyMethods = new Set('clone text formData json'.split(' '));
const readers = new Set(['get', 'getAll', 'has', 'query', 'param']);

/**
 * Follows whole queries forwards from the declarations that hold them.
 * @param seeds declarations of requests, URLs, queries
 * @param known expressions on the way of the code: what leaves there is followed already
 * @param keys the parameters in question
 */
export function followQuery(
  project: Project,
  seeds: readonly ts.Declaration[],
  known: ReadonlySet<ts.Node>,
  keys: readonly string[],
): WholeUses {
  const reads = new Set<ts.Node>();
  const escapes = new Set<ts.Node>();
  const held = new Set<ts.Node>();
  const queue: ts.Declaration[] = [];
  const hold = (declaration: ts.Node): void => {
    if (held.has(declaration) || held.size > 200) return;
    held.add(declaration);
    queue.push(declaration as ts.Declaration);
  };
  const bind = (name: ts.BindingName, holder: ts.Node): void => {
    if (ts.isIdentifier(name)) return hold(holder);
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      const key = bindingKey(element);
      if (isResult(holder) && key !== resultMember) continue;
      if (key !== undefined && keys.includes(key)) reads.add(element);
      else if (key === undefined || wholeMembers.has(key)) bind(element.name, element);
    }
  };
  const use = (node: ts.Expression): void => {
    const { parent } = node;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) return bind(parent.name, parent);
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
      if (parent.expression === node) return member(parent);
    }
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return argument(node, parent);
    if (isTransparent(parent)) return use(wrapped(parent as ts.Expression));
    if (
      ts.isPropertyAssignment(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isSpreadAssignment(parent)
    ) {
      return use(wrapped(parent.parent as ts.Expression));
    }
    if (isTest(parent)) return;
    if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return;
    if (!known.has(node)) escapes.add(node);
  };
  const member = (access: ts.PropertyAccessExpression | ts.ElementAccessExpression): void => {
    const name = memberName(access);
    const outer = wrapped(access);
    const called =
      ts.isCallExpression(outer.parent) && outer.parent.expression === outer ? outer.parent : undefined;
    if (called && name !== undefined && readers.has(name)) {
      const [key] = called.arguments;
      if (!key) use(wrapped(called));
      else if (!ts.isStringLiteralLike(key)) escapes.add(called);
      else if (keys.includes(key.text)) reads.add(called);
    } else if (called) {
      const body = name !== undefined && called.arguments.length === 0 && bodyMethods.has(name);
      if (body || (name !== undefined && wholeMethods.has(name))) use(wrapped(called));
      else if (name === 'forEach' || name === 'entries') escapes.add(called);
      else if (name === 'match' || name === 'exec' || name === 'matchAll') escapes.add(called);
    } else if (name === undefined) {
      const { argumentExpression } = access as ts.ElementAccessExpression;
      if (!ts.isNumericLiteral(argumentExpression)) escapes.add(access);
      else use(outer);
    } else if (keys.includes(name)) {
      if (!isWritten(outer)) reads.add(access);
    } else if (wholeMembers.has(name)) use(outer);
  };
  const argument = (node: ts.Expression, call: ts.CallExpression | ts.NewExpression): void => {
    const position = call.arguments?.indexOf(node) ?? -1;
    if (position < 0) return;
    if (isConversion(call)) return use(wrapped(call));
    const fn = ts.isCallExpression(call) ? functionAt(project, call.expression) : undefined;
    const parameter = fn?.parameters[position];
    if (parameter) return bind(parameter.name, parameter);
    if (fn || known.has(node) || isHarmless(project, call)) return;
    escapes.add(call);
  };
  seeds.forEach((seed) => {
    bind((seed as ts.ParameterDeclaration).name ?? seed, seed);
  });
  for (let declaration = queue.shift(); declaration; declaration = queue.shift()) {
    const { name } = declaration as ts.NamedDeclaration;
    const symbol = name && project.checker.getSymbolAtLocation(name);
    if (!symbol) continue;
    const scope = enclosingFunction(declaration) ?? declaration.getSourceFile();
    for (const reference of references(project.checker, symbol, scope)) {
      if (reference === name) continue;
      const outer = wrapped(reference);
      const taken = ts.isPropertyAccessExpression(outer.parent) ? outer.parent.name.text : undefined;
      // The `error` of a schema's result is its own.
      if (!isResult(declaration) || taken === resultMember) use(outer);
    }
  }
  return { reads: [...reads], escapes: [...escapes] };
}

const resultMember = 'data';

/** `const result = schema.safeParse(query)`: what was read is in its `data`. */
function isResult(holder: ts.Node): boolean {
  if (!ts.isVariableDeclaration(holder) || !holder.initializer) return false;
  const init = unwrap(holder.initializer);
  const made = ts.isAwaitExpression(init) ? unwrap(init.expression) : init;
  const callee = ts.isCallExpression(made) ? unwrap(made.expression) : made;
  return ts.isPropertyAccessExpression(callee) && /^safeParse(Async)?$/.test(callee.name.text);
}

function isTransparent(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || ts.isConditionalExpression(node) || ts.isTemplateSpan(node)) return true;
  if (ts.isTemplateExpression(node) || ts.isSpreadElement(node) || ts.isArrayLiteralExpression(node))
    return true;
  if (!ts.isBinaryExpression(node)) return false;
  return /^(\?\?|\|\||&&|\+)$/.test(node.operatorToken.getText());
}

/** Looked at, not handed on. */
function isTest(node: ts.Node): boolean {
  if (ts.isIfStatement(node) || ts.isPrefixUnaryExpression(node) || ts.isTypeOfExpression(node)) return true;
  if (ts.isBinaryExpression(node)) return /^([!=]==?|instanceof|in)$/.test(node.operatorToken.getText());
  return ts.isWhileStatement(node) || ts.isSwitchStatement(node);
}

function isWritten(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** `new URL(req.url)`, `new URLSearchParams(…)`, `Object.fromEntries(…)`, `parse(req.url, true)`: the same query in another form. */
function isConversion(call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  return /^(URL|URLSearchParams|fromEntries|parse|parseAsync|safeParse|safeParseAsync|String|decodeURIComponent|decodeURI|assign|from)$/.test(
    name,
  );
}

/** True when a function of the way names the parameter in a text of its own, as in a regular expression over the URL. */
export function namesInText(root: ts.Node, key: string): boolean {
  return [...descendants(root)].some(
    (node) =>
      (ts.isRegularExpressionLiteral(node) || ts.isStringLiteralLike(node)) && node.text.includes(`${key}=`),
  );
}
