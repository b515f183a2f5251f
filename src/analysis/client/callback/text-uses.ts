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
import { type Entered, EnteredCalls, enteredAround } from './entered-calls.ts';
import { isShownInTemplate } from './in-template.ts';
import { isOnlyGivenBack, type Read, readsOfResult } from './result-members.ts';
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

/** How the text got to a place. */
interface Way {
  /** The place that a finding belongs to, when that is not the place that shows the text. */
  readonly site?: ts.Node | undefined;
  readonly entered?: Entered | undefined;
}

class TextWalk {
  readonly #project: Project;
  readonly #isPart: (node: ts.Node) => boolean;
  readonly #found = new Map<ts.Node, Shown>();
  readonly #seen = new Map<Entered | undefined, Set<ts.Node>>();
  readonly #calls: EnteredCalls;
  #steps = 0;

  constructor(project: Project, isPart: (node: ts.Node) => boolean) {
    this.#project = project;
    this.#isPart = isPart;
    this.#calls = new EnteredCalls(project);
  }

  from(read: ts.Node): Shown[] {
    if (ts.isBindingElement(read)) this.#followName(read.name, {});
    else this.#followValue(wrapped(read as ts.Expression), {});
    return [...this.#found.values()];
  }

  #report(node: ts.Node, how: Showing, { site }: Way): void {
    this.#found.set(site ?? node, { node: site ?? node, how });
  }

  /** True the first time that a walk, which came in by these calls, gets to a node. */
  #isNew(node: ts.Node, { entered }: Way): boolean {
    const seen = this.#seen.get(entered) ?? new Set();
    this.#seen.set(entered, seen);
    if (seen.has(node) || this.#steps > 500) return false;
    this.#steps++;
    seen.add(node);
    return true;
  }

  #followName(binding: ts.BindingName, way: Way): void {
    if (!ts.isIdentifier(binding) || !this.#isNew(binding, way)) return;
    const symbol = this.#project.checker.getSymbolAtLocation(binding);
    const scope = enclosingFunction(binding.parent) ?? binding.getSourceFile();
    if (!symbol) return;
    for (const reference of references(this.#project.checker, symbol, scope)) {
      if (reference !== binding) this.#followValue(wrapped(reference), way);
    }
  }

  /** Follows the text of an expression to what takes it. */
  #followValue(node: ts.Expression, way: Way): void {
    const { parent } = node;
    if (!this.#isNew(node, way)) return;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
      if (isShownInTemplate(this.#project, parent.name)) this.#report(parent, 'shown', way);
      return this.#followName(parent.name, way);
    }
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      return this.#followArgument(node, parent, way);
    if (ts.isThrowStatement(parent)) return this.#report(parent, 'thrown', way);
    if (ts.isJsxExpression(parent)) return this.#report(parent, 'shown', way);
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
      return this.#followReturned(ts.isReturnStatement(parent) ? enclosingFunction(parent) : parent, way);
    }
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      const outer = wrapped(parent);
      const called = ts.isCallExpression(outer.parent) && outer.parent.expression === outer;
      if (called && !asksText(this.#project, outer.parent as ts.CallExpression))
        this.#followValue(wrapped(outer.parent), way);
      return;
    }
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      // A member named after an error belongs to the callback. A `message` belongs to whatever that function shows.
      const own = /error/i.test(parent.name.getText());
      const site = way.site ?? (own ? undefined : sharedCall(this.#project, wrapped(parent.parent)));
      this.#followReaders(parent, { ...way, site });
      return this.#followLiteral(wrapped(parent.parent), way);
    }
    if (ts.isBinaryExpression(parent)) return this.#followOperand(node, parent, way);
    if (ts.isConditionalExpression(parent)) {
      if (parent.condition !== node) this.#followValue(wrapped(parent), way);
    } else if (ts.isTemplateSpan(parent)) this.#followValue(wrapped(parent.parent), way);
    else if (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent))
      this.#followValue(wrapped(parent), way);
    else if (ts.isAwaitExpression(parent)) this.#followValue(wrapped(parent), way);
  }

  #followOperand(node: ts.Expression, binary: ts.BinaryExpression, way: Way): void {
    const operator = binary.operatorToken.getText();
    if (/^(=|\?\?=|\|\|=|\+=)$/.test(operator) && binary.right === node) {
      const isShown =
        isShowingProperty(this.#project, binary.left) || isShownInTemplate(this.#project, binary.left);
      if (isShown) return this.#report(binary, 'shown', way);
      const target = declarationAt(this.#project, unwrap(binary.left));
      if (target && ts.isVariableDeclaration(target))
        this.#followName(target.name, { ...way, entered: enteredAround(target, way.entered) });
    } else if (/^(\+|\?\?|\|\||&&)$/.test(operator)) {
      // `error && …` passes only the right side on.
      if (operator !== '&&' || binary.right === node) this.#followValue(wrapped(binary), way);
    }
  }

  /** A literal that is passed to something that shows it. Elsewhere only readers of the member count. */
  #followLiteral(node: ts.Expression, way: Way): void {
    const { parent } = node;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      const how = parent.arguments?.includes(node) ? showingOf(this.#project, parent) : undefined;
      if (how) return this.#report(parent, how, way);
      if (isText(parent)) this.#followValue(wrapped(parent), way);
    } else if (ts.isPropertyAssignment(parent)) this.#followLiteral(wrapped(parent.parent), way);
    else if (ts.isSpreadAssignment(parent)) this.#followLiteral(wrapped(parent.parent), way);
  }

  #followArgument(node: ts.Expression, call: ts.CallExpression | ts.NewExpression, way: Way): void {
    const position = call.arguments?.indexOf(node) ?? -1;
    if (position < 0) return;
    const how = showingOf(this.#project, call);
    if (how) return this.#report(call, how, way);
    const fn = ts.isCallExpression(call) ? functionAt(this.#project, call.expression) : undefined;
    const parameter = fn?.parameters[position];
    if (fn && parameter && ts.isCallExpression(call)) {
      const entered = this.#calls.enter(call, fn, way.entered);
      // A function that others call, too, shows what they pass: the finding belongs to this call.
      const site = way.site ?? sharedCall(this.#project, node);
      return entered && this.#followName(parameter.name, { site, entered });
    }
    if (fn) return;
    const state = stateOf(this.#project, call);
    if (state) return this.#followName(state, way);
    // What a function of another package makes of the text (escaped, encoded) still holds it.
    this.#followValue(wrapped(call), way);
  }

  #followReturned(fn: FunctionLike | undefined, way: Way): void {
    if (!fn || !isFunctionLike(fn)) return;
    for (const { call, entered } of this.#calls.resultsOf(fn, way.entered))
      this.#followValue(wrapped(call), { ...way, entered });
  }

  #followReaders(member: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, way: Way): void {
    const key = ts.isIdentifier(member.name) ? member.name.text : undefined;
    if (key === undefined) return;
    for (const { read, entered } of readsOfResult(
      this.#project,
      this.#calls,
      member.parent,
      key,
      way.entered,
    ))
      this.#followRead(read, { ...way, entered });
    if (isOnlyGivenBack(member.parent, way.entered)) return;
    const declarations = answersTo(this.#project, member);
    for (const read of readsOf(this.#project, key, declarations, this.#isPart))
      this.#followRead(read, { site: way.site });
  }

  #followRead(read: Read, way: Way): void {
    if (ts.isBindingElement(read)) this.#followName(read.name, way);
    else this.#followValue(wrapped(read), way);
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
