import { ts } from '../../../../compiler.cjs';
import { enclosingFunction, type FunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { functionsAt } from '../../../program/callees.ts';
import { declarationAt, memberNamed } from '../../../program/declaration-at.ts';
import { carriesRequest } from '../exits/request-takers.ts';
import { isDecoder } from '../flow/call-facts.ts';
import type { Flow } from '../flow/flow.ts';
import { putInto } from '../flow/store-roots.ts';
import { CannotFix, type IssuerFix } from './issuer-fix.ts';

const maxDepth = 8;

/**
 * Makes sure that a value which carries the request never comes from code that loses the issuer: each function that may give
 * it, in each implementation of a store, must give what `authorize()` has put there.
 *
 * @param key the member of the value that is the redirect_uri
 * @throws {CannotFix}
 */
export function guardSources({ flow }: IssuerFix, value: ts.Expression, key: string): void {
  const lost = new Sources(flow, key).lostAt(value, 0);
  if (lost) throw new CannotFix('persisted-request', lost);
}

/**
 * The same for a value that does not carry the request where others do: one that code outside of the program gives may be the
 * redirect_uri of a request that was stored there.
 *
 * @throws {CannotFix}
 */
export function guardOther({ flow }: IssuerFix, value: ts.Expression): void {
  const outside = new Sources(flow, '').outsideAt(value, 0);
  if (outside) throw new CannotFix('persisted-request', outside);
}

class Sources {
  private readonly flow: Flow;
  private readonly seen = new Set<ts.Node>();

  private readonly key: string;

  constructor(flow: Flow, key: string) {
    this.flow = flow;
    this.key = key;
  }

  lostAt(value: ts.Expression, depth: number): string | undefined {
    const plain = unwrap(value);
    if (depth > maxDepth || this.seen.has(plain)) return undefined;
    this.seen.add(plain);
    if (!this.carries(plain)) return this.outsideAt(plain, depth);
    if (ts.isCallExpression(plain)) {
      if (isDecoder(plain)) return `\`${plain.expression.getText()}\` may give back a request without it.`;
      const targets = functionsAt(this.flow.project, plain.expression);
      const callee = unwrap(plain.expression);
      if (targets.length === 0)
        return ts.isPropertyAccessExpression(callee)
          ? this.putFromOutside(callee.expression, depth)
          : undefined;
      for (const target of targets) {
        const lost = this.lostIn(target, depth);
        if (lost) return lost;
      }
      return undefined;
    }
    if (ts.isElementAccessExpression(plain)) {
      const lost = this.putFromOutside(plain.expression, depth);
      if (lost || putInto(this.flow.project, plain.expression).length > 0) return lost;
    }
    return first(this.behind(plain), (next) => this.lostAt(next, depth + 1));
  }

  private lostIn(target: FunctionLike, depth: number): string | undefined {
    const returns = bindingsOf(this.flow.project).returns.get(target) ?? [];
    return first(returns.flatMap(branches), (value) => {
      if (this.isNothing(value)) return undefined;
      if (this.carries(value)) return this.lostAt(value, depth + 1);
      return `\`${nameOf(target)}\` may give back a request without it.`;
    });
  }

  /** A record that is made here must have the redirect_uri of the request; one from a collection may get it later. */
  private carries(value: ts.Expression): boolean {
    const plain = unwrap(value);
    if (carriesRequest(this.flow.reach(plain))) return true;
    const isMade = ts.isObjectLiteralExpression(plain) && memberNamed(plain, this.key) !== undefined;
    return !isMade && this.flow.facts(plain).some(({ kind }) => kind === 'record');
  }

  /** `store.get(id)` or `store[id]` of a collection that is also filled with what a file or a database gives. */
  private putFromOutside(store: ts.Expression, depth: number): string | undefined {
    const puts = putInto(this.flow.project, store);
    return first(puts, (value) => (this.carries(value) ? undefined : this.outsideAt(value, depth + 1)));
  }

  /** The call of code outside of the program, or the request of the browser, that a value comes from. */
  outsideAt(value: ts.Expression, depth: number): string | undefined {
    const plain = unwrap(value);
    if (depth > maxDepth || this.isNothing(plain)) return undefined;
    if (ts.isCallExpression(plain)) {
      const targets = functionsAt(this.flow.project, plain.expression);
      if (targets.length === 0) {
        const [given] = plain.arguments;
        // `String(row.redirect_uri)`
        const isNamed = ts.isIdentifier(plain.expression) && given !== undefined;
        return isNamed
          ? this.outsideAt(given, depth + 1)
          : `\`${plain.expression.getText()}\` may give the redirect URI of a stored request.`;
      }
      const { returns } = bindingsOf(this.flow.project);
      return first(
        targets.flatMap((target) => returns.get(target) ?? []),
        (next) => this.outsideAt(next, depth + 1),
      );
    }
    return first(this.behind(plain), (next) => this.outsideAt(next, depth + 1));
  }

  private behind(plain: ts.Expression): readonly ts.Expression[] {
    if (ts.isAwaitExpression(plain)) return [plain.expression];
    if (ts.isConditionalExpression(plain) || ts.isBinaryExpression(plain)) return branches(plain);
    if (ts.isPropertyAccessExpression(plain) || ts.isElementAccessExpression(plain)) {
      const member = ts.isPropertyAccessExpression(plain) ? this.fieldValues(plain) : [];
      return member.length > 0 ? member : [plain.expression];
    }
    const declaration = ts.isIdentifier(plain) ? declarationAt(this.flow.project, plain) : undefined;
    return declaration ? this.valuesOf(declaration) : [];
  }

  /** What is put into a field of the program. */
  private fieldValues(access: ts.PropertyAccessExpression): readonly ts.Expression[] {
    const declaration = declarationAt(this.flow.project, access);
    return declaration && ts.isPropertyDeclaration(declaration) ? this.valuesOf(declaration) : [];
  }

  private valuesOf(declaration: ts.Node): readonly ts.Expression[] {
    const { assigned, calls } = bindingsOf(this.flow.project);
    if (ts.isBindingElement(declaration)) return this.valuesOf(declaration.parent.parent);
    const later = assigned.get(declaration);
    if (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration))
      return [...(declaration.initializer ? [declaration.initializer] : []), ...later];
    if (!ts.isParameter(declaration)) return later;
    const owner = declaration.parent as FunctionLike;
    if (owner === this.flow.authorize || ts.isConstructorDeclaration(owner)) return later;
    const index = owner.parameters.indexOf(declaration);
    return [...calls.get(owner).flatMap((call) => call.arguments[index] ?? []), ...later];
  }

  private isNothing(value: ts.Expression): boolean {
    const nothing = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Never | ts.TypeFlags.Void;
    return (this.flow.project.checker.getTypeAtLocation(unwrap(value)).flags & nothing) !== 0;
  }
}

function branches(value: ts.Expression): readonly ts.Expression[] {
  const plain = unwrap(value);
  if (ts.isConditionalExpression(plain)) return [...branches(plain.whenTrue), ...branches(plain.whenFalse)];
  if (ts.isBinaryExpression(plain) && isChoice(plain))
    return [...branches(plain.left), ...branches(plain.right)];
  return [plain];
}

function isChoice({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

function first<T>(all: readonly T[], find: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = find(one);
    if (found) return found;
  }
  return undefined;
}

/** `RedisStore.load` */
function nameOf(target: FunctionLike): string {
  const owner = ts.isClassLike(target.parent) ? target.parent.name?.text : undefined;
  const own = target.name ?? (ts.isVariableDeclaration(target.parent) ? target.parent.name : undefined);
  const around = own ? undefined : enclosingFunction(target);
  const name = own?.getText() ?? (around ? nameOf(around) : 'the function');
  return owner ? `${owner}.${name}` : name;
}
