import { ts } from '../../../../compiler.cjs';
import { bindingKey, enclosingFunction, type FunctionLike, unwrap, wrapped } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { functionsAt } from '../../../program/callees.ts';
import { declarationAt, memberKey, memberNamed } from '../../../program/declaration-at.ts';
import { calledSymbol } from '../../../program/only-shows.ts';
import { declaredAs } from '../../../program/sdk-symbols.ts';
import { carriesRequest } from '../exits/request-takers.ts';
import type { Flow } from '../flow/flow.ts';
import { isDecoder } from '../flow/own-json.ts';
import { contentsOf, putInto } from '../flow/store-roots.ts';
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

/** A value, and the member of it that is asked for; the value itself where there is none. */
interface Origin {
  readonly value: ts.Expression;
  readonly member?: string | undefined;
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
    if (ts.isObjectLiteralExpression(plain)) return this.lostInRecord(plain, depth);
    if (!this.carries(plain)) return this.outsideAt(plain, depth);
    if (ts.isCallExpression(plain)) {
      if (isDecoder(plain)) return this.lostInText(plain, depth);
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
    return first(this.behind(plain), (next) => this.lostAt(next.value, depth + 1));
  }

  private lostIn(target: FunctionLike, depth: number): string | undefined {
    const returns = bindingsOf(this.flow.project).returns.get(target) ?? [];
    return first(returns.flatMap(branches), (value) => {
      if (this.isNothing(value)) return undefined;
      if (this.carries(value)) return this.lostAt(value, depth + 1);
      return `\`${nameOf(target)}\` may give back a request without it.`;
    });
  }

  /** A record that is read as what this program has written has the issuer, which the fix rests on: IssuerFix.through(). */
  private lostInText(decoder: ts.CallExpression, depth: number): string | undefined {
    const isOwn = this.key !== '' && this.flow.facts(decoder).some(({ json }) => json === 'read');
    if (!isOwn) return `\`${decoder.expression.getText()}\` may give back a request without it.`;
    return first(decoder.arguments, (text) =>
      this.carries(text) ? this.lostAt(text, depth + 1) : undefined,
    );
  }

  /** A record with a redirect_uri that authorize() did not get here: one that is read back lacks the issuer. */
  private lostInRecord(literal: ts.ObjectLiteralExpression, depth: number): string | undefined {
    const member = [...literal.properties].reverse().find((one) => this.givesKey(one));
    if (!member) return undefined;
    if (ts.isSpreadAssignment(member)) return this.lostAt(member.expression, depth + 1);
    const value = valueOfMember(member);
    const isCarried = !value || this.flow.facts(value).some(({ kind }) => kind === 'redirect');
    return isCarried ? undefined : this.outsideAt(value, depth + 1, true);
  }

  private givesKey(member: ts.ObjectLiteralElementLike): boolean {
    if (!ts.isSpreadAssignment(member)) return memberKey(member.name) === this.key;
    const { checker } = this.flow.project;
    const type = checker.getNonNullableType(checker.getTypeAtLocation(member.expression));
    return (type.flags & ts.TypeFlags.Any) !== 0 || checker.getPropertyOfType(type, this.key) !== undefined;
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
    const { project } = this.flow;
    return (
      first(putInto(project, store), (value) => this.lostAt(value, depth + 1) ?? this.unknownAt(value)) ??
      first(contentsOf(project, store), (value) => this.lostAt(value, depth + 1))
    );
  }

