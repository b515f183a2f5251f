import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isAssignment, isWithin, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { isNoValue } from './no-value.ts';
import { isRepeatable } from './repeatable.ts';

/**
 * The value of a parameter, or of a query around the function; with a key what it has under that name: of another parameter, or
 * written in the function.
 */
export interface Value {
  readonly owner: number | ts.Expression;
  readonly key: number | ts.Expression | undefined;
}

/** What a reader gives, and whether its call has to stay. */
export interface Shape {
  readonly value: Value;
  readonly mustStay: boolean;
}

/** What a reader may call. */
export interface Around {
  /** The one function of the project that a call runs. */
  calledAt(call: ts.CallExpression): FunctionLike | undefined;
  shapeOf(fn: FunctionLike): Shape | undefined;
}

/** What the function itself gives, which is not known while it is looked at: `return first(value[0])` in `first`. */
const ownResult = 'own result';

type Found = Value | typeof ownResult | undefined;

/** The values of the expressions of one function. */
export class Values {
  readonly #project: Project;
  readonly #fn: FunctionLike;
  readonly #around: Around;
  readonly #ownCalls = new Set<ts.CallExpression>();

  constructor(project: Project, fn: FunctionLike, around: Around) {
    this.#project = project;
    this.#fn = fn;
    this.#around = around;
  }

  /**
   * The one value that a function with these exits gives. Where it calls itself, it gives what the other exits give, if it passes
   * on what they read.
   */
  given(exits: readonly (ts.Expression | undefined)[]): Value | undefined {
    const found = this.#all(exits);
    if (!found || found === ownResult) return undefined;
    return [...this.#ownCalls].every((call) => this.#passesOn(call, found)) ? found : undefined;
  }

  #passesOn(call: ts.CallExpression, { owner, key }: Value): boolean {
    const read = typeof owner === 'number' ? this.#argument(call, owner) : undefined;
    if (typeof owner === 'number' && !(read && isSame(read, { owner, key: undefined }))) return false;
    const name = typeof key === 'number' ? call.arguments[key] : undefined;
    return typeof key !== 'number' || (name !== undefined && this.#nameAt(name) === key);
  }

  #argument(call: ts.CallExpression, index: number): Value | undefined {
    const given = call.arguments[index];
    const value = given && this.#of(given);
    return value === ownResult ? undefined : value;
  }

  /** The one value that all expressions have, those that stand for a missing one aside. */
  #all(expressions: readonly (ts.Expression | undefined)[]): Found {
    let found: Found;
    for (const each of expressions) {
      if (!each || isNoValue(each) || this.#fails(each)) continue;
      const value = this.#of(each);
      if (!value) return undefined;
      if (value === ownResult) found ??= value;
      else if (found && found !== ownResult && !isSame(found, value)) return undefined;
      else found = value;
    }
    return found;
  }

  #fails(expression: ts.Expression): boolean {
    return (this.#project.checker.getTypeAtLocation(expression).flags & ts.TypeFlags.Never) !== 0;
  }

