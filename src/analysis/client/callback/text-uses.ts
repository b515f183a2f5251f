import { ts } from '../../../compiler.cjs';
import {
  bindingKey,
  enclosingFunction,
  type FunctionLike,
  isFunctionLike,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionAt } from '../../program/callees.ts';
import { answersTo, declarationAt } from '../../program/declaration-at.ts';
import { readsOf } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { asksText } from '../../program/text-methods.ts';
import { isShownInTemplate } from './in-template.ts';
import { readsOfResult } from './result-members.ts';
import { importedFrom, isShowingProperty, type Showing, showingOf } from './shown.ts';

/** A place where the text of a value is shown, logged or put into an error. */
export interface Shown {
  readonly node: ts.Node;
  readonly how: Showing;
}

/**
 * Follows the text of a value forwards to every place that shows it.
 *
 * @param isPart tells which readers of a record that holds the value to follow
 */
export function showingsOf(project: Project, read: ts.Node, isPart: (node: ts.Node) => boolean): Shown[] {
  return new TextWalk(project, isPart).from(read);
}

/** One walk. `site` is the place that a finding belongs to, when that is not the place that shows the text. */
class TextWalk {
  readonly #project: Project;
  readonly #isPart: (node: ts.Node) => boolean;
  readonly #found = new Map<ts.Node, Shown>();
  readonly #seen = new Set<ts.Node>();

  constructor(project: Project, isPart: (node: ts.Node) => boolean) {
    this.#project = project;
    this.#isPart = isPart;
  }

  from(read: ts.Node): Shown[] {
    if (ts.isBindingElement(read)) this.#followName(read.name, undefined);
    else this.#followValue(wrapped(read as ts.Expression), undefined);
    return [...this.#found.values()];
  }

  #report(node: ts.Node, how: Showing, site: ts.Node | undefined): void {
    this.#found.set(site ?? node, { node: site ?? node, how });
  }