  /** A record that neither the request nor this program makes: its maker gives it no issuer. */
  private unknownAt(value: ts.Expression): string | undefined {
    const plain = unwrap(value);
    if (this.carries(plain) || ts.isNewExpression(plain) || this.isNothing(plain)) return undefined;
    const { checker } = this.flow.project;
    const { flags } = checker.getTypeAtLocation(plain);
    const mayBeRecord = (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Object)) !== 0;
    if (ts.isObjectLiteralExpression(plain) || ts.isFunctionLike(plain) || !mayBeRecord) return undefined;
    return `\`${shortText(plain)}\` may be a stored request.`;
  }

  /**
   * The call of code outside of the program, or the request of the browser, that a value comes from.
   *
   * @param isMade the value is put into a record: what code outside of the program gives to a callback counts, too
   */
  outsideAt(value: ts.Expression, depth: number, isMade = false, member?: string): string | undefined {
    const plain = unwrap(value);
    if (depth > maxDepth || this.isNothing(plain)) return undefined;
    const on = (next: Origin): string | undefined =>
      this.outsideAt(next.value, depth + 1, isMade, next.member);
    if (!ts.isCallExpression(plain)) {
      const next = this.behind(plain, member);
      return isMade && next.length === 0 && this.isGivenByOthers(plain)
        ? `\`${shortText(plain)}\` may have the redirect URI of a stored request.`
        : first(next, on);
    }
    const { project } = this.flow;
    const targets = functionsAt(project, plain.expression);
    const { returns } = bindingsOf(project);
    if (targets.length > 0)
      return first(
        targets.flatMap((target) => returns.get(target) ?? []),
        (next) => on({ value: next, member }),
      );
    const callee = unwrap(plain.expression);
    const [given] = plain.arguments;
    // `String(row.redirect_uri)`
    if (ts.isIdentifier(callee) && given) return on({ value: given, member });
    const puts = ts.isPropertyAccessExpression(callee) ? putInto(project, callee.expression) : [];
    if (puts.length > 0) return first(puts, (next) => on({ value: next, member }));
    return `\`${shortText(plain.expression)}\` may give the redirect URI of a stored request.`;
  }

  private behind(plain: ts.Expression, member?: string): readonly Origin[] {
    const same = (value: ts.Expression): Origin => ({ value, member });
    if (ts.isAwaitExpression(plain)) return [same(plain.expression)];
    if (ts.isConditionalExpression(plain) || ts.isBinaryExpression(plain)) return branches(plain).map(same);
    if (ts.isObjectLiteralExpression(plain)) return member === undefined ? [] : membersIn(plain, member);
    if (ts.isPropertyAccessExpression(plain)) {
      const fields = this.fieldValues(plain).map(same);
      return fields.length > 0 ? fields : [{ value: plain.expression, member: plain.name.text }];
    }
    if (ts.isElementAccessExpression(plain)) return [{ value: plain.expression }];
    const declaration = ts.isIdentifier(plain) ? declarationAt(this.flow.project, plain) : undefined;
    return declaration ? this.valuesOf(declaration, member) : [];
  }

  /** What is put into a field of the program. */
  private fieldValues(access: ts.PropertyAccessExpression): readonly ts.Expression[] {
    const declaration = declarationAt(this.flow.project, access);
    return declaration && ts.isPropertyDeclaration(declaration)
      ? this.valuesOf(declaration).map(({ value }) => value)
      : [];
  }

  private valuesOf(declaration: ts.Node, member?: string): readonly Origin[] {
    const { assigned, calls } = bindingsOf(this.flow.project);
    if (ts.isBindingElement(declaration))
      return this.valuesOf(declaration.parent.parent, bindingKey(declaration));
    const all = (values: readonly ts.Expression[]): Origin[] => values.map((value) => ({ value, member }));
    const later = all(assigned.get(declaration));
    if (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) {
      const loop = declaration.parent.parent;
      const source = ts.isForOfStatement(loop) ? loop.expression : declaration.initializer;
      return [...(source ? all([source]) : []), ...later];
    }
    if (!ts.isParameter(declaration)) return later;
    const owner = declaration.parent as FunctionLike;
    if (owner === this.flow.authorize || ts.isConstructorDeclaration(owner)) return later;
    const index = owner.parameters.indexOf(declaration);
    const given = calls.get(owner).flatMap((call) => call.arguments[index] ?? []);
    return [...all([...given, ...this.calledOn(owner)]), ...later];
  }

  /** `rows` of `rows.forEach((row) => …)`, `loading` of `loading.then((rows) => …)` */
  private calledOn(owner: FunctionLike): readonly ts.Expression[] {
    const { parent } = wrapped(owner as ts.Expression);
    if (!ts.isCallExpression(parent)) return [];
    const callee = unwrap(parent.expression);
    const isOfLanguage = declaredAs(calledSymbol(this.flow.project, parent))?.area === 'platform/es';
    return isOfLanguage && ts.isPropertyAccessExpression(callee) ? [callee.expression] : [];
  }

  /** A parameter of a function that is passed to code outside of the program: `db.each(sql, (row) => …)`. */
  private isGivenByOthers(plain: ts.Expression): boolean {
    let declaration: ts.Node | undefined = ts.isIdentifier(plain)
      ? declarationAt(this.flow.project, plain)
      : undefined;
    while (declaration && (ts.isBindingElement(declaration) || ts.isObjectBindingPattern(declaration)))
      declaration = declaration.parent;
    if (!declaration || !ts.isParameter(declaration)) return false;
    const { parent } = wrapped(declaration.parent as ts.Expression);
    return ts.isCallExpression(parent) && parent.expression !== declaration.parent;
  }

  private isNothing(value: ts.Expression): boolean {
    const nothing = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Never | ts.TypeFlags.Void;
    return (this.flow.project.checker.getTypeAtLocation(unwrap(value)).flags & nothing) !== 0;
  }
}

/** The values that a record may have as a member. */
function membersIn(literal: ts.ObjectLiteralExpression, name: string): readonly Origin[] {
  return literal.properties.flatMap((one): readonly Origin[] => {
    if (ts.isSpreadAssignment(one)) return [{ value: one.expression, member: name }];
    const value = memberKey(one.name) === name ? valueOfMember(one) : undefined;
    return value ? [{ value }] : [];
  });
}

function valueOfMember(member: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(member)) return member.initializer;
  return ts.isShorthandPropertyAssignment(member) ? member.name : undefined;
}

function branches(value: ts.Expression): readonly ts.Expression[] {
  const plain = unwrap(value);
  if (ts.isConditionalExpression(plain)) return [...branches(plain.whenTrue), ...branches(plain.whenFalse)];
  if (ts.isBinaryExpression(plain) && isChoice(plain))
    return [...branches(plain.left), ...branches(plain.right)];
  if (ts.isBinaryExpression(plain) && isLast(plain)) return branches(plain.right);
  return [plain];
}

function isChoice({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

/** `refill(), kept.get(id)`, `ready && kept.get(id)` */
function isLast({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.CommaToken || kind === ts.SyntaxKind.AmpersandAmpersandToken;
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

const shortText = (node: ts.Node): string => node.getText().replace(/\s+/g, ' ').slice(0, 80);