  #of(expression: ts.Expression): Found {
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) return this.#ofName(node);
    if (ts.isConditionalExpression(node)) return this.#all([node.whenTrue, node.whenFalse]);
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      const isFallback = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
      return isFallback ? this.#all([node.left, node.right]) : undefined;
    }
    if (ts.isElementAccessExpression(node)) return this.#ofElement(node);
    return ts.isCallExpression(node) ? (this.#ofMethod(node) ?? this.#ofReader(node)) : undefined;
  }

  #ofName(name: ts.Identifier): Found {
    const declaration = this.#project.checker.getSymbolAtLocation(name)?.valueDeclaration;
    if (!declaration) return undefined;
    if (ts.isParameter(declaration) && declaration.parent === this.#fn) {
      const isWritten = [...descendants(this.#fn)].some(
        (node) =>
          ts.isBinaryExpression(node) &&
          node.left.getText() === name.text &&
          isAssignment(node.operatorToken.kind),
      );
      return isWritten ? undefined : { owner: this.#fn.parameters.indexOf(declaration), key: undefined };
    }
    const isConst =
      ts.isVariableDeclaration(declaration) &&
      (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0 &&
      declaration.initializer;
    return isConst ? this.#of(isConst) : undefined;
  }

  /** The parameter that a name of a query's parameter comes from, as it was passed. */
  #nameAt(key: ts.Expression): number | undefined {
    const named = ts.isIdentifier(key) ? this.#ofName(key) : undefined;
    if (!named || named === ownResult || named.key !== undefined) return undefined;
    return typeof named.owner === 'number' ? named.owner : undefined;
  }

  /** `value[0]`, `query[name]` */
  #ofElement({ expression, argumentExpression }: ts.ElementAccessExpression): Value | undefined {
    const owner = this.#ownerAt(expression);
    if (owner && ts.isNumericLiteral(argumentExpression) && argumentExpression.text === '0') return owner;
    return owner && owner.key === undefined ? this.#under(owner, argumentExpression) : undefined;
  }

  /** `value.at(0)`, `query.get(name)` */
  #ofMethod({ expression, arguments: [first] }: ts.CallExpression): Value | undefined {
    const callee = unwrap(expression);
    if (!first || !ts.isPropertyAccessExpression(callee)) return undefined;
    const { text } = callee.name;
    if (text !== 'at' && text !== 'get') return undefined;
    const owner = this.#ownerAt(callee.expression);
    if (!owner) return undefined;
    if (text === 'at') return ts.isNumericLiteral(first) && first.text === '0' ? owner : undefined;
    return owner.key === undefined ? this.#under(owner, first) : undefined;
  }

  /** `first(query[name])`: what another reader gives, of what this one passes to it. */
  #ofReader(call: ts.CallExpression): Found {
    if (call.arguments.some(ts.isSpreadElement)) return undefined;
    const called = this.#around.calledAt(call);
    if (called === this.#fn) {
      this.#ownCalls.add(call);
      return ownResult;
    }
    const value = called && this.#around.shapeOf(called)?.value;
    if (!value) return undefined;
    // What lies around another reader may be out of reach here.
    if (typeof value.owner !== 'number') return undefined;
    const given = call.arguments[value.owner];
    const owner = given && this.#ownerAt(given);
    if (!owner || value.key === undefined) return owner;
    const key = typeof value.key === 'number' ? call.arguments[value.key] : value.key;
    return key && owner.key === undefined ? this.#under(owner, key) : undefined;
  }

  #ownerAt(expression: ts.Expression): Value | undefined {
    const own = this.#of(expression);
    if (own === ownResult) return undefined;
    return own ?? this.#outside(expression);
  }

  /** `url.searchParams` of `(name) => url.searchParams.get(name)`: nothing of it is the function's own. */
  #outside(expression: ts.Expression): Value | undefined {
    const isOwn = [...descendants(expression)].some((node) => {
      if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
      const declared =
        ts.isIdentifier(node) && this.#project.checker.getSymbolAtLocation(node)?.valueDeclaration;
      return declared && isWithin(declared, this.#fn);
    });
    return isRepeatable(expression) && !isOwn ? { owner: expression, key: undefined } : undefined;
  }

  #under(owner: Value, key: ts.Expression): Value | undefined {
    if (ts.isStringLiteralLike(key)) return { ...owner, key };
    const named = this.#nameAt(key);
    return named === undefined ? undefined : { ...owner, key: named };
  }
}

function isSame(one: Value, other: Value): boolean {
  const text = (key: Value['key']) => (key === undefined || typeof key === 'number' ? key : key.getText());
  const own = (owner: Value['owner']) => (typeof owner === 'number' ? owner : owner.getText());
  return own(one.owner) === own(other.owner) && text(one.key) === text(other.key);
}
