import { ts } from '../../../compiler.cjs';
import { descendants, isAbsent, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { type Gap, refuted } from './gap.ts';
import type { Lift } from './lift.ts';
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
  for (const node of descendants(parameter.parent)) {
    const gap = gapAt(project, made, node);
    if (gap) gaps.push(gap);
    for (const next of passedTo(project, made, node)) collect(project, next, gaps, seen);
  }
}

/** Which types hold a value of the type parameter: itself, a promise or list of it, a record with it. */
class MadeOver {
  readonly #project: Project;
  readonly #parameter: ts.Type;
  readonly #known = new Map<ts.Type, boolean>();

  constructor(project: Project, declaration: ts.TypeParameterDeclaration) {
    this.#project = project;
    this.#parameter = project.checker.getTypeAtLocation(declaration);
  }

  is(node: ts.Node): boolean {
    const type = this.#project.checker.getTypeAtLocation(node);
    return (
      this.isType(type) || (type.isUnionOrIntersection() && type.types.some((each) => this.isType(each)))
    );
  }

  isType(type: ts.Type): boolean {
    return type === this.#parameter;
  }

  holds(type: ts.Type, depth = 0): boolean {
    if (this.isType(type)) return true;
    const known = this.#known.get(type);
    if (known !== undefined || depth > 4) return known ?? false;
    this.#known.set(type, false);
    const found = this.#parts(type).some((each) => this.holds(each, depth + 1));
    this.#known.set(type, found);
    return found;
  }

  #parts(type: ts.Type): readonly ts.Type[] {
    const { checker } = this.#project;
    if (type.isUnionOrIntersection()) return type.types;
    if (!(type.flags & ts.TypeFlags.Object)) return [];
    const isReference = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
    const given = isReference ? checker.getTypeArguments(type as ts.TypeReference) : [];
    if (declaredAs(type.symbol) || type.isClass()) return given.filter((each) => each !== type);
    return [...given, ...checker.getPropertiesOfType(type).map((each) => checker.getTypeOfSymbol(each))];
  }
}

function gapAt(project: Project, made: MadeOver, node: ts.Node): Gap | undefined {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return argumentGap(project, made, node);
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return castGap(project, made, node);
  if (isLook(made, node)) return changed(node);
  if (ts.isReturnStatement(node) && node.expression) return untypedGap(project, made, node.expression);
  if (ts.isVariableDeclaration(node) && node.type && node.initializer)
    return untypedGap(project, made, node.initializer);
  return undefined;
}

const changed = (node: ts.Node): Gap =>
  refuted('wider-flow', node, `A generic function looks at its value in ${shortText(node)}.`);

const serialized = (node: ts.Node): Gap =>
  refuted('serialised-record', node, `A generic function passes its value to ${shortText(node)}.`);

const comparing = ['has', 'includes', 'indexOf', 'lastIndexOf', 'delete', 'join', 'sort', 'toSorted'];

/** `JSON.stringify({ value })`, `set.has(value)`: a parameter of any type, or a comparison. */
function argumentGap(
  project: Project,
  made: MadeOver,
  call: ts.CallExpression | ts.NewExpression,
): Gap | undefined {
  const { checker } = project;
  const given = (call.arguments ?? []).filter((each) => made.holds(checker.getTypeAtLocation(each)));
  if (given.length === 0) return undefined;
  const callee = unwrap(call.expression);
  const declared = declaredAs(
    symbolOf(project, ts.isPropertyAccessExpression(callee) ? callee.name : callee),
  );
  if (declared?.area === 'platform/es' && comparing.includes(declared.member ?? ''))
    return given.some((each) => made.is(each)) ? changed(call) : undefined;
  const vague = given.some((each) => {
    const type = checker.getContextualType(each);
    return (
      !type || (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) !== 0
    );
  });
  return vague ? serialized(call.expression) : undefined;
}

/** `JSON.parse(text) as T`: what is read there was a text. */
function castGap(
  { checker }: Project,
  made: MadeOver,
  node: ts.AsExpression | ts.TypeAssertion,
): Gap | undefined {
  if (ts.isConstTypeReference(node.type) || isAbsent(unwrap(node.expression))) return undefined;
  if (!made.holds(checker.getTypeFromTypeNode(node.type))) return undefined;
  const from = checker.getTypeAtLocation(node.expression);
  return made.holds(from) || from.flags & ts.TypeFlags.Never ? undefined : serialized(node);
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
function isLook(made: MadeOver, node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { left, right, operatorToken } = node;
    if (!looks.includes(operatorToken.kind) || isAbsent(unwrap(left)) || isAbsent(unwrap(right)))
      return false;
    return made.is(left) || made.is(right);
  }
  if (ts.isTemplateSpan(node) || ts.isTypeOfExpression(node) || ts.isSwitchStatement(node))
    return made.is(node.expression);
  if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) return made.is(node.expression);
  const access = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return access && made.is(node.expression);
}

/** The type parameters of the project's own generic code that a value is passed on to. */
function passedTo(project: Project, made: MadeOver, node: ts.Node): readonly ts.TypeParameterDeclaration[] {
  const { checker } = project;
  if (ts.isExpressionWithTypeArguments(node)) {
    const [owner] = symbolOf(project, node.expression)?.declarations ?? [];
    return own(owner).filter((_, index) => {
      const given = node.typeArguments?.[index];
      return given !== undefined && made.holds(checker.getTypeFromTypeNode(given));
    });
  }
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
  const passes = (node.arguments ?? []).some((each) => made.holds(checker.getTypeAtLocation(each)));
  const named = (node.typeArguments ?? []).some((each) => made.holds(checker.getTypeFromTypeNode(each)));
  if (!passes && !named) return [];
  const declaration = checker.getResolvedSignature(node)?.declaration;
  const owner = declaration && ts.isConstructorDeclaration(declaration) ? declaration.parent : declaration;
  return own(owner);
}

function own(owner: ts.Node | undefined): readonly ts.TypeParameterDeclaration[] {
  const symbol = (owner as (ts.Node & { symbol?: ts.Symbol }) | undefined)?.symbol;
  if (!owner || declaredAs(symbol)) return [];
  return (owner as ts.ClassDeclaration).typeParameters ?? [];
}
