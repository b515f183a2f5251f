import { ts } from '../../../../compiler.cjs';
import type { Edit } from '../../../../model/edit.ts';
import type { RefusalCode } from '../../../../model/refusals.ts';
import { enclosingFunction } from '../../../program/ast.ts';
import type { Flow } from '../flow/flow.ts';

/** What it takes that every exit of one provider carries the issuer: one change set, grown exit by exit. */
export interface Mending {
  readonly flow: Flow;
  readonly edits: Edit[];
  /** What the issuer is called beside a declaration, pattern, record or type that carries it by now. */
  readonly carried: Map<ts.Node, string>;
  /** Names given to new variables, by the function they are in. */
  readonly given: Map<ts.Node, Set<string>>;
  /** What the change rests on beyond what can be seen; none makes it safe. */
  readonly assumptions: { readonly code: RefusalCode; readonly detail: string }[];
}

export function startMending(flow: Flow): Mending {
  return { flow, edits: [], carried: new Map(), given: new Map(), assumptions: [] };
}

/** Ends the mending of a provider: one of its exits cannot carry the issuer. */
export class CannotMend extends Error {
  readonly code: RefusalCode;
  readonly detail: string | undefined;

  constructor(code: RefusalCode, detail?: string) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

export function insertAt(mending: Mending, file: ts.SourceFile, start: number, text: string): void {
  mending.edits.push({ file: file.fileName, start, end: start, text });
}

/**
 * The first of the usual names for the issuer that nothing visible from the function uses; it is taken then.
 *
 * @throws {CannotMend} when all are taken
 */
export function freeName({ flow, given }: Mending, place: ts.Node): string {
  const owner = ts.isParameter(place) ? place.parent : (enclosingFunction(place) ?? place.getSourceFile());
  const taken = given.get(owner) ?? new Set<string>();
  given.set(owner, taken);
  const text = owner.getText();
  const name = ['issuer', 'authorizationIssuer', 'paramsIssuer'].find(
    (one) =>
      !taken.has(one) &&
      !new RegExp(`(?<![\\w$.'"])${one}(?![\\w$'"]|\\s*:)`).test(text) &&
      flow.project.checker.resolveName(one, place, ts.SymbolFlags.Value, false) === undefined,
  );
  if (!name) throw new CannotMend('unclear-construction', 'The name `issuer` is taken.');
  taken.add(name);
  return name;
}
