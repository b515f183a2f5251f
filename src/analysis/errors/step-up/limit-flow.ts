import { ts } from '../../../compiler.cjs';
import { stepUpLimit } from '../../../sdk/roles.ts';
import {
  bindingKey,
  codeText,
  enclosingFunction,
  type FunctionLike,
  isAssignment,
} from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { callsTo } from '../guards/function-calls.ts';
import { isOption, isTransportOptions, outermost, usesOf } from './option-carriers.ts';

/** How a limit gets to a transport through functions and settings of the project. */
export interface LimitFlow {
  /** Options arrive as a whole, so any other member of them arrives, too. */
  readonly whole: boolean;
  /** The number is taken out of them, and arrives alone: where that is. */
  readonly picked: ts.Node | undefined;
}

/** Follows options of the project's own that hold a limit. Undefined where they reach no transport. */
export function limitFlow(project: Project, literal: ts.ObjectLiteralExpression): LimitFlow | undefined {
  const walk = new LimitWalk(project);
  walk.object(literal);
  return walk.whole || walk.picked ? walk : undefined;
}

class LimitWalk implements LimitFlow {
  whole = false;
  picked: ts.Node | undefined;
  private readonly project: Project;
  private readonly seen = new Set<ts.Node>();

  constructor(project: Project) {
    this.project = project;
  }

  /** An expression with an object that has the limit as a member. */
  object(value: ts.Expression): void {
    const node = outermost(value);
    if (this.seen.has(node)) return;
    this.seen.add(node);
    const { parent } = node;
    if (isTransportOptions(this.project, node)) this.whole = true;
    else if (ts.isSpreadAssignment(parent)) this.spread(parent.parent);
    else if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      if (parent.name.text === stepUpLimit && !isWritten(parent)) this.number(parent);
    } else
      this.passed(
        node,
        (name) => this.named(name),
        (next) => this.object(next),
      );
  }

  private spread(literal: ts.ObjectLiteralExpression): void {
    if (isOption(this.project, literal)) this.whole = true;
    else this.object(literal);
  }

  /** What gets the object: a variable, or the members that a pattern takes out of it. */
  private named(name: ts.BindingName): void {
    if (ts.isIdentifier(name)) {
      for (const use of usesOf(this.project, name)) this.object(use);
      return;
    }
    if (!ts.isObjectBindingPattern(name)) return;
    const own = name.elements.find((each) => !each.dotDotDotToken && bindingKey(each) === stepUpLimit);
    if (own && ts.isIdentifier(own.name)) for (const use of usesOf(this.project, own.name)) this.number(use);
    const rest = name.elements.find(({ dotDotDotToken }) => dotDotDotToken);
    if (rest && !own) this.named(rest.name);
  }

  /** An expression with the number itself. */
  private number(value: ts.Expression): void {
    const node = outermost(value);
    if (this.seen.has(node)) return;
    this.seen.add(node);
    const { parent } = node;
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      if (parent.name.getText() !== stepUpLimit) return;
      if (isOption(this.project, parent.parent)) this.picked ??= parent;
      else this.object(parent.parent);
    } else
      this.passed(
        node,
        (name) => this.numbered(name),
        (next) => this.number(next),
      );
  }

  private numbered(name: ts.BindingName): void {
    if (ts.isIdentifier(name)) for (const use of usesOf(this.project, name)) this.number(use);
  }

  /** A value that gets a name: as a variable, a field, a parameter, or what a function returns. */
  private passed(
    node: ts.Expression,
    to: (name: ts.BindingName) => void,
    on: (value: ts.Expression) => void,
  ): void {
    const { parent } = node;
    if (ts.isVariableDeclaration(parent)) to(parent.name);
    else if (ts.isPropertyDeclaration(parent) && ts.isIdentifier(parent.name)) to(parent.name);
    else if (ts.isPropertyAssignment(parent) && ts.isIdentifier(parent.name)) to(parent.name);
    else if (ts.isShorthandPropertyAssignment(parent)) to(parent.name);
    else if (ts.isBinaryExpression(parent) && parent.right === node) this.assigned(parent, to);
    else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) this.argument(parent, node, to);
    else if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) {
      const owner = ts.isArrowFunction(parent) ? parent : enclosingFunction(parent);
      if (owner) for (const call of callsTo(this.project, owner)) on(call);
    }
  }

  private assigned({ left, operatorToken }: ts.BinaryExpression, to: (name: ts.BindingName) => void): void {
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    const target = ts.isPropertyAccessExpression(left) ? left.name : left;
    if (ts.isIdentifier(target)) to(target);
  }

  private argument(
    call: ts.CallExpression | ts.NewExpression,
    given: ts.Expression,
    to: (name: ts.BindingName) => void,
  ): void {
    const index = call.arguments?.indexOf(given) ?? -1;
    if (index < 0) return;
    if (ts.isCallExpression(call) && /^Object\.(assign|freeze)$/.test(codeText(call.expression))) {
      this.object(call);
      return;
    }
    for (const target of this.targets(call)) {
      const parameter = target.parameters[index];
      if (parameter && !parameter.dotDotDotToken) to(parameter.name);
    }
  }

  private targets(call: ts.CallExpression | ts.NewExpression): readonly FunctionLike[] {
    if (ts.isCallExpression(call)) return functionsAt(this.project, call.expression);
    const declaration = symbolOf(this.project, call.expression)?.valueDeclaration;
    if (!declaration || !ts.isClassLike(declaration)) return [];
    return declaration.members.filter(ts.isConstructorDeclaration).filter(({ body }) => body);
  }
}

function isWritten(node: ts.PropertyAccessExpression): boolean {
  const { parent } = node;
  return ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parent.operatorToken.kind);
}
