import { ts } from '../../../compiler.cjs';
import { isJavaScript, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';

export type AbsentForm = 'null' | 'undefined' | 'empty';

/** What stands for a missing code, and `||` where an empty code is a missing one: `code || undefined`. */
export interface Missing {
  readonly form: AbsentForm;
  readonly operator: '||' | '??';
}

interface Fallback extends Missing {
  /** Only the call that redeems the code gets it. */
  readonly isAtSink: boolean;
}

/** The read of a code, and the variable that holds it where it is wanted. */
interface ReadThere {
  readonly declaration: ts.Node | undefined;
  readonly read: ts.Node;
}

/** Where a carrier may hold nothing at times, whatever its type says, and what stood for a missing code. */
export class Absence {
  readonly #declarations = new Set<ts.Node>();
  #isUntyped = false;
  #isUndefined = false;
  #isUncertain = false;
  #isNull = false;
  #unknownRead: ts.Node | undefined;
  /** From the sink back to the query. */
  readonly #fallbacks: Fallback[] = [];

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
    if (value.kind === ts.SyntaxKind.NullKeyword) this.#isNull = true;
    this.noteUntyped(value);
  }

  /** Nothing is passed or written here. In JavaScript no type tells where that arrives: then it may be anywhere. */
  noteUntyped(node: ts.Node): void {
    if (isJavaScript(node)) this.#isUntyped = true;
  }

  /** The project writes `code ?? ''`, `code || undefined` or a default: that value stands for a missing code from there on. */
  noteFallback(value: ts.Expression, isAtSink = false): void {
    const { parent } = value;
    const isFalsy = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.BarBarToken;
    const text = unwrap(value).getText();
    const form = text === 'null' || text === 'undefined' ? text : 'empty';
    this.#fallbacks.push({ form, operator: isFalsy ? '||' : '??', isAtSink });
  }

  /**
   * A read gives undefined for a missing code, and a cast, a `!` or JavaScript hides that: `req.query.code as string`. Where a guard
   * comes before, the type tells.
   */
  noteRead({ checker }: Project, expression: ts.Expression, { declaration, read }: ReadThere): void {
    const undefinedOrAny = ts.TypeFlags.Undefined | ts.TypeFlags.Any;
    const mayBe = (node: ts.Expression, asked = undefinedOrAny) => {
      const type = checker.getTypeAtLocation(unwrap(node));
      return (type.isUnion() ? type.types : [type]).some(({ flags }) => (flags & asked) !== 0);
    };
    const node = unwrap(expression);
    const isHeld = ts.isIdentifier(node) && declaration && ts.isVariableDeclaration(declaration);
    const held = isHeld ? declaration.initializer : undefined;
    const cast = held && isCast(held) ? held : undefined;
    const known = [expression, ...(cast ? [cast] : [])];
    if (known.some((each) => mayBe(each, undefinedOrAny | ts.TypeFlags.Null))) this.#isUncertain = true;
    // What has no type is what the read gives.
    const isHidden = mayBe(node, ts.TypeFlags.Any) && !(ts.isExpression(read) && !mayBe(read));
    if (isHidden) this.#unknownRead ??= read;
    if (mayBe(node, ts.TypeFlags.Undefined) || isHidden || (cast && mayBe(cast))) this.#isUndefined = true;
  }

  /** A record has no member for a parameter that is missing, whatever its type says. */
  noteRecord(): void {
    this.#isUncertain = true;
    this.#isUndefined = true;
  }

  /** What a missing code is where it is redeemed, whatever its type says. */
  get atSink(): Missing {
    return this.#after(this.#fallbacks);
  }

  /** What it is for everything else that reads the code. */
  get elsewhere(): Missing {
    return this.#after(this.#fallbacks.filter(({ isAtSink }) => !isAtSink));
  }

  #after(fallbacks: readonly Fallback[]): Missing {
    const read: AbsentForm = this.#isUndefined ? 'undefined' : 'null';
    const form = fallbacks.reduceRight<AbsentForm>(
      (before, fallback) => (fallback.operator === '||' || before !== 'empty' ? fallback.form : before),
      read,
    );
    return { form, operator: fallbacks.some(({ operator }) => operator === '||') ? '||' : '??' };
  }

  /** Every code that is read is there: a test has narrowed its type. */
  get isCertain(): boolean {
    return !this.#isUncertain;
  }

  /** A read of which no type tells whether it gives null or undefined for a missing code. */
  get unknownRead(): ts.Node | undefined {
    return this.#unknownRead;
  }

  /** Where no type tells: null is written somewhere, and a missing code is undefined elsewhere. */
  get isMixed(): boolean {
    return this.#isNull && this.elsewhere.form === 'undefined';
  }

  /** The declaration to which nothing is written somewhere. */
  find(declarations: readonly ts.Node[]): ts.Node | undefined {
    return declarations.find((each) => this.#declarations.has(each));
  }

  get isUntyped(): boolean {
    return this.#isUntyped;
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
