import { ts } from '../../../compiler.cjs';
import { descendants, isAbsent, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import { type Gap, open, refuted } from './gap.ts';
import { argumentUse, escapes, isKey } from './generic-uses.ts';
import { indirectCall } from './indirect-calls.ts';
import type { Lift } from './lift.ts';
import { MadeOver } from './made-over.ts';
import { passedTo } from './passed-generics.ts';
import { shortText } from './short-text.ts';

/**
 * The project's own generic classes and functions, made over the code until now, keep a value as it is: they neither turn it into
 * text, nor read it from text, nor compare it. Two equal codes are one string, two queries are two objects.
 */
export function notSerialized(lift: Lift): readonly Gap[] {
  const gaps: Gap[] = [];
  const seen = new Set<ts.Node>();
  for (const parameter of lift.generics.all) collect(lift.project, parameter, gaps, seen);
  return gaps;
}

function collect(
  project: Project,
  parameter: ts.TypeParameterDeclaration,
  gaps: Gap[],
  seen: Set<ts.Node>,
): void {
  if (seen.has(parameter)) return;
  seen.add(parameter);
  const made = new MadeOver(project, parameter);
  if (isOverload(parameter.parent)) gaps.push(unseen(parameter.parent));
  for (const node of descendants(parameter.parent)) {
    const gap = gapAt(project, made, node);
    if (gap) gaps.push(gap);
    for (const next of passedTo(project, made, node)) collect(project, next, gaps, seen);
  }
}

function gapAt(project: Project, made: MadeOver, node: ts.Node): Gap | undefined {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const use = argumentUse(project, made, node);
    if (use) return use === 'looked-at' ? changed(node) : serialized(node.expression);
  }
  if (isMadeForOthers(project, made, node)) return serialized(node);
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return castGap(project, made, node);
  if (isLook(project, made, node) || isKey(made, node)) return changed(node);
  if (ts.isExpression(node) && escapes(project, made, node)) return serialized(node);
  if (ts.isReturnStatement(node) && node.expression) return untypedGap(project, made, node.expression);
  if (ts.isVariableDeclaration(node) && node.type && node.initializer)
    return untypedGap(project, made, node.initializer);
  return undefined;
}

/** Where generic code turns a record into text, or reads it from text. That it copies or compares the record does no harm. */
export function serializedIn(project: Project, parameter: ts.TypeParameterDeclaration): readonly Gap[] {
  const gaps: Gap[] = [];
  collect(project, parameter, gaps, new Set());
  return gaps.filter(({ code }) => code === 'serialised-record');
}

const changed = (node: ts.Node): Gap =>
  refuted('wider-flow', node, `A generic function looks at its value in ${shortText(node)}.`);

const unseen = (node: ts.Node): Gap =>
  open('wider-flow', node, 'A generic function is declared apart from its body, which has other types.');

/** The body of an overloaded function has types of its own. */
function isOverload(node: ts.Node): boolean {
  const isFunction = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);
  return isFunction && !node.body;
}

const serialized = (node: ts.Node): Gap =>
  refuted('serialised-record', node, `A generic function passes its value to ${shortText(node)}.`);

/** `JSON.parse(text) as T`: what is read there was a text. */
function castGap(
  { checker }: Project,
  made: MadeOver,
  node: ts.AsExpression | ts.TypeAssertion,
): Gap | undefined {
  if (ts.isConstTypeReference(node.type) || isAbsent(unwrap(node.expression))) return undefined;
  if (!made.holds(checker.getTypeFromTypeNode(node.type))) return undefined;
  const from = checker.getTypeAtLocation(node.expression);
  // `((...args: Parameters<F>) => fn(...args)) as F`
  if (made.pathsFrom(from).some((path) => path.length === 0)) return undefined;
  return made.holds(from) || from.flags & ts.TypeFlags.Never ? undefined : serialized(node);
}

/** `return new AnyStore()` where a `Store<T>` is wanted: an object that takes anything, and is not made over the value. */
function isMadeForOthers({ checker }: Project, made: MadeOver, node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const type = checker.getTypeAtLocation(node);
  if (!(type.flags & ts.TypeFlags.Object) || !type.isClassOrInterface() || declaredAs(type.symbol))
    return false;
  const expected = checker.getContextualType(node);
  return expected !== undefined && made.holds(expected) && !made.holds(type);
}

/** The same without a cast: `const value: T = JSON.parse(text)`. */
function untypedGap({ checker }: Project, made: MadeOver, node: ts.Expression): Gap | undefined {
  if (!(checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any)) return undefined;
  const expected = checker.getContextualType(node);
  return expected && made.holds(expected) ? serialized(node) : undefined;
}

const looks: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.InstanceOfKeyword,
];

/** Something that another value of the type answers differently: a comparison, a text, a member, its kind. */
function isLook(project: Project, made: MadeOver, node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { left, right, operatorToken } = node;
    if (!looks.includes(operatorToken.kind) || isAbsent(unwrap(left)) || isAbsent(unwrap(right)))
      return false;
    return made.is(left) || made.is(right);
  }
  if (ts.isTemplateSpan(node) || ts.isTypeOfExpression(node) || ts.isSwitchStatement(node))
    return made.is(node.expression);
  if (ts.isSpreadElement(node)) return made.is(node.expression) && !isPassedOn(project, made, node);
  if (ts.isSpreadAssignment(node)) return made.is(node.expression);
  const access = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return access && made.is(node.expression) && !isIndirect(project, node);
}

/** `fn.apply(this, args)` */
function isIndirect(project: Project, access: ts.Expression): boolean {
  const { parent } = access;
  return (
    ts.isCallExpression(parent) && parent.expression === access && indirectCall(project, parent) !== undefined
  );
}

/** `fn(...args)`: the function takes the whole list. */
function isPassedOn({ checker }: Project, made: MadeOver, { parent }: ts.SpreadElement): boolean {
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return false;
  if (made.isType(checker.getTypeAtLocation(parent.expression))) return true;
  const last = checker.getResolvedSignature(parent)?.parameters.at(-1);
  return last !== undefined && made.isType(checker.getTypeOfSymbolAtLocation(last, parent));
}
