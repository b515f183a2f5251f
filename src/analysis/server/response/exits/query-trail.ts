import { ts } from '../../../../compiler.cjs';
import {
  enclosingFunction,
  type FunctionLike,
  isFunctionLike,
  unwrap,
  wrapped,
} from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { calledAt } from '../../../program/callees.ts';
import { onlyShows } from '../../../program/only-shows.ts';
import type { Project } from '../../../program/project.ts';
import { usesOfLocal } from './local-uses.ts';
import { type Form, formOfCall, formOfMember, isSendingCall, type Touch, touchAt } from './query-touch.ts';

/** A place that gets the whole query of a URL, and what it may do to one more parameter. */
export interface QueryReader {
  readonly node: ts.Node;
  readonly touch: Touch;
}

/**
 * Which code reads or changes the whole query of a URL?
 * Asked before `iss` is added to it: an allowlist of parameters would take it out again, or end the login with an error.
 * Gives the places, by a walk from expressions that are the URL: variables, arguments, copies of it, what functions return.
 */
export function queryReaders(project: Project, starts: readonly ts.Expression[]): readonly QueryReader[] {
  const trail = new Trail(project);
  for (const start of starts) trail.visit(start, 'url');
  return trail.run();
}

class Trail {
  private readonly project: Project;
  private readonly seen = new Map<ts.Node, Form>();
  private readonly found = new Map<ts.Node, Touch>();

  constructor(project: Project) {
    this.project = project;
  }

  visit(node: ts.Expression, form: Form): void {
    const plain = unwrap(node);
    if (!this.seen.has(plain)) this.seen.set(plain, form);
  }

  run(): readonly QueryReader[] {
    for (const [node, form] of this.seen) this.leave(node as ts.Expression, form);
    return [...this.found].map(([node, touch]) => ({ node, touch }));
  }

  /** The uses of a parameter or variable that has the URL. */
  enter(name: ts.BindingName, form: Form): void {
    if (ts.isIdentifier(name)) for (const use of usesOfLocal(this.project, name)) this.visit(use, form);
    else
      for (const element of name.elements) {
        if (!ts.isBindingElement(element)) continue;
        const key = element.propertyName ?? element.name;
        const isNamed = ts.isObjectBindingPattern(name) && !element.dotDotDotToken && ts.isIdentifier(key);
        const next = isNamed ? formOfMember(form, key.text) : form;
        if (next) this.enter(element.name, next);
      }
  }

  private leave(node: ts.Expression, form: Form): void {
    const outer = wrapped(node);
    const { parent } = outer;
    const touch = touchAt(this.project, outer, form);
    if (touch) this.found.set(outer, touch);
    if (touch || !parent) return;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === outer) this.member(parent, form);
    else if (ts.isElementAccessExpression(parent) && parent.expression === outer) this.visit(parent, form);
    else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) this.argument(parent, outer, form);
    else if (ts.isVariableDeclaration(parent)) this.enter(parent.name, form);
    else if (ts.isForOfStatement(parent)) this.loop(parent, form);
    else if (ts.isBinaryExpression(parent)) this.operand(parent, outer, form);
    else if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === outer))
      this.returned(ts.isArrowFunction(parent) ? parent : enclosingFunction(parent), form);
    else if (ts.isSpreadElement(parent) && ts.isArrayLiteralExpression(parent.parent))
      this.visit(parent.parent, form === 'query' ? 'names' : form);
    else if (ts.isTemplateSpan(parent)) this.visit(parent.parent, form);
    else if (isTransparent(parent)) this.visit(parent, form);
  }

  private member(access: ts.PropertyAccessExpression, form: Form): void {
    const call = wrapped(access).parent;
    const isCalled = ts.isCallExpression(call) && unwrap(call.expression) === access;
    const next = formOfMember(form, access.name.text);
    if (next) this.visit(isCalled ? call : access, next);
  }

  /** `redirect(url)` of the project is entered, `new URL(url)` is the URL again. */
  private argument(call: ts.CallExpression | ts.NewExpression, given: ts.Expression, form: Form): void {
    const index = call.arguments?.indexOf(given) ?? -1;
    if (index < 0) return;
    const targets = calledAt(this.project, call);
    for (const { parameters } of targets) {
      const parameter = parameters[index] ?? parameters.find(({ dotDotDotToken }) => dotDotDotToken);
      if (parameter) this.enter(parameter.name, form);
    }
    if (targets.length > 0) return;
    const next = formOfCall(this.project, call, form);
    if (next) this.visit(call, next);
    else if (next === undefined && ts.isCallExpression(call) && !this.keepsAway(call))
      this.found.set(call, 'unseen');
  }

  /** A call that sends the URL, or only shows it. */
  private keepsAway(call: ts.CallExpression): boolean {
    return isSendingCall(this.project, call) || onlyShows(this.project, call);
  }

  private loop({ expression, initializer }: ts.ForOfStatement, form: Form): void {
    void expression;
    if (!ts.isVariableDeclarationList(initializer)) return;
    for (const { name } of initializer.declarations) this.enter(name, form === 'query' ? 'names' : form);
  }

  private operand(parent: ts.BinaryExpression, given: ts.Expression, form: Form): void {
    const kind = parent.operatorToken.kind;
    const isText = kind === ts.SyntaxKind.PlusToken;
    const isChoice =
      kind === ts.SyntaxKind.QuestionQuestionToken ||
      kind === ts.SyntaxKind.BarBarToken ||
      (kind === ts.SyntaxKind.AmpersandAmpersandToken && parent.right === given);
    if (isText || isChoice) this.visit(parent, form);
    const left = unwrap(parent.left);
    if (kind === ts.SyntaxKind.EqualsToken && parent.right === given && ts.isIdentifier(left))
      this.enter(left, form);
  }

  private returned(owner: FunctionLike | undefined, form: Form): void {
    for (const call of owner ? bindingsOf(this.project).calls.get(owner) : []) this.visit(call, form);
  }
}

function isTransparent(parent: ts.Node): parent is ts.Expression {
  return ts.isAwaitExpression(parent) || ts.isConditionalExpression(parent);
}

/** The parameters of a function that gets a URL, as the walk begins with them. */
export function readersIn(project: Project, target: ts.Node): readonly QueryReader[] {
  const trail = new Trail(project);
  if (isFunctionLike(target)) for (const { name } of target.parameters) trail.enter(name, 'url');
  return trail.run();
}
