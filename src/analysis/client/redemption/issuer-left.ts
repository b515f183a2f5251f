/**
 * Where is a code passed on alone, though what takes it would take `iss`, too? `finish(code, iss)` redeems both, and loses nothing
 * itself: a caller that passes only the code does. The rules finish-auth-params and auth-iss ask.
 */
import { ts } from '../../../compiler.cjs';
import type { Step } from '../../../model/fix.ts';
import { type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { argumentsOf, thisParameters } from '../../program/passed-arguments.ts';
import { implementers } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isNoValue } from '../query/no-value.ts';
import { isUrlSearchParams, throughConstants } from '../query/query-read.ts';
import { takesBoth } from './code-argument.ts';
import { isProperty } from './options-literal.ts';
import { named } from './redeemer-options.ts';
import { callersOf } from './spread-code.ts';

/** A code without the issuer that could stand with it. */
export interface IssuerLeft {
  /** The call, or the member of a record, that has the code. */
  readonly node: ts.Node;
  readonly code: ts.Expression;
  readonly place: IssuerPlace;
  readonly flow: readonly Step[];
}

/** Where `iss` would stand: as an argument, or as a member of a record. */
export type IssuerPlace =
  | { readonly call: ts.CallExpression; readonly index: number }
  | { readonly property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment; readonly name: string };

interface Walk {
  readonly project: Project;
  readonly seen: Set<ts.Node>;
}

/**
 * @param code - what is redeemed, and `issuer` what is passed with it
 * @param redemption - the call that redeems them
 */
export function issuersLeft(
  project: Project,
  redemption: ts.CallExpression,
  code: ts.Expression,
  issuer: ts.Expression | undefined,
): readonly IssuerLeft[] {
  const end = { node: redemption, message: 'it is redeemed here, with the iss that came with it' };
  const walk = { project, seen: new Set<ts.Node>() };
  if (ts.isSpreadElement(code)) return fromSpread(walk, code, [end]);
  return issuer ? follow(walk, code, issuer, [end]) : [];
}

/** `finish(code)` of `function finish(...args)`, which spreads both into the call that redeems them. */
function fromSpread(walk: Walk, code: ts.SpreadElement, flow: readonly Step[]): readonly IssuerLeft[] {
  const { calls, from } = callersOf(walk.project, code.expression);
  return calls.flatMap((call) => {
    const node = call.arguments[from];
    const isAlone = call.arguments.length === from + 1 && node && !ts.isSpreadElement(node);
    if (!isAlone || !told(walk, call, node)) return [];
    const step = { node, message: 'the code alone is passed; iss stays behind' };
    return [{ node: call, code: node, place: { call, index: from + 1 }, flow: [step, ...flow] }];
  });
}

function follow(
  walk: Walk,
  code: ts.Expression,
  issuer: ts.Expression,
  flow: readonly Step[],
): readonly IssuerLeft[] {
  const { project } = walk;
  const a = withoutDefault(project, code);
  const b = withoutDefault(project, issuer);
  const parameters = [parameterOf(project, a), parameterOf(project, b)] as const;
  if (parameters[0] && parameters[1]) return fromCallers(walk, parameters[0], parameters[1], flow);
  const members = [memberOf(project, a), memberOf(project, b)] as const;
  if (!members[0] || !members[1] || members[0].record !== members[1].record) return [];
  return fromRecords(walk, members[0], members[1].name, flow);
}

/** `finish(code)` of `function finish(code, iss)` */
function fromCallers(
  walk: Walk,
  code: ts.ParameterDeclaration,
  issuer: ts.ParameterDeclaration,
  flow: readonly Step[],
): readonly IssuerLeft[] {
  const owner = code.parent as FunctionLike;
  if (issuer.parent !== owner || issuer.initializer || code.dotDotDotToken || issuer.dotDotDotToken)
    return [];
  const [position, place] = [code, issuer].map((each) => owner.parameters.indexOf(each));
  const index = place! - thisParameters(owner);
  return argumentsOf(walk.project, owner, position!).flatMap(({ node, at }) => {
    if (!ts.isCallExpression(at) || at.arguments[position! - thisParameters(owner)] !== node) return [];
    const given = at.arguments[index];
    const steps = [{ node, message: 'the code alone is passed; iss stays behind' }, ...flow];
    if (given && !isNoValue(given))
      return enter(walk, at, () =>
        follow(walk, node, given, [{ node, message: 'it is passed here' }, ...flow]),
      );
    return told(walk, at, node) ? [{ node: at, code: node, place: { call: at, index }, flow: steps }] : [];
  });
}

