import { ts } from '../../../compiler.cjs';
import {
  enclosingFunction,
  type FunctionLike,
  isFunctionLike,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { bindingsOf, declarationAt, functionAt } from '../../program/bindings.ts';
import { answersTo, bindingKey, readsOf } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { importedFrom, isShowingProperty, type Showing, showingOf } from './shown.ts';

/** A place where the text of a value is shown, logged or put into an error. */
export interface Shown {
  readonly node: ts.Node;
  readonly how: Showing;
}

/** Methods that ask about a text and do not hand it on. */
const questions =
  /^(includes|startsWith|endsWith|match|test|indexOf|search|localeCompare|at|charAt|charCodeAt)$/;

/**
 * Follows the text of a value forwards to every place that shows it.
 *
 * @param isPart tells which readers of a record that holds the value are to be followed
 */
export function showingsOf(project: Project, read: ts.Node, isPart: (node: ts.Node) => boolean): Shown[] {
  const found = new Map<ts.Node, Shown>();
  const seen = new Set<ts.Node>();

  const report = (node: ts.Node, how: Showing, site: ts.Node | undefined): void => {
    found.set(site ?? node, { node: site ?? node, how });
  };
  const name = (binding: ts.BindingName, site: ts.Node | undefined): void => {
    if (!ts.isIdentifier(binding) || seen.has(binding)) return;
    seen.add(binding);
    const symbol = project.checker.getSymbolAtLocation(binding);
    const scope = enclosingFunction(binding.parent) ?? binding.getSourceFile();
    if (!symbol) return;
    for (const reference of references(project.checker, symbol, scope)) {
      if (reference !== binding) value(wrapped(reference), site);
    }
  };
  /** What holds the text at `node` hands it on to. */
  const value = (node: ts.Expression, site: ts.Node | undefined): void => {
    const { parent } = node;
    if (seen.has(node) || seen.size > 500) return;
    seen.add(node);
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) return name(parent.name, site);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return argument(node, parent, site);
    if (ts.isThrowStatement(parent)) return report(parent, 'thrown', site);
    if (ts.isJsxExpression(parent)) return report(parent, 'shown', site);
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
      return returned(ts.isReturnStatement(parent) ? enclosingFunction(parent) : parent, site);
    }
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      const outer = wrapped(parent);
      const called = ts.isCallExpression(outer.parent) && outer.parent.expression === outer;
      if (called && !questions.test(parent.name.text)) value(wrapped(outer.parent), site);
      return;
    }
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      // A member that is called an error belongs to the callback; a `message` to whatever is shown by that function.
      const own = /error/i.test(parent.name.getText());
      readers(parent, site ?? (own ? undefined : sharedCall(project, wrapped(parent.parent))));
      return literal(wrapped(parent.parent), site);
    }
    if (ts.isBinaryExpression(parent)) return operand(node, parent, site);
    if (ts.isConditionalExpression(parent)) {
      if (parent.condition !== node) value(wrapped(parent), site);
    } else if (ts.isTemplateSpan(parent)) value(wrapped(parent.parent), site);
    else if (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent)) value(wrapped(parent), site);
    else if (ts.isAwaitExpression(parent)) value(wrapped(parent), site);
  };
  const operand = (node: ts.Expression, binary: ts.BinaryExpression, site: ts.Node | undefined): void => {
    const operator = binary.operatorToken.getText();
    if (/^(=|\?\?=|\|\|=|\+=)$/.test(operator) && binary.right === node) {
      if (isShowingProperty(project, binary.left)) return report(binary, 'shown', site);
      const target = declarationAt(project, unwrap(binary.left));
      if (target && ts.isVariableDeclaration(target)) name(target.name, site);
    } else if (/^(\+|\?\?|\|\||&&)$/.test(operator)) {
      // `error && …` hands on the right side only.
      if (operator !== '&&' || binary.right === node) value(wrapped(binary), site);
    }
  };
  /** A literal given to something that shows; elsewhere only those who read the member count. */
  const literal = (node: ts.Expression, site: ts.Node | undefined): void => {
    const { parent } = node;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      const how = parent.arguments?.includes(node) ? showingOf(project, parent) : undefined;
      if (how) return report(parent, how, site);
      if (isText(parent)) value(wrapped(parent), site);
    } else if (ts.isPropertyAssignment(parent)) literal(wrapped(parent.parent), site);
    else if (ts.isSpreadAssignment(parent)) literal(wrapped(parent.parent), site);
  };
  const argument = (
    node: ts.Expression,
    call: ts.CallExpression | ts.NewExpression,
    site: ts.Node | undefined,
  ): void => {
    const position = call.arguments?.indexOf(node) ?? -1;
    if (position < 0) return;
    const how = showingOf(project, call);
    if (how) return report(call, how, site);
    const fn = ts.isCallExpression(call) ? functionAt(project, call.expression) : undefined;
    const parameter = fn?.parameters[position];
    if (fn && parameter) {
      // A function that others call too shows what they give it: the finding belongs to this call.
      return name(parameter.name, site ?? sharedCall(project, node));
    }
    if (fn) return;
    const state = stateOf(project, call);
    if (state) return name(state, site);
    // What another package makes of a text still holds it: an escaped one, an encoded one.
    value(wrapped(call), site);
  };
  const returned = (fn: FunctionLike | undefined, site: ts.Node | undefined): void => {
    if (!fn || !isFunctionLike(fn)) return;
    for (const call of bindingsOf(project).calls.get(fn)) value(wrapped(call), site);
  };
  const readers = (
    member: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
    site: ts.Node | undefined,
  ): void => {
    const key = ts.isIdentifier(member.name) ? member.name.text : undefined;
    if (key === undefined) return;
    for (const read of readsOf(project, key, answersTo(project, member)).filter(isPart)) {
      if (ts.isBindingElement(read)) name(read.name, site);
      else value(wrapped(read), site);
    }
  };

  if (ts.isBindingElement(read)) name(read.name, undefined);
  else value(wrapped(read as ts.Expression), undefined);
  return [...found.values()];
}

/** The call that hands a value to a function which other calls use, too. */
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
