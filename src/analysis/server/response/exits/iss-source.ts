import { ts } from '../../../../compiler.cjs';
import { bindingKey, codeText, type FunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { functionsAt } from '../../../program/callees.ts';
import { declarationAt, memberKey } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';

const maxDepth = 6;

/**
 * Does an object whose members become the parameters of a URL have `iss`, wherever it is made?
 * Asked about what a loop over parameters is given: by a spread, an argument, a default.
 * Follows constants and functions of the project that return it; every branch must have it.
 *
 * @param call the one that the function around the source runs for: what it leaves out has its default
 */
export function givesIss(project: Project, source: ts.Expression, call?: ts.CallExpression): boolean {
  return new Sources(project, call).gives(source, 0);
}

class Sources {
  private readonly project: Project;
  private readonly call: ts.CallExpression | undefined;

  constructor(project: Project, call: ts.CallExpression | undefined) {
    this.project = project;
    this.call = call;
  }

  gives(source: ts.Expression, depth: number): boolean {
    if (depth > maxDepth) return false;
    const on = (next: ts.Expression): boolean => this.gives(next, depth + 1);
    const plain = unwrap(source);
    if (ts.isObjectLiteralExpression(plain))
      return plain.properties.some((member) =>
        ts.isSpreadAssignment(member) ? on(member.expression) : memberKey(member.name) === 'iss',
      );
    if (ts.isAwaitExpression(plain)) return on(plain.expression);
    if (ts.isConditionalExpression(plain)) return on(plain.whenTrue) && on(plain.whenFalse);
    if (ts.isBinaryExpression(plain))
      return isDefault(plain) && on(plain.right) && (this.isOmitted(plain.left) || on(plain.left));
    if (ts.isNewExpression(plain)) return (plain.arguments ?? []).slice(0, 1).some(on);
    if (ts.isCallExpression(plain)) return this.ofCall(plain, on);
    if (!ts.isIdentifier(plain) && !ts.isPropertyAccessExpression(plain)) return false;
    const declaration = declarationAt(this.project, plain);
    if (!declaration) return false;
    const value = this.valueOf(declaration);
    return value ? on(value) : bindingsOf(this.project).assigned.get(declaration).some(on);
  }

  private ofCall(call: ts.CallExpression, on: (next: ts.Expression) => boolean): boolean {
    const targets = functionsAt(this.project, call.expression);
    if (targets.length === 0)
      return /^Object\.(assign|freeze)$/.test(codeText(call.expression)) && call.arguments.some(on);
    return targets.every((target) => {
      const returns = bindingsOf(this.project).returns.get(target) ?? [];
      return returns.length > 0 && returns.every(on);
    });
  }

  /** What a constant has, or a parameter in this call. */
  private valueOf(declaration: ts.Declaration): ts.Expression | undefined {
    if (ts.isParameter(declaration)) return this.givenTo(declaration) ?? declaration.initializer;
    if (ts.isBindingElement(declaration)) return this.taken(declaration);
    return ts.isVariableDeclaration(declaration) ||
      ts.isPropertyDeclaration(declaration) ||
      ts.isPropertyAssignment(declaration)
      ? declaration.initializer
      : undefined;
  }

  private givenTo(parameter: ts.ParameterDeclaration): ts.Expression | undefined {
    const owner = parameter.parent as FunctionLike;
    const isOf = this.call && functionsAt(this.project, this.call.expression).includes(owner);
    return isOf ? this.call?.arguments[owner.parameters.indexOf(parameter)] : undefined;
  }

  /** `{ extras = usual() } = {}` in the parameters. */
  private taken(element: ts.BindingElement): ts.Expression | undefined {
    const whole = element.parent.parent;
    const given = ts.isParameter(whole) ? this.givenTo(whole) : undefined;
    if (!given) return element.initializer;
    const literal = unwrap(given);
    const members = ts.isObjectLiteralExpression(literal) ? literal.properties : undefined;
    const key = bindingKey(element);
    // A given object may have the member, so the default proves nothing.
    if (!members || members.some(ts.isSpreadAssignment)) return undefined;
    const member = members.find((one) => memberKey(one.name) === key);
    if (!member) return element.initializer;
    return ts.isPropertyAssignment(member) ? member.initializer : undefined;
  }

  private isOmitted(value: ts.Expression): boolean {
    const plain = unwrap(value);
    const declaration = ts.isIdentifier(plain) ? declarationAt(this.project, plain) : undefined;
    return (
      declaration !== undefined &&
      ts.isParameter(declaration) &&
      this.call !== undefined &&
      this.givenTo(declaration) === undefined
    );
  }
}

const isDefault = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
