import { ts } from '../../../compiler.cjs';
import { clientArea, stepUpLimit } from '../../../sdk/roles.ts';
import { codeText, references, unwrap, wrapped } from '../../program/ast.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { variableAt } from '../guards/subject.ts';
import { type LimitFlow, limitFlow } from './limit-flow.ts';
import { carriersOf, isOption } from './option-carriers.ts';

/** A limit that allows no step-up: `maxStepUpRetries` of 0 or less in the options of a transport. */
export interface Limit {
  /** The property, or the assignment to it. */
  readonly node: ts.PropertyAssignment | ts.ShorthandPropertyAssignment | ts.BinaryExpression;
  /** The object literals that carry the limit to the transport, outermost last; none for an assignment. */
  readonly literals: readonly ts.ObjectLiteralExpression[];
  /** The options object of an assignment. */
  readonly target?: ts.Expression;
  /** `given ?? 0`: only a default, a caller may pass more. */
  readonly isDefault: boolean;
  /** The options have a type here, so a string literal in them keeps its own. */
  readonly isTyped: boolean;
  /** How they get to the transport, where a function or a setting of the project is between the two. */
  readonly flow?: LimitFlow | undefined;
  /** They are options of the project's own: its type may have to learn the mode. */
  readonly isOwn?: boolean;
}

export function stepUpLimits(project: Project): Limit[] {
  return project.userFiles
    .filter((file) => file.text.includes(stepUpLimit))
    .flatMap((file) => nodesOfKinds(file, settingKinds))
    .flatMap((node) => limitAt(project, node) ?? []);
}

const settingKinds = [
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.BinaryExpression,
] as const;

function limitAt(project: Project, node: ts.Node): Limit | undefined {
  if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
    if (!isNamed(node.name) || !ts.isObjectLiteralExpression(node.parent)) return undefined;
    const amount = amountOf(project, ts.isPropertyAssignment(node) ? node.initializer : node.name);
    if (!amount) return undefined;
    const isTyped = isOption(project, node.parent);
    const direct = isTyped ? [node.parent] : carriersOf(project, node.parent);
    const flow = direct && !isTyped ? undefined : limitFlow(project, node.parent);
    if (!direct && !flow) return undefined;
    const literals = direct ?? [node.parent];
    const isDefault =
      amount === 'default' ||
      literals.some((each) => mayGetMore(project, node, each) || isChangedLater(project, each));
    return { node, literals, isTyped, isDefault, flow, isOwn: !direct };
  }
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const { left } = node;
  if (!ts.isPropertyAccessExpression(left) || left.name.text !== stepUpLimit) return undefined;
  if (!ts.isExpressionStatement(node.parent)) return undefined;
  const amount = amountOf(project, node.right);
  const symbol = project.checker.getSymbolAtLocation(left.name);
  if (!amount || declaredAs(symbol)?.area !== clientArea) return undefined;
  return { node, literals: [], target: left.expression, isTyped: true, isDefault: amount === 'default' };
}

/** `{ maxStepUpRetries: 0, ...given }`, `{ ...base, maxStepUpRetries: 2 }`: a later member may set another number. */
function mayGetMore(project: Project, limit: ts.Node, literal: ts.ObjectLiteralExpression): boolean {
  const own = literal.properties.indexOf(limit as ts.ObjectLiteralElementLike);
  const spread = literal.properties.findIndex(ts.isSpreadAssignment);
  const later = literal.properties.slice((own >= 0 ? own : spread) + 1);
  return later.some((property) => {
    if (!ts.isSpreadAssignment(property)) return property.name !== undefined && isNamed(property.name);
    const type = project.checker.getTypeAtLocation(property.expression);
    const parts = type.isUnion() ? type.types : [type];
    return parts.some(
      (part) =>
        Boolean(part.flags & ts.TypeFlags.Any) ||
        project.checker.getPropertyOfType(part, stepUpLimit) !== undefined,
    );
  });
}

/** `if (given) options.maxStepUpRetries = given`, after the options were built. */
function isChangedLater(project: Project, literal: ts.ObjectLiteralExpression): boolean {
  const { parent } = wrapped(literal);
  if (!ts.isVariableDeclaration(parent)) return false;
  const symbol = project.checker.getSymbolAtLocation(parent.name);
  return (
    symbol !== undefined &&
    references(project.checker, symbol, literal.getSourceFile()).some(({ parent: read }) => {
      if (!ts.isPropertyAccessExpression(read) || read.name.text !== stepUpLimit) return false;
      return ts.isBinaryExpression(read.parent) && read.parent.left === read;
    })
  );
}

function isNamed(name: ts.PropertyName): boolean {
  const key = ts.isComputedPropertyName(name) ? unwrap(name.expression) : name;
  return (
    (ts.isIdentifier(name) || ts.isStringLiteralLike(key)) && (key as ts.Identifier).text === stepUpLimit
  );
}

/** Whether the number is 0, always or by default. Negative numbers count as 0. */
function amountOf(project: Project, value: ts.Expression): 'fixed' | 'default' | undefined {
  const node = unwrap(value);
  const arms = ts.isConditionalExpression(node)
    ? [node.whenTrue, node.whenFalse]
    : ts.isBinaryExpression(node) && isDefault(node)
      ? [node.left, node.right]
      : undefined;
  if (!arms) {
    if (isNone(project, node)) return 'fixed';
    return isNoneByDefault(project, node) || isNoneBehind(project, node) ? 'default' : undefined;
  }
  const none = arms.filter((arm) => isNone(project, unwrap(arm)));
  return none.length === arms.length ? 'fixed' : none.length > 0 ? 'default' : undefined;
}

/** `({ maxStepUpRetries = 0 }) => …`: 0, unless the caller passes more. */
function isNoneByDefault(project: Project, node: ts.Expression): boolean {
  if (!ts.isIdentifier(node)) return false;
  const declaration = variableAt(project, node)?.valueDeclaration;
  if (!declaration || !(ts.isBindingElement(declaration) || ts.isParameter(declaration))) return false;
  return declaration.initializer !== undefined && isNone(project, unwrap(declaration.initializer));
}

/** `settings.stepUps`, a parameter: 0 in one of the places that set it. One that has the SDK's name is a finding itself. */
function isNoneBehind(project: Project, node: ts.Expression, depth = 0): boolean {
  return valuesBehind(project, node).some((value) => {
    const outer = wrapped(value).parent;
    if (ts.isPropertyAssignment(outer) && isNamed(outer.name)) return false;
    return isNone(project, unwrap(value)) || (depth < 4 && isNoneBehind(project, value, depth + 1));
  });
}

function isDefault({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

function isNone(project: Project, node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    return ts.isNumericLiteral(node.operand) || codeText(node.operand) === 'Infinity';
  }
  const type = ts.isShorthandPropertyAssignment(node.parent)
    ? typeOfShorthand(project, node.parent)
    : project.checker.getTypeAtLocation(node);
  return Boolean(type?.isNumberLiteral() && type.value <= 0);
}

function typeOfShorthand(project: Project, node: ts.ShorthandPropertyAssignment): ts.Type | undefined {
  const symbol = project.checker.getShorthandAssignmentValueSymbol(node);
  return symbol && project.checker.getTypeOfSymbolAtLocation(symbol, node);
}
