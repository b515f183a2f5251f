import { ts } from '../../../compiler.cjs';
import { codeOption, issuerOption } from '../../../sdk/roles.ts';
import {
  descendants,
  enclosingFunction,
  isFunctionLike,
  memberName,
  references,
  unwrap,
} from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { mentionsIn } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { syntaxOf } from '../../program/syntax-index.ts';

/** A place that puts a member into an options object. */
export interface OptionEntry {
  readonly key: string;
  /** The property, the assignment `options.key = value`, or the expression whose type has the member. */
  readonly node: ts.Node;
  /** What is put in; undefined where only a type says that the member is there. */
  readonly value: ts.Expression | undefined;
  /** The literal that holds the property. */
  readonly literal: ts.ObjectLiteralExpression | undefined;
}

const wanted: readonly string[] = [codeOption, issuerOption];
const maxDepth = 12;

/**
 * Every place that gives an options object its code or its `iss`: members of the literal at the call or of one built
 * earlier, spreads (conditional ones too), members assigned later, `Object.assign`, what a function of the project returns.
 */
export function optionEntries(project: Project, options: ts.Expression, depth = 0): OptionEntry[] {
  const inner = (expression: ts.Expression) => optionEntries(project, expression, depth + 1);
  const node = unwrap(options);
  if (depth > maxDepth) return [];
  if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap((member) => ofMember(member, inner));
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(inner);
  if (ts.isBinaryExpression(node)) {
    const both = node.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken;
    return [...(both ? inner(node.left) : []), ...inner(node.right)];
  }
  if (ts.isIdentifier(node)) return ofVariable(project, node, inner) ?? ofType(project, node);
  if (ts.isCallExpression(node)) return throughCall(project, node, inner);
  if (ts.isPropertyAccessExpression(node)) return ofField(project, node, depth) ?? ofType(project, node);
  return ofType(project, node);
}

/** What a field holds: what is written into it, and what is put into its members: `this.options.authorizationCode = code`. */
function ofField(
  project: Project,
  { name }: ts.PropertyAccessExpression,
  depth: number,
): OptionEntry[] | undefined {
  const symbol = symbolOf(project, name);
  const field = symbol?.valueDeclaration;
  if (!symbol || !field || field.getSourceFile().isDeclarationFile) return undefined;
  const { initializer } = field as ts.PropertyDeclaration;
  const values = [...(initializer ? [initializer] : []), ...bindingsOf(project).assigned.get(field)];
  // A field that is made from itself, `{ ...this.options, … }`, is looked at once more.
  const held = values.flatMap((value) => optionEntries(project, value, depth + maxDepth / 2));
  const later = wanted.flatMap((key) =>
    (syntaxOf(project).assigned.get(key) ?? []).flatMap(({ at, value }): OptionEntry[] => {
      const owner = ts.isPropertyAccessExpression(at) ? unwrap(at.expression) : undefined;
      const isOfField =
        owner && ts.isPropertyAccessExpression(owner) && symbolOf(project, owner.name) === symbol;
      return isOfField ? [{ key, node: value.parent, value, literal: undefined }] : [];
    }),
  );
  const found = [...new Map([...held, ...later].map((entry) => [entry.node, entry])).values()];
  return found.some(({ value }) => value) ? found : undefined;
}

type Inner = (expression: ts.Expression) => OptionEntry[];

function ofMember(member: ts.ObjectLiteralElementLike, inner: Inner): OptionEntry[] {
  if (ts.isSpreadAssignment(member)) return inner(member.expression);
  const key = member.name && nameOf(member.name);
  if (key === undefined || !wanted.includes(key)) return [];
  const literal = member.parent as ts.ObjectLiteralExpression;
  if (ts.isPropertyAssignment(member)) return [{ key, node: member, value: member.initializer, literal }];
  if (ts.isShorthandPropertyAssignment(member)) return [{ key, node: member, value: member.name, literal }];
  return [{ key, node: member, value: undefined, literal }];
}

/** `code`, `'code'`, `['code']`. */
function nameOf(name: ts.PropertyName): string | undefined {
  if (ts.isComputedPropertyName(name))
    return ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
  return name.text;
}