/** `{ code }` where a record with `iss` is expected. */
function fromRecords(
  walk: Walk,
  { symbol, literals }: Member,
  name: string,
  flow: readonly Step[],
): readonly IssuerLeft[] {
  const { checker } = walk.project;
  const members = symbol ? implementers(walk.project, symbol) : literals();
  return members.filter(isProperty).flatMap((property) => {
    const code = ts.isPropertyAssignment(property) ? property.initializer : property.name;
    const record = property.parent;
    const beside = record.properties.find((each) => each.name?.getText().replace(/['"]/g, '') === name);
    if (beside && isProperty(beside)) {
      const given = ts.isPropertyAssignment(beside) ? beside.initializer : beside.name;
      return enter(walk, property, () =>
        follow(walk, code, given, [{ node: code, message: 'it is passed here' }, ...flow]),
      );
    }
    const spreads = record.properties.some(ts.isSpreadAssignment);
    const mayHave =
      spreads &&
      (checker.getTypeAtLocation(record).flags & ts.TypeFlags.Any ||
        checker.getPropertyOfType(checker.getTypeAtLocation(record), name));
    if (beside || mayHave || !told(walk, property, code)) return [];
    const steps = [{ node: property, message: 'the code alone is passed; iss stays behind' }, ...flow];
    return [{ node: property, code, place: { property, name }, flow: steps }];
  });
}

function enter(walk: Walk, node: ts.Node, then: () => readonly IssuerLeft[]): readonly IssuerLeft[] {
  if (walk.seen.has(node)) return [];
  walk.seen.add(node);
  return then();
}

/** No code of a test, no literal, and no query. */
function told(walk: Walk, node: ts.Node, code: ts.Expression): boolean {
  if (walk.seen.has(node) || isTestFile(node.getSourceFile())) return false;
  walk.seen.add(node);
  const value = throughConstants(walk.project, code);
  if (isUrlSearchParams(walk.project, code) || takesBoth(walk.project, code)) return false;
  return !ts.isStringLiteralLike(value) && !isNoValue(value);
}

function withoutDefault(project: Project, expression: ts.Expression): ts.Expression {
  const node = throughConstants(project, named(project, unwrap(expression)));
  const falls = ts.isBinaryExpression(node) && isNoValue(node.right);
  return falls ? withoutDefault(project, node.left) : node;
}

function parameterOf(project: Project, node: ts.Expression): ts.ParameterDeclaration | undefined {
  const declaration = ts.isIdentifier(node) ? symbolOf(project, node)?.valueDeclaration : undefined;
  return declaration && ts.isParameter(declaration) && isFunctionLike(declaration.parent)
    ? declaration
    : undefined;
}

interface Member {
  readonly name: string;
  /** What the record is taken from: its variable, or the pattern that takes it apart. */
  readonly record: ts.Symbol | ts.Node;
  /** The member, where its record has a type. */
  readonly symbol: ts.Symbol | undefined;
  /** Where it has none: the members of that name in what the callers pass. */
  readonly literals: () => readonly ts.Declaration[];
}

/** `record.code`, or `code` of `{ code, iss }`. */
function memberOf(project: Project, node: ts.Expression): Member | undefined {
  const { checker } = project;
  if (ts.isPropertyAccessExpression(node)) {
    const record = symbolOf(project, unwrap(node.expression));
    const symbol = symbolOf(project, node.name);
    const name = node.name.text;
    return record && { name, record, symbol, literals: () => passed(project, record.valueDeclaration, name) };
  }
  const element = ts.isIdentifier(node) ? symbolOf(project, node)?.valueDeclaration : undefined;
  if (!element || !ts.isBindingElement(element) || !ts.isObjectBindingPattern(element.parent))
    return undefined;
  const name = (element.propertyName ?? element.name).getText();
  const symbol = checker.getPropertyOfType(checker.getTypeAtLocation(element.parent), name);
  // Without a type, the pattern itself is all that is known.
  const isOwn = !symbol?.declarations?.length || symbol.declarations.some(ts.isBindingElement);
  return {
    name,
    record: element.parent,
    symbol: isOwn ? undefined : symbol,
    literals: () => passed(project, element.parent.parent, name),
  };
}

/** The member of the records that the callers pass for a parameter without a type. */
function passed(project: Project, parameter: ts.Node | undefined, name: string): readonly ts.Declaration[] {
  if (!parameter || !ts.isParameter(parameter) || !isFunctionLike(parameter.parent)) return [];
  const index = parameter.parent.parameters.indexOf(parameter);
  return argumentsOf(project, parameter.parent, index).flatMap(({ node }) => {
    const value = throughConstants(project, unwrap(node));
    if (!ts.isObjectLiteralExpression(value)) return [];
    return value.properties.filter((each) => each.name?.getText() === name);
  });
}
