import { ts } from '../../compiler.cjs';
import type { Project } from './project.ts';

/** What the compiler keeps of a symbol that it made itself. */
type Made = ts.Symbol & { readonly links?: { readonly containingType?: ts.Type } };

const known = new WeakMap<ts.Symbol, ts.Symbol>();

/**
 * Which declarations does a member have that are its own?
 * Asked wherever a name is resolved.
 * TypeScript gives each object literal of a union the members that only others of it have. It makes one such symbol for a name
 * and program, which has the declaration of whatever literal it met first: that of another file, of another record
 * (`getUndefinedProperty` of the compiler).
 */
export function withOwnDeclarations(project: Project, symbol: ts.Symbol): ts.Symbol {
  if (!(symbol.flags & ts.SymbolFlags.Transient) || !symbol.declarations?.length) return symbol;
  const found = known.get(symbol) ?? without(project, symbol);
  known.set(symbol, found);
  return found;
}

function without({ checker }: Project, symbol: ts.Symbol): ts.Symbol {
  const whole = (symbol as Made).links?.containingType;
  const members = whole?.isUnion()
    ? whole.types.flatMap((part) => checker.getPropertyOfType(part, symbol.name) ?? [])
    : [symbol];
  const own = members.filter((each) => !isFilledIn(checker, each));
  if (own.length === members.length) return symbol;
  const declarations = [...new Set(own.flatMap((each) => each.declarations ?? []))];
  return Object.create(symbol, {
    declarations: { value: declarations.length > 0 ? declarations : undefined },
    valueDeclaration: { value: declarations[0] },
  }) as ts.Symbol;
}

/** A member that its literal lacks: optional, and never anything but undefined. */
function isFilledIn(checker: ts.TypeChecker, member: ts.Symbol): boolean {
  const made = ts.SymbolFlags.Transient | ts.SymbolFlags.Optional;
  return (
    (member.flags & made) === made &&
    (member.declarations ?? []).every(({ parent }) => ts.isObjectLiteralExpression(parent)) &&
    (checker.getTypeOfSymbol(member).flags & ts.TypeFlags.Undefined) !== 0
  );
}