  #followName(binding: ts.BindingName, site: ts.Node | undefined): void {
    if (!ts.isIdentifier(binding) || this.#seen.has(binding)) return;
    this.#seen.add(binding);
    const symbol = this.#project.checker.getSymbolAtLocation(binding);
    const scope = enclosingFunction(binding.parent) ?? binding.getSourceFile();
    if (!symbol) return;
    for (const reference of references(this.#project.checker, symbol, scope)) {
      if (reference !== binding) this.#followValue(wrapped(reference), site);
    }
  }

  /** Follows the text of an expression to what takes it. */
  #followValue(node: ts.Expression, site: ts.Node | undefined): void {
    const { parent } = node;
    if (this.#seen.has(node) || this.#seen.size > 500) return;
    this.#seen.add(node);
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
      if (isShownInTemplate(this.#project, parent.name)) this.#report(parent, 'shown', site);
      return this.#followName(parent.name, site);
    }
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      return this.#followArgument(node, parent, site);
    if (ts.isThrowStatement(parent)) return this.#report(parent, 'thrown', site);
    if (ts.isJsxExpression(parent)) return this.#report(parent, 'shown', site);
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
      return this.#followReturned(ts.isReturnStatement(parent) ? enclosingFunction(parent) : parent, site);
    }
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      const outer = wrapped(parent);
      const called = ts.isCallExpression(outer.parent) && outer.parent.expression === outer;
      if (called && !asksText(this.#project, outer.parent as ts.CallExpression))
        this.#followValue(wrapped(outer.parent), site);
      return;
    }
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      // A member named after an error belongs to the callback. A `message` belongs to whatever that function shows.
      const own = /error/i.test(parent.name.getText());
      this.#followReaders(
        parent,
        site ?? (own ? undefined : sharedCall(this.#project, wrapped(parent.parent))),
      );
      return this.#followLiteral(wrapped(parent.parent), site);
    }
    if (ts.isBinaryExpression(parent)) return this.#followOperand(node, parent, site);
    if (ts.isConditionalExpression(parent)) {
      if (parent.condition !== node) this.#followValue(wrapped(parent), site);
    } else if (ts.isTemplateSpan(parent)) this.#followValue(wrapped(parent.parent), site);
    else if (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent))
      this.#followValue(wrapped(parent), site);
    else if (ts.isAwaitExpression(parent)) this.#followValue(wrapped(parent), site);
  }

  #followOperand(node: ts.Expression, binary: ts.BinaryExpression, site: ts.Node | undefined): void {
    const operator = binary.operatorToken.getText();
    if (/^(=|\?\?=|\|\|=|\+=)$/.test(operator) && binary.right === node) {
      const isShown =
        isShowingProperty(this.#project, binary.left) || isShownInTemplate(this.#project, binary.left);
      if (isShown) return this.#report(binary, 'shown', site);
      const target = declarationAt(this.#project, unwrap(binary.left));
      if (target && ts.isVariableDeclaration(target)) this.#followName(target.name, site);
    } else if (/^(\+|\?\?|\|\||&&)$/.test(operator)) {
      // `error && …` passes only the right side on.
      if (operator !== '&&' || binary.right === node) this.#followValue(wrapped(binary), site);
    }
  }

  /** A literal that is passed to something that shows it. Elsewhere only readers of the member count. */
  #followLiteral(node: ts.Expression, site: ts.Node | undefined): void {
    const { parent } = node;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      const how = parent.arguments?.includes(node) ? showingOf(this.#project, parent) : undefined;
      if (how) return this.#report(parent, how, site);
      if (isText(parent)) this.#followValue(wrapped(parent), site);
    } else if (ts.isPropertyAssignment(parent)) this.#followLiteral(wrapped(parent.parent), site);
    else if (ts.isSpreadAssignment(parent)) this.#followLiteral(wrapped(parent.parent), site);
  }

  #followArgument(
    node: ts.Expression,
    call: ts.CallExpression | ts.NewExpression,
    site: ts.Node | undefined,
  ): void {
    const position = call.arguments?.indexOf(node) ?? -1;
    if (position < 0) return;
    const how = showingOf(this.#project, call);
    if (how) return this.#report(call, how, site);
    const fn = ts.isCallExpression(call) ? functionAt(this.#project, call.expression) : undefined;
    const parameter = fn?.parameters[position];
    if (fn && parameter) {
      // A function that others call, too, shows what they pass: the finding belongs to this call.
      return this.#followName(parameter.name, site ?? sharedCall(this.#project, node));
    }
    if (fn) return;
    const state = stateOf(this.#project, call);
    if (state) return this.#followName(state, site);
    // What a function of another package makes of the text (escaped, encoded) still holds it.
    this.#followValue(wrapped(call), site);
  }

  #followReturned(fn: FunctionLike | undefined, site: ts.Node | undefined): void {
    if (!fn || !isFunctionLike(fn)) return;
    for (const call of bindingsOf(this.#project).calls.get(fn)) this.#followValue(wrapped(call), site);
  }

  #followReaders(
    member: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
    site: ts.Node | undefined,
  ): void {
    const key = ts.isIdentifier(member.name) ? member.name.text : undefined;
    if (key === undefined) return;
    const typed = readsOf(this.#project, key, answersTo(this.#project, member)).filter(this.#isPart);
    const given = readsOfResult(this.#project, member.parent, key);
    for (const read of new Set([...typed, ...given])) {
      if (ts.isBindingElement(read)) this.#followName(read.name, site);
      else this.#followValue(wrapped(read), site);
    }
  }
}

/** The call that passes a value to a function which other calls use, too. */
function sharedCall(project: Project, node: ts.Expression): ts.Node | undefined {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return sharedCall(project, wrapped(parent.parent));
  if (!ts.isCallExpression(parent) || !parent.arguments.includes(node)) return undefined;
  const fn = functionAt(project, parent.expression);
  return fn && bindingsOf(project).calls.get(fn).length > 1 ? parent : undefined;
}

/** `new URLSearchParams({ error })`, `JSON.stringify({ error })`, `new URL(…)`: a text made of the literal. */
function isText(call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = unwrap(call.expression);
  const called = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  return /^(URLSearchParams|stringify|inspect|format)$/.test(called);
}

/** The state that a setter of React's `useState` writes: `[error, setError] = useState()`. */
function stateOf(project: Project, call: ts.CallExpression | ts.NewExpression): ts.BindingName | undefined {
  const callee = unwrap(call.expression);
  const setter = ts.isIdentifier(callee) ? declarationAt(project, callee) : undefined;
  if (!setter || !ts.isBindingElement(setter) || bindingKey(setter) !== '1') return undefined;
  const declaration = setter.parent.parent;
  const made =
    ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  if (!made || !ts.isCallExpression(made)) return undefined;
  const root = unwrap(made.expression);
  const from = importedFrom(project, ts.isPropertyAccessExpression(root) ? root.expression : root);
  const [first] = setter.parent.elements;
  return from === 'react' && first && ts.isBindingElement(first) ? first.name : undefined;
}
