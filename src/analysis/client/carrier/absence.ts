import { ts } from '../../../compiler.cjs';
import { isJavaScript, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';

/** Where a carrier may hold nothing at times, whatever its type says, and whether the empty string stood for nothing. */
export class Absence {
  readonly #declarations = new Set<ts.Node>();
  #isUntyped = false;
  #isEmptied = false;
  #isUndefined = false;

  /** Nothing is written to this declaration somewhere. */
  note(declaration: ts.Node): void {
    this.#declarations.add(declaration);
  }

  /** `undefined` or `null` is written at this place: the declaration that it is written to may hold nothing. */
  noteValue(project: Project, value: ts.Expression): void {
    const { parent } = value;
    const target = ts.isBinaryExpression(parent)
      ? symbolOf(project, nameOf(parent.left))?.valueDeclaration
      : parent;
    this.note(target ?? parent);
    this.noteUntyped(value);
  }

  /** Nothing is passed or written here. In JavaScript no type tells where that arrives: then it may be anywhere. */
  noteUntyped(node: ts.Node): void {
    if (isJavaScript(node)) this.#isUntyped = true;
  }

  /** The project writes `code ?? ''`: the empty string stands for a missing code. */
  noteEmptyString(): void {
    this.#isEmptied = true;
  }

  /**
   * A read gives undefined for a missing code, and a cast, a `!` or JavaScript hides that: `req.query.code as string`. Where a guard
   * comes before, the type tells.
   */
  noteRead({ checker }: Project, expression: ts.Expression, read: ts.Node): void {
    const undefinedOrAny = ts.TypeFlags.Undefined | ts.TypeFlags.Any;
    const mayBe = (node: ts.Expression) => {
      const type = checker.getTypeAtLocation(unwrap(node));
      return (type.isUnion() ? type.types : [type]).some(({ flags }) => (flags & undefinedOrAny) !== 0);
    };
    const node = unwrap(expression);
    const held = ts.isIdentifier(node) && ts.isVariableDeclaration(read) ? read.initializer : undefined;
    if (mayBe(node) || (held && isCast(held) && mayBe(held))) this.#isUndefined = true;
  }

  /** True where a missing code is undefined, whatever its type says. */
  get isUndefined(): boolean {
    return this.#isUndefined;
  }

  /** The declaration to which nothing is written somewhere. */
  find(declarations: readonly ts.Node[]): ts.Node | undefined {
    return declarations.find((each) => this.#declarations.has(each));
  }

  get isUntyped(): boolean {
    return this.#isUntyped;
  }

  get isEmptied(): boolean {
    return this.#isEmptied;
  }

  get isPossible(): boolean {
    return this.#isUntyped || this.#declarations.size > 0;
  }
}

function nameOf(node: ts.Expression): ts.Node {
  return ts.isPropertyAccessExpression(node) ? node.name : node;
}

function isCast(value: ts.Expression): boolean {
  let node = value;
  while (ts.isParenthesizedExpression(node)) node = node.expression;
  return ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isNonNullExpression(node);
}