/** What a variable is initialized with, and everything put into it afterwards; undefined for other names. */
function ofVariable(project: Project, name: ts.Identifier, inner: Inner): OptionEntry[] | undefined {
  const symbol = symbolOf(project, name);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  if (!ts.isIdentifier(declaration.name)) return undefined;
  const uses = references(project.checker, symbol, declaration.getSourceFile());
  const later = uses.flatMap((use) => putInto(project, use, inner));
  if (!declaration.initializer) return later.length > 0 ? later : undefined;
  return [...inner(declaration.initializer), ...later];
}

/** `options = …`, `options.iss = …`, `Object.assign(options, …)`. */
function putInto(project: Project, use: ts.Identifier, inner: Inner): OptionEntry[] {
  const { parent } = use;
  if (isAssignment(parent) && parent.left === use) return inner(parent.right);
  const [first, ...rest] = ts.isCallExpression(parent) ? parent.arguments : [];
  if (ts.isCallExpression(parent) && first === use && isObjectAssign(project, parent))
    return rest.flatMap(inner);
  const key = ts.isExpression(parent) && 'expression' in parent ? memberName(parent) : undefined;
  if (key === undefined || !wanted.includes(key) || !isAssignment(parent.parent)) return [];
  const assignment = parent.parent;
  if (assignment.left !== parent) return [];
  return [{ key, node: assignment, value: assignment.right, literal: undefined }];
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function isObjectAssign(project: Project, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  if (memberName(callee) !== 'assign' || !ts.isPropertyAccessExpression(callee)) return false;
  return declaredAs(symbolOf(project, callee.name))?.name === 'ObjectConstructor';
}

/** What a call gives: what its function makes, what its type says, or what it was given, checked or copied on the way. */
function throughCall(project: Project, call: ts.CallExpression, inner: Inner): OptionEntry[] {
  const made = ofCall(project, call, inner) ?? ofType(project, call);
  if (made.length > 0) return made;
  const keys = new Set(call.arguments.flatMap(inner).map(({ key }) => key));
  if (keys.size === 0 && isUntyped(project, call) && mentionsIn(call.getSourceFile(), codeOption).length > 0)
    keys.add(codeOption);
  return [...keys].map((key) => ({ key, node: call, value: undefined, literal: undefined }));
}

function isUntyped({ checker }: Project, node: ts.Expression): boolean {
  return (checker.getTypeAtLocation(node).flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}

/** `Object.assign({}, a, b)`, or a function of the project with one `return`. */
function ofCall(project: Project, call: ts.CallExpression, inner: Inner): OptionEntry[] | undefined {
  if (isObjectAssign(project, call)) return call.arguments.flatMap(inner);
  const declaration = project.checker.getResolvedSignature(call)?.declaration;
  if (!declaration || !isFunctionLike(declaration) || !declaration.body) return undefined;
  const { body } = declaration;
  if (!ts.isBlock(body)) return inner(body);
  const returns = [...descendants(body)].filter(ts.isReturnStatement);
  const own = returns.filter((node) => enclosingFunction(node) === declaration);
  const [only] = own;
  return own.length === 1 && only?.expression ? inner(only.expression) : undefined;
}

/** The members that the type has, where the project does not show how the value is made. */
function ofType(project: Project, node: ts.Expression): OptionEntry[] {
  const type = project.checker.getTypeAtLocation(node);
  const parts = type.isUnion() ? type.types : [type];
  const has = (key: string) =>
    parts.some((part) => project.checker.getPropertyOfType(part, key) !== undefined);
  return wanted.filter(has).map((key) => ({ key, node, value: undefined, literal: undefined }));
}

/** Of the shorthand property `{ code }` the name where it is declared; any other expression as it is. */
export function named(project: Project, value: ts.Expression): ts.Expression {
  if (!ts.isShorthandPropertyAssignment(value.parent)) return value;
  const declaration = project.checker.getShorthandAssignmentValueSymbol(value.parent)?.valueDeclaration;
  const name = declaration && (declaration as ts.NamedDeclaration).name;
  return name && ts.isIdentifier(name) ? name : value;
}
