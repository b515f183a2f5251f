import { ts } from '../../../../compiler.cjs';
import type { Edit } from '../../../../model/edit.ts';
import type { RefusalCode } from '../../../../model/refusals.ts';
import { enclosingFunction } from '../../../program/ast.ts';
import type { Flow } from '../flow/flow.ts';
import type { Fact } from '../flow/value-facts.ts';

/** Why an exit has no fix, or what a fix rests on. */
interface Reason {
  readonly code: RefusalCode;
  readonly detail?: string;
}

/** How the issuer is written at a place, and what must change before it is known there. */
export type IssuerAt = (fix: IssuerFix, redirect: ts.Expression, place: ts.Node) => string;

/**
 * What must change so that every exit of one provider appends the issuer?
 * Asked by the verdict, exit by exit, and by the handlers that carry the issuer from `authorize()` to an exit.
 * Gives one change set, or throws {@link CannotFix} at the first step that cannot carry it.
 */
export class IssuerFix {
  readonly flow: Flow;
  /** Whether the issuer goes through JSON on its way to an exit. */
  isThroughJson = false;
  private readonly dispatch: IssuerAt;
  private readonly changes: Edit[] = [];
  private readonly assumed: Reason[] = [];
  private readonly carriers = new Map<ts.Node, string>();
  private readonly readBack = new Set<ts.Node>();
  private readonly taken = new Map<ts.Node, Set<string>>();

  /** @param dispatch knows every handler; a handler reaches the others through {@link issuerAt} only. */
  constructor(flow: Flow, dispatch: IssuerAt) {
    this.flow = flow;
    this.dispatch = dispatch;
  }

  get edits(): readonly Edit[] {
    return this.changes;
  }

  /** The first thing that the fix rests on and cannot be seen; without one the fix is safe. */
  get assumption(): Reason | undefined {
    return this.assumed[0];
  }

  /**
   * How the issuer is written at a place where the client's redirect_uri is read.
   *
   * @throws {CannotFix}
   */
  issuerAt(redirect: ts.Expression, place: ts.Node = redirect): string {
    return this.dispatch(this, redirect, place);
  }

  add(edit: Edit): void {
    this.changes.push(edit);
  }

  assume(reason: Reason): void {
    this.assumed.push(reason);
  }

  /** Notes what the issuer is carried through: requests that JSON gives back may have been written without it. */
  through(facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (fact.json !== 'read') continue;
      if (fact.kind === 'record') this.readBack.add(fact.literal);
      this.isThroughJson = true;
      this.assume({ code: 'kept-as-json' });
    }
  }

  /** Whether the program reads a record again that it has written as JSON. */
  isReadBack(literal: ts.Node): boolean {
    return this.readBack.has(literal);
  }

  /** What a declaration, pattern, record or type calls the issuer that the fix has given it; undefined before. */
  nameIn(carrier: ts.Node): string | undefined {
    return this.carriers.get(carrier);
  }

  /** Notes that a node carries the issuer from now on: each is changed once, and a cycle ends. */
  enter(carrier: ts.Node, name: string): void {
    this.carriers.set(carrier, name);
  }

  /** Takes back {@link enter}. */
  leave(carrier: ts.Node): void {
    this.carriers.delete(carrier);
  }

  /**
   * Takes the first of the usual names for the issuer that nothing visible from the function uses.
   *
   * @throws {CannotFix} when all are taken
   */
  freeName(place: ts.Node): string {
    const owner = ts.isParameter(place) ? place.parent : (enclosingFunction(place) ?? place.getSourceFile());
    const taken = this.taken.get(owner) ?? new Set<string>();
    this.taken.set(owner, taken);
    const text = owner.getText();
    const { checker } = this.flow.project;
    const name = ['issuer', 'authorizationIssuer', 'paramsIssuer'].find(
      (one) =>
        !taken.has(one) &&
        !new RegExp(`(?<![\\w$.'"])${one}(?![\\w$'"]|\\s*:)`).test(text) &&
        checker.resolveName(one, place, ts.SymbolFlags.Value, false) === undefined,
    );
    if (!name) throw new CannotFix('unclear-construction', 'The name `issuer` is taken.');
    taken.add(name);
    return name;
  }
}

/** One of the provider's exits cannot carry the issuer, so none is changed. */
export class CannotFix extends Error {
  readonly code: RefusalCode;
  readonly detail: string | undefined;

  constructor(code: RefusalCode, detail?: string) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}
