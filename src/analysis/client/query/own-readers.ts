import { ts } from '../../../compiler.cjs';
import {
  descendants,
  type FunctionLike,
  isAssignment,
  isWithin,
  ownDescendants,
  unwrap,
} from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isNoValue } from './no-value.ts';
import { isRepeatable } from './repeatable.ts';

/** What a function of the project gives back: one of its arguments, or what that holds under a name. */
export interface OwnReader {
  /** The argument that is given back, or the query that is read. */
  readonly given: ts.Expression;
  /** The name of the parameter that is read; undefined for a function that gives the argument back. */
  readonly key: ts.Expression | undefined;
  /** True when it also checks or does something, so that the call has to stay. */
  readonly mustStay: boolean;
}

/** `first(req.query.code)`, `required(url.searchParams, 'code')`: functions that only pick or check a value. */
export const ownReader = oncePerNode((project, call: ts.CallExpression): OwnReader | undefined => {
  if (call.arguments.length === 0 || call.arguments.some(ts.isSpreadElement)) return undefined;
  const [fn, ...others] = functionsAt(project, call.expression);
  const shape = fn && others.length === 0 ? shapeOfFunction(project, fn) : undefined;
  const owner = shape?.value.owner;
  const given = typeof owner === 'number' ? call.arguments[owner] : owner;
  if (!shape || !given) return undefined;
  const { key } = shape.value;
  const named = typeof key === 'number' ? call.arguments[key] : key;
  return key !== undefined && !named ? undefined : { given, key: named, mustStay: shape.mustStay };
});

/** The query around a function that only reads the parameter which it is passed the name of. */
export function readerAround(project: Project, fn: FunctionLike): ts.Expression | undefined {
  const shape = shapeOfFunction(project, fn);
  if (!shape || shape.mustStay || shape.value.key !== 0) return undefined;
  return typeof shape.value.owner === 'number' ? undefined : shape.value.owner;
}

/**
 * The value of a parameter, or of a query around the function; with a key what it has under that name: of another parameter, or
 * written in the function.
 */
interface Value {
  readonly owner: number | ts.Expression;
  readonly key: number | ts.Expression | undefined;
}

interface Shape {
  readonly value: Value;
  readonly mustStay: boolean;
}

const shapeOfFunction: (project: Project, fn: FunctionLike) => Shape | undefined = oncePerNode(
  (project, fn: FunctionLike): Shape | undefined => {
    const { body } = fn;
    const isPlain = !(ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Async) && !fn.asteriskToken;
    if (
      !body ||
      !isPlain ||
      fn.parameters.some(({ name, dotDotDotToken }) => dotDotDotToken || !ts.isIdentifier(name))
    )
      return undefined;
    const given = new Values(project, fn).all(exitsOf(body));
    // Of a query around the function one parameter is read, whose name is passed.
    if (!given || (typeof given.owner !== 'number' && typeof given.key !== 'number')) return undefined;
    const read = typeof given.owner === 'number' ? fn.parameters[given.owner] : undefined;
    return { value: given, mustStay: !isPure(project, body, read) };
  },
);

function exitsOf(body: ts.ConciseBody): readonly (ts.Expression | undefined)[] {
  if (!ts.isBlock(body)) return [body];
  return [...ownDescendants(body)].filter(ts.isReturnStatement).map(({ expression }) => expression);
}

/** True for code that does nothing but choose: no call but those that read the argument or are the platform's, no `throw`. */
function isPure(project: Project, body: ts.ConciseBody, read: ts.ParameterDeclaration | undefined): boolean {
  return [...descendants(body)].every((node) => {
    if (ts.isThrowStatement(node) || ts.isNewExpression(node) || ts.isExpressionStatement(node)) return false;
    if (!ts.isCallExpression(node)) return true;
    const callee = unwrap(node.expression);
    if (!ts.isPropertyAccessExpression(callee)) return false;
    return isNameOf(project, read, callee.expression) || isOfPlatform(project, callee.name);
  });
}

/** What the argument is, the call of the function shows: `query.get(name)` of a URLSearchParams. */
function isNameOf(
  { checker }: Project,
  read: ts.ParameterDeclaration | undefined,
  value: ts.Expression,
): boolean {
  const name = unwrap(value);
  return (
    read !== undefined &&
    ts.isIdentifier(name) &&
    checker.getSymbolAtLocation(name)?.valueDeclaration === read
  );
}

function isOfPlatform(project: Project, name: ts.Node): boolean {
  const declared = declaredAs(symbolOf(project, name));
  return declared?.area === 'platform/web' || declared?.area === 'platform/es';
}

/** The values of the expressions of one function. */
class Values {
  readonly #project: Project;
  readonly #fn: FunctionLike;

  constructor(project: Project, fn: FunctionLike) {
    this.#project = project;
    this.#fn = fn;
  }

  /** The one value that all expressions have, those that stand for a missing one aside. */
  all(expressions: readonly (ts.Expression | undefined)[]): Value | undefined {
    let found: Value | undefined;
    for (const each of expressions) {
      if (!each || isNoValue(each) || this.#fails(each)) continue;
      const value = this.#of(each);
      if (!value || (found && !isSame(found, value))) return undefined;
      found = value;
    }
    return found;
  }

  #fails(expression: ts.Expression): boolean {
    return (this.#project.checker.getTypeAtLocation(expression).flags & ts.TypeFlags.Never) !== 0;
  }

  #of(expression: ts.Expression): Value | undefined {
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) return this.#ofName(node);
    if (ts.isConditionalExpression(node)) return this.all([node.whenTrue, node.whenFalse]);
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      const isFallback = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
      return isFallback ? this.all([node.left, node.right]) : undefined;
    }
    if (ts.isElementAccessExpression(node)) return this.#ofElement(node);
    return ts.isCallExpression(node) ? this.#ofCall(node) : undefined;
  }

  #ofName(name: ts.Identifier): Value | undefined {
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

  /** `value[0]`, `query[name]` */
  #ofElement({ expression, argumentExpression }: ts.ElementAccessExpression): Value | undefined {
    const owner = this.#of(expression) ?? this.#around(expression);
    if (owner && ts.isNumericLiteral(argumentExpression) && argumentExpression.text === '0') return owner;
    return owner && owner.key === undefined ? this.#under(owner, argumentExpression) : undefined;
  }

  /** `value.at(0)`, `query.get(name)` */
  #ofCall({ expression, arguments: [first] }: ts.CallExpression): Value | undefined {
    const callee = unwrap(expression);
    if (!first || !ts.isPropertyAccessExpression(callee)) return undefined;
    const owner = this.#of(callee.expression) ?? this.#around(callee.expression);
    if (!owner) return undefined;
    if (callee.name.text === 'at')
      return ts.isNumericLiteral(first) && first.text === '0' ? owner : undefined;
    return callee.name.text === 'get' && owner.key === undefined ? this.#under(owner, first) : undefined;
  }

  /** `url.searchParams` of `(name) => url.searchParams.get(name)`: nothing of it is the function's own. */
  #around(expression: ts.Expression): Value | undefined {
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
    const named = ts.isIdentifier(key) ? this.#ofName(key) : undefined;
    return named && named.key === undefined && typeof named.owner === 'number'
      ? { ...owner, key: named.owner }
      : undefined;
  }
}

function isSame(one: Value, other: Value): boolean {
  const text = (key: Value['key']) => (key === undefined || typeof key === 'number' ? key : key.getText());
  const own = (owner: Value['owner']) => (typeof owner === 'number' ? owner : owner.getText());
  return own(one.owner) === own(other.owner) && text(one.key) === text(other.key);
}
