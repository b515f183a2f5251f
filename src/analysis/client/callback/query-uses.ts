import { ts } from '../../../compiler.cjs';
import {
  bindingKey,
  descendants,
  enclosingFunction,
  isAssignment,
  memberName,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { calledSymbol } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import { schemaMethods } from '../query/table.ts';
import { isHarmless } from './harmless.ts';
import { schemaMayCompare, stateParameter } from './schema-checks.ts';

/** What the program does with a whole query, wherever it passes it. */
export interface WholeUses {
  /** Reads of the parameter in question: expressions, or the element of a pattern. */
  readonly reads: readonly ts.Node[];
  /** Where the query goes to code that the program does not show, or is read under a computed key. */
  readonly escapes: readonly ts.Node[];
}

/** Members of requests, URLs and queries, of the platform and of frameworks, that still hold the whole query. */
const wholeMembers = new Set(
  'url originalUrl searchParams search href hash query querystring nextUrl req request raw URL body data'.split(
    ' ',
  ),
);
/** Methods that give the whole query again, or text of it. */
const wholeMethods = new Set('toString toJSON split slice substring replace trim'.split(' '));
/** The same, when they are called without arguments: `request.text()`, but not `context.text('done')`. */
const bodyMethods = new Set('clone text formData json'.split(' '));
const readers = new Set(['get', 'getAll', 'has', 'query', 'param']);

/**
 * Follows whole queries forwards from the declarations that hold them.
 * @param seeds declarations of requests, URLs, queries
 * @param known expressions on the flow of the code, which is followed already
 * @param keys the parameters in question
 */
export function followQuery(
  project: Project,
  seeds: readonly ts.Declaration[],
  known: ReadonlySet<ts.Node>,
  keys: readonly string[],
): WholeUses {
  return new QueryWalk(project, known, keys).from(seeds);
}

class QueryWalk {
  readonly #project: Project;
  readonly #known: ReadonlySet<ts.Node>;
  readonly #keys: readonly string[];
  readonly #reads = new Set<ts.Node>();
  readonly #escapes = new Set<ts.Node>();
  readonly #held = new Set<ts.Node>();
  readonly #queue: ts.Declaration[] = [];

  constructor(project: Project, known: ReadonlySet<ts.Node>, keys: readonly string[]) {
    this.#project = project;
    this.#known = known;
    this.#keys = keys;
  }

  from(seeds: readonly ts.Declaration[]): WholeUses {
    for (const seed of seeds) this.#bind((seed as ts.ParameterDeclaration).name ?? seed, seed);
    for (let declaration = this.#queue.shift(); declaration; declaration = this.#queue.shift()) {
      const { name } = declaration as ts.NamedDeclaration;
      const symbol = name && this.#project.checker.getSymbolAtLocation(name);
      if (!symbol) continue;
      const scope = enclosingFunction(declaration) ?? declaration.getSourceFile();
      for (const reference of references(this.#project.checker, symbol, scope)) {
        if (reference === name) continue;
        const outer = wrapped(reference);
        const taken = ts.isPropertyAccessExpression(outer.parent) ? outer.parent.name.text : undefined;
        // The `error` of a schema's result is its own.
        if (!isResult(declaration) || taken === resultMember) this.#followUse(outer);
      }
    }
    return { reads: [...this.#reads], escapes: [...this.#escapes] };
  }

  #hold(declaration: ts.Node): void {
    if (this.#held.has(declaration) || this.#held.size > 200) return;
    this.#held.add(declaration);
    this.#queue.push(declaration as ts.Declaration);
  }

  #bind(name: ts.BindingName, carrier: ts.Node): void {
    if (ts.isIdentifier(name)) return this.#hold(carrier);
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      const key = bindingKey(element);
      if (isResult(carrier) && key !== resultMember) continue;
      if (key !== undefined && this.#keys.includes(key)) this.#reads.add(element);
      else if (key === undefined || wholeMembers.has(key)) this.#bind(element.name, element);
    }
  }

  #followUse(node: ts.Expression): void {
    const { parent } = node;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node)
      return this.#bind(parent.name, parent);
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
      if (parent.expression === node) return this.#followMember(parent);
    }
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return this.#followArgument(node, parent);
    if (isTransparent(parent)) return this.#followUse(wrapped(parent as ts.Expression));
    if (
      ts.isPropertyAssignment(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isSpreadAssignment(parent)
    ) {
      return this.#followUse(wrapped(parent.parent as ts.Expression));
    }
    if (isWritten(node) || isTest(parent)) return;
    const target = assignedTo(this.#project, node);
    if (target) return this.#hold(target);
    if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return;
    if (!this.#known.has(node)) this.#escapes.add(node);
  }

  #followMember(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): void {
    const name = memberName(access);
    const outer = wrapped(access);
    const called =
      ts.isCallExpression(outer.parent) && outer.parent.expression === outer ? outer.parent : undefined;
    if (called && name !== undefined && readers.has(name)) {
      const [key] = called.arguments;
      if (!key) this.#followUse(wrapped(called));
      else if (!ts.isStringLiteralLike(key)) this.#escapes.add(called);
      else if (this.#keys.includes(key.text)) this.#reads.add(called);
    } else if (called) {
      const body = name !== undefined && called.arguments.length === 0 && bodyMethods.has(name);
      if (body || (name !== undefined && wholeMethods.has(name))) this.#followUse(wrapped(called));
      else if (name === 'forEach' || name === 'entries') this.#escapes.add(called);
      else if (name === 'match' || name === 'exec' || name === 'matchAll') this.#escapes.add(called);
      // `login.check(…)`, a method that the project does not show: it may look at the whole query.
      else if (!isSeen(this.#project, called) && !functionAt(this.#project, called.expression))
        this.#escapes.add(called);
    } else if (name === undefined) {
      const { argumentExpression } = access as ts.ElementAccessExpression;
      if (!ts.isNumericLiteral(argumentExpression)) this.#escapes.add(access);
      else this.#followUse(outer);
    } else if (this.#keys.includes(name)) {
      if (!isWritten(outer)) this.#reads.add(access);
    } else if (wholeMembers.has(name)) this.#followUse(outer);
  }

  #followArgument(node: ts.Expression, call: ts.CallExpression | ts.NewExpression): void {
    const position = call.arguments?.indexOf(node) ?? -1;
    if (position < 0) return;
    if (this.#keys.includes(stateParameter) && schemaMayCompare(this.#project, call)) {
      this.#escapes.add(call);
      return;
    }
    const fn = ts.isCallExpression(call) ? functionAt(this.#project, call.expression) : undefined;
    const parameter = fn?.parameters[position];
    if (parameter) this.#bind(parameter.name, parameter);
    if (isConversion(call)) {
      if (!fn && !isSeen(this.#project, call)) this.#escapes.add(call);
      return this.#followUse(wrapped(call));
    }
    if (fn || this.#known.has(node) || isHarmless(this.#project, call)) return;
    this.#escapes.add(call);
  }
}

const resultMember = 'data';

/** `const result = schema.safeParse(query)`: what was read is in its `data`. */
function isResult(carrier: ts.Node): boolean {
  if (!ts.isVariableDeclaration(carrier) || !carrier.initializer) return false;
  const init = unwrap(carrier.initializer);
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

/** Tested, not passed on. */
function isTest(node: ts.Node): boolean {
  if (ts.isIfStatement(node) || ts.isPrefixUnaryExpression(node) || ts.isTypeOfExpression(node)) return true;
  if (ts.isBinaryExpression(node)) return /^([!=]==?|instanceof|in)$/.test(node.operatorToken.getText());
  return ts.isWhileStatement(node) || ts.isSwitchStatement(node);
}

/** The variable that keeps a value for later: `received = url.searchParams`. */
function assignedTo(project: Project, value: ts.Expression): ts.VariableDeclaration | undefined {
  const { parent } = value;
  if (!ts.isBinaryExpression(parent) || parent.right !== value || !isAssignment(parent.operatorToken.kind))
    return undefined;
  const target = declarationAt(project, unwrap(parent.left));
  return target && ts.isVariableDeclaration(target) ? target : undefined;
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

/** The platform's own, or a schema, at which {@link schemaMayCompare} looks. Any other function may do more than convert. */
function isSeen(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = unwrap(call.expression);
  if (declaredAs(calledSymbol(project, call))) return true;
  return ts.isPropertyAccessExpression(callee) && callee.name.text in schemaMethods;
}

/** True when a function writes the parameter's name in a text, such as a regular expression over the URL. */
export function namesInText(root: ts.Node, key: string): boolean {
  return [...descendants(root)].some(
    (node) =>
      (ts.isRegularExpressionLiteral(node) || ts.isStringLiteralLike(node)) && node.text.includes(`${key}=`),
  );
}
