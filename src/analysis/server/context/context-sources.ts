import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted, worst } from '../../../model/proof.ts';
import { authInfoMember } from '../../../sdk/context-roles.ts';
import type { Pattern } from '../../program/assigned-targets.ts';
import { isAbsent, memberName, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { argumentsOwner, entryTaken } from '../../program/rest-parameters.ts';
import { lineOf } from '../../program/short-path.ts';
import { isTestFile } from '../../program/test-files.ts';
import { handlersBehind } from '../verifier/handler-functions.ts';
import type { ContextFlow, Entry } from './context-reads.ts';
import { isCopy, isPassedThrough } from './context-uses.ts';
import { storageRead } from './kept-contexts.ts';
import { anyElement, keyOf, pathOf, targetsOf, type Whole, wholeOf, wholeOfTarget } from './taken-parts.ts';

/**
 * Is every value that an expression may have a context of v2?
 * Asked backwards from each read, for the flow forwards does not show what else gets there.
 * Each source counts: both sides of a choice, each assignment, each spread, what functions return, and, through `ofEntry`, what
 * a parameter, a field or a storage is given. What is no context refutes it, what cannot be followed leaves it open.
 */
export class Sources {
  private readonly project: Project;
  private readonly flow: ContextFlow;
  private readonly ofEntry: (entry: Entry) => Proof;
  private readonly seen = new Map<ts.Node, Set<string>>();

  constructor(project: Project, flow: ContextFlow, ofEntry: (entry: Entry) => Proof) {
    this.project = project;
    this.flow = flow;
    this.ofEntry = ofEntry;
  }

  /** @param path the members that lead from the value to the context */
  of(expression: ts.Expression, path: readonly string[]): Proof {
    const node = unwrap(expression);
    if (isNothing(node) || isTestFile(node.getSourceFile())) return proved;
    const isList = path[0] === anyElement;
    if (!isList && !this.carries(node, path)) return isOther(node);
    if (!this.isNew(node, path)) return proved;
    if (ts.isIdentifier(node)) return this.ofName(node, path);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
      return this.ofMember(node, path);
    if (ts.isObjectLiteralExpression(node)) return this.ofParts(node.properties, path);
    if (ts.isArrayLiteralExpression(node)) return this.ofElements(node, path);
    if (ts.isCallExpression(node)) return this.ofCall(node, path);
    const parts = partsOf(node);
    return parts ? worst(parts.map((part) => this.of(part, path))) : notFollowed(node);
  }

  /** What a pattern takes apart, and what stands in for a part that is missing. */
  ofPattern(pattern: ts.BindingPattern | Pattern, path: readonly string[]): Proof {
    const whole = wholeOf(pattern, path);
    return whole ? this.ofWhole(whole) : notFollowed(pattern);
  }

  ofWhole({ from, path, defaults }: Whole): Proof {
    return worst([
      ts.isParameter(from) ? this.ofPlace(from, path) : this.of(from, path),
      ...defaults.map((each) => this.of(each.node, each.path)),
    ]);
  }

  /** What patterns put into a variable that exists. */
  ofTargets(place: ts.Declaration, path: readonly string[]): Proof {
    return worst(
      targetsOf(this.project, place).map((target) => {
        const whole = wholeOfTarget(target, path);
        return whole ? this.ofWhole(whole) : isOther(target);
      }),
    );
  }

  /** Can the value have a member that a spread puts over the context's? */
  lacks(expression: ts.Expression, name: string): Proof {
    const node = unwrap(expression);
    if (isNothing(node) || isPlainValue(node)) return proved;
    const parts = ts.isBinaryExpression(node) || ts.isConditionalExpression(node) ? partsOf(node) : undefined;
    if (parts) return worst(parts.map((part) => this.lacks(part, name)));
    const { entries, complete } = memberOf(this.project, node, name);
    const [first] = entries;
    if (first) return isOther(first.node);
    return complete && !computes(node) ? proved : notFollowed(node);
  }

  private carries(node: ts.Expression, path: readonly string[]): boolean {
    return this.flow.carried.get(wrapped(node))?.has(path.join('.')) === true;
  }

  private isNew(node: ts.Node, path: readonly string[]): boolean {
    const known = this.seen.get(node) ?? new Set();
    this.seen.set(node, known);
    const key = path.join('.');
    return !known.has(key) && known.add(key) !== undefined;
  }

  private entryAt(place: ts.Declaration, path: readonly string[]): Entry | undefined {
    const from = path.join('.');
    return this.flow.entries.get(place)?.find((each) => each.from === from);
  }

  private ofPlace(place: ts.Declaration, path: readonly string[]): Proof {
    const entry = this.entryAt(place, path);
    return entry ? this.ofEntry(entry) : notFollowed(place);
  }

  private ofName(name: ts.Identifier, path: readonly string[]): Proof {
    const owner = argumentsOwner(name);
    if (owner) return this.ofPlace(owner, path);
    const place = declarationAt(this.project, name);
    const entry = place && this.entryAt(place, path);
    if (!place || entry) return entry ? this.ofEntry(entry) : notFollowed(name);
    const values = bindingsOf(this.project).assigned.get(place);
    const assigned = [...values.map((each) => this.of(each, path)), this.ofTargets(place, path)];
    if (ts.isBindingElement(place)) {
      const inner = pathOf(place, path);
      if (!inner) return notFollowed(place);
      const given = place.initializer ? [this.of(place.initializer, path)] : [];
      return worst([...given, ...assigned, this.ofPattern(place.parent, inner)]);
    }
    if (!ts.isVariableDeclaration(place)) return notFollowed(name);
    const loop = place.parent.parent;
    if (ts.isForOfStatement(loop))
      return worst([...assigned, this.of(loop.expression, [anyElement, ...path])]);
    return worst([...(place.initializer ? [this.of(place.initializer, path)] : []), ...assigned]);
  }

  private ofMember(
    access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    path: readonly string[],
  ): Proof {
    const place = ts.isPropertyAccessExpression(access) ? declarationAt(this.project, access) : undefined;
    const entry = place && this.entryAt(place, path);
    if (entry) return this.ofEntry(entry);
    const name = memberName(access) ?? entryTaken(access)?.key;
    if (name === undefined || !this.carries(unwrap(access.expression), [name, ...path]))
      return notFollowed(access);
    return this.of(access.expression, [name, ...path]);
  }

  private ofCall(call: ts.CallExpression, path: readonly string[]): Proof {
    if (isCopy(this.project, call)) return this.ofParts(call.arguments, path);
    if (isPassedThrough(this.project, call) && call.arguments[0]) return this.of(call.arguments[0], path);
    const callee = unwrap(call.expression);
    const taken = ts.isPropertyAccessExpression(callee) ? entryTaken(callee) : undefined;
    if (taken && ts.isPropertyAccessExpression(callee))
      return this.of(callee.expression, [taken.key, ...path]);
    const storage = storageRead(this.project, call);
    if (storage) return this.ofPlace(storage, path);
    const functions = handlersBehind(this.project, call.expression);
    const results = functions.map((fn) => bindingsOf(this.project).returns.get(fn) ?? []);
    if (functions.length === 0 || results.some((each) => each.length === 0)) return notFollowed(call);
    return worst(results.flat().map((each) => this.of(each, path)));
  }

  private ofElements(list: ts.ArrayLiteralExpression, [index, ...path]: readonly string[]): Proof {
    if (list.elements.some(ts.isSpreadElement)) return notFollowed(list);
    const elements = index === anyElement ? list.elements : list.elements.slice(Number(index)).slice(0, 1);
    return worst(elements.map((each) => this.of(each, path)));
  }

  /** The members of a literal or the arguments of `Object.assign`: what comes later replaces what was there. */
  private ofParts(
    parts: readonly (ts.ObjectLiteralElementLike | ts.Expression)[],
    path: readonly string[],
  ): Proof {
    const name = path[0] ?? authInfoMember;
    const found: Proof[] = [];
    for (const part of [...parts].reverse()) {
      const spread = ts.isSpreadAssignment(part) ? part.expression : ts.isExpression(part) ? part : undefined;
      if (spread) {
        found.push(this.carries(unwrap(spread), path) ? this.of(spread, path) : this.lacks(spread, name));
        continue;
      }
      const member = part as ts.ObjectLiteralElementLike;
      const key = keyOf(member);
      if (key === undefined) found.push(notFollowed(member));
      if (key !== name) continue;
      const value = ts.isPropertyAssignment(member)
        ? member.initializer
        : ts.isShorthandPropertyAssignment(member)
          ? member.name
          : undefined;
      found.push(value && path.length > 0 ? this.of(value, path.slice(1)) : isOther(member));
      break;
    }
    return worst(found);
  }
}

/** The expressions one of which is the value. */
function partsOf(node: ts.Expression): readonly ts.Expression[] | undefined {
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  if (ts.isAwaitExpression(node)) return [node.expression];
  if (!ts.isBinaryExpression(node)) return undefined;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
      return [node.left, node.right];
    // What stands on the left of `&&` is false then, and has no members.
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EqualsToken:
      return [node.right];
    default:
      return undefined;
  }
}

const isNothing = (node: ts.Expression): boolean =>
  isAbsent(node) || (ts.isObjectLiteralExpression(node) && node.properties.length === 0);

const isPlainValue = (node: ts.Expression): boolean =>
  ts.isLiteralExpression(node) ||
  node.kind === ts.SyntaxKind.TrueKeyword ||
  node.kind === ts.SyntaxKind.FalseKeyword;

/** `{ [key]: value }` may have every member. */
const computes = (node: ts.Expression): boolean =>
  ts.isObjectLiteralExpression(node) &&
  node.properties.some((each) => !ts.isSpreadAssignment(each) && keyOf(each) === undefined);

export const isOther = (node: ts.Node): Proof =>
  refuted('context-mixed', `Another value is passed ${lineOf(node)}.`);

const notFollowed = (node: ts.Node): Proof =>
  open('context-may-mix', `What the value is ${lineOf(node)} cannot be followed.`);
