import { ts } from '../../../../compiler.cjs';
import { codeText, wrapped } from '../../../program/ast.ts';
import { standsFor } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';
import { syntaxOf } from '../../../program/syntax-index.ts';
import type { FactWalk } from './fact-walk.ts';
import { type Fact, has } from './value-facts.ts';

/** `JSON.parse(text)`: what the text was made from, or a copy that lacks a part of it. */
export const isDecoder = ({ expression }: ts.CallExpression): boolean =>
  codeText(expression) === 'JSON.parse';

/** `JSON.stringify(value)`, which leaves out no member that has a value. */
export const isEncoder = ({ expression, arguments: [, replacer] }: ts.CallExpression): boolean =>
  codeText(expression) === 'JSON.stringify' && (!replacer || /^(null|undefined)$/.test(codeText(replacer)));

/** Every `JSON.parse(…)` of the program, where a text that it wrote may come back. */
export const decodersOf = (project: Project): readonly ts.CallExpression[] =>
  (syntaxOf(project).calls.get('parse') ?? []).flatMap(({ value }) => (isDecoder(value) ? [value] : []));

/**
 * What may a text be that comes from outside of the program, read as JSON?
 * Gives the requests that the program itself writes as JSON; the type that the text is read as then tells which one it is.
 */
export function writtenAsJson(walk: FactWalk): readonly Fact[] {
  return (syntaxOf(walk.project).calls.get('stringify') ?? [])
    .flatMap(({ value }) => (isEncoder(value) ? walk.all(value.arguments.slice(0, 1)) : []))
    .filter((fact) => !fact.inside && requests.has(fact.kind))
    .map((fact) => ({ ...fact, json: 'read' }));
}

const requests = new Set<Fact['kind']>(['params', 'rest', 'record']);

/** What the argument of `JSON.parse()` was made from, as it comes out. */
export function decoded(walk: FactWalk, call: ts.CallExpression): readonly Fact[] {
  const facts = walk
    .all(call.arguments)
    .map(
      (fact): Fact =>
        written.has(fact.kind) ? { ...fact, inside: false, json: 'read' } : { ...fact, inside: true },
    );
  const isKnown = [...written].some((kind) => has(facts, kind));
  if (isKnown || call.arguments.length > 1) return facts;
  // What has no type is none of the requests, and to find them costs a look at all that the program writes.
  const type = typeOf(walk.project, call);
  return !type || isUntyped(type) ? facts : [...facts, ...writtenAsJson(walk)];
}

const written = new Set<Fact['kind']>(['params', 'rest', 'redirect', 'record']);

/** Without the records that a value read from JSON cannot be, by its type. */
export function fitting(project: Project, node: ts.Expression, facts: readonly Fact[]): readonly Fact[] {
  if (!facts.some(isReadRequest)) return facts;
  const type = typeOf(project, node);
  return facts.filter((fact) => !isReadRequest(fact) || fits(project, type, fact));
}

const isReadRequest = (fact: Fact): boolean =>
  fact.json === 'read' && requests.has(fact.kind) && !fact.inside;

/** The type that the value is asserted to have, or is expected to have where it has none of its own. */
function typeOf({ checker }: Project, node: ts.Expression): ts.Type | undefined {
  const outer = wrapped(node);
  const own = checker.getTypeAtLocation(outer);
  const type = isUntyped(own) ? checker.getContextualType(outer) : own;
  const awaited = type && checker.getAwaitedType(type);
  return awaited && checker.getNonNullableType(awaited);
}

const isUntyped = ({ flags }: ts.Type): boolean => (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;

const isGeneric = (type: ts.Type): boolean =>
  (type.flags & ts.TypeFlags.Instantiable) !== 0 || (type.isIntersection() && type.types.some(isGeneric));

function fits(project: Project, type: ts.Type | undefined, fact: Fact): boolean {
  if (!type || isUntyped(type)) return false;
  if (type.isUnion()) return type.types.some((one) => fits(project, one, fact));
  // `as T`: the calls of the generic function say which one it is.
  if (isGeneric(type)) return true;
  if (fact.kind !== 'record') return type.getProperty('redirectUri') !== undefined;
  const members = type.getProperties();
  const isDeclared = members.some(({ name, declarations = [] }) =>
    fact.literal.properties.some(
      (member) =>
        member.name?.getText() === name &&
        standsFor(project, member).some((one) => declarations.includes(one)),
    ),
  );
  // A type of optional members takes every object.
  const isStrict = members.some(({ flags }) => !(flags & ts.SymbolFlags.Optional));
  const { checker } = project;
  return (
    isDeclared || (isStrict && checker.isTypeAssignableTo(checker.getTypeAtLocation(fact.literal), type))
  );
}
