import { ts } from '../../../compiler.cjs';
import {
  descendants,
  enclosingFunction,
  type FunctionLike,
  isAssignment,
  isFunctionLike,
  isWithin,
  references,
  wrapped,
} from '../../program/ast.ts';
import { isConsoleCall } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { type Call, calleesOf } from '../branch/attempts.ts';
import { isSubject } from '../guards/subject.ts';
import { type Asked, askedBy } from './behind-predicates.ts';
import { isReached } from './newly-reached.ts';
import { codeReads, readAt, type StatusMatch } from './status-tests.ts';

/**
 * Where the fix lets the error itself go on: what gets it there may read `code`, which was the status in v1. A use
 * that is not known to be harmless counts.
 */
export function passedOn(match: StatusMatch): ts.Node | undefined {
  const { tests, guards } = match;
  const [test] = tests;
  if (!test?.handler) return undefined;
  const isBehind = (node: ts.Node): boolean =>
    guards ? guards.some(({ leadsTo }) => leadsTo(node)) : tests.some((each) => isReached(match, each, node));
  const here = { handler: test.handler, owner: test.read, isBehind };
  for (const asked of [here, ...askedBy(match)]) {
    const found = passedIn(match, asked);
    if (found) return found;
  }
  return undefined;
}

function passedIn(
  { project, tests, others = [] }: StatusMatch,
  { handler: { scope, subject }, owner, isBehind }: Asked,
): ts.Node | undefined {
  for (const node of descendants(scope)) {
    if (!isSubject(project, subject, node)) continue;
    const out = leavesAt(project, node as ts.Expression);
    if (out && isBehind(node)) return out;
  }
  const known = new Set<ts.Node>([...tests, ...others].map(({ read }) => read));
  return codeReads(scope.getSourceFile()).find((read) => {
    if (known.has(read) || !isWithin(read, scope)) return false;
    const same = readAt(project, read)?.subject;
    if (same?.symbol !== subject.symbol || same.text !== subject.text) return false;
    const carrier = carrierOf(read, scope);
    // A function without a name: a getter, a callback.
    if (!carrier) return enclosingFunction(read) !== enclosingFunction(owner);
    const symbol = project.checker.getSymbolAtLocation(carrier);
    return symbol !== undefined && references(project.checker, symbol, scope).some(isBehind);
  });
}

/** The name under which a value of `code`, or a function that reads it, is asked for later. */
function carrierOf(read: ts.Node, scope: ts.Node): ts.Identifier | undefined {
  for (let node: ts.Node = read; node !== scope && node.parent; node = node.parent) {
    if (ts.isFunctionDeclaration(node)) return node.name;
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) return node.name;
    if (isFunctionLike(node) && !ts.isVariableDeclaration(node.parent)) return undefined;
  }
  return undefined;
}

/** What the error gets out by; undefined where it is only asked for a member, tested, thrown again or shown as a text. */
function leavesAt(project: Project, node: ts.Expression, seen = new Set<ts.Node>()): ts.Node | undefined {
  const value = wrapped(node);
  const { parent } = value;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    const place = wrapped(parent);
    const { parent: owner } = place;
    const isSet =
      ts.isBinaryExpression(owner) && isAssignment(owner.operatorToken.kind) && owner.left === place;
    return isSet || ts.isDeleteExpression(owner) ? owner : undefined;
  }
  if (ts.isBinaryExpression(parent)) return ofOperand(project, value, parent, seen);
  if (ts.isConditionalExpression(parent))
    return parent.condition === value ? undefined : leavesAt(project, parent, seen);
  if (ts.isVariableDeclaration(parent)) return takesWhole(parent.name) ? parent : undefined;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
    return parent.expression === value || isHarmlessCall(project, parent, value, seen) ? undefined : parent;
  const isHarmless =
    ts.isThrowStatement(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isIfStatement(parent);
  return isHarmless ? undefined : parent;
}

function ofOperand(
  project: Project,
  value: ts.Expression,
  parent: ts.BinaryExpression,
  seen: Set<ts.Node>,
): ts.Node | undefined {
  const { kind } = parent.operatorToken;
  if (isAssignment(kind)) return parent.right === value ? parent : undefined;
  const isLast = parent.right === value && kind === ts.SyntaxKind.AmpersandAmpersandToken;
  const isChoice = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(kind);
  const isLeft = isLast || isChoice || kind === ts.SyntaxKind.CommaToken;
  return isLeft ? leavesAt(project, parent, seen) : undefined;
}

/** A name, or a pattern that keeps what it does not take out. */
const takesWhole = (name: ts.BindingName): boolean =>
  ts.isIdentifier(name) ||
  name.elements.some((each) => ts.isBindingElement(each) && each.dotDotDotToken !== undefined);

/** `console.error(error)`, `String(error)`, or functions of the project that do nothing more with it. */
function isHarmlessCall(project: Project, call: Call, value: ts.Expression, seen: Set<ts.Node>): boolean {
  if (ts.isCallExpression(call) && (isConsoleCall(project, call) || isText(project, call))) return true;
  const index = call.arguments?.indexOf(value) ?? -1;
  const callees = calleesOf(project, call);
  return (
    index >= 0 && callees.length > 0 && callees.every((each) => isHarmlessIn(project, each, index, seen))
  );
}

const isText = (project: Project, { expression }: ts.CallExpression): boolean =>
  ts.isIdentifier(expression) && declaredAs(symbolOf(project, expression))?.name === 'String';

function isHarmlessIn(project: Project, target: FunctionLike, index: number, seen: Set<ts.Node>): boolean {
  const parameter = target.parameters[index];
  if (!parameter || !target.body) return false;
  if (seen.has(parameter)) return true;
  seen.add(parameter);
  if (!ts.isIdentifier(parameter.name)) return !takesCode(parameter.name) && !takesWhole(parameter.name);
  const symbol = project.checker.getSymbolAtLocation(parameter.name);
  if (!symbol || parameter.dotDotDotToken) return false;
  return references(project.checker, symbol, target.body).every((name) => {
    const { parent } = wrapped(name);
    const isRead = codeReads(name.getSourceFile()).some((read) => read === parent);
    const taken = ts.isVariableDeclaration(parent) && takesCode(parent.name);
    return !isRead && !taken && leavesAt(project, name, seen) === undefined;
  });
}

const takesCode = (name: ts.BindingName): boolean =>
  ts.isObjectBindingPattern(name) &&
  name.elements.some((each) => (each.propertyName ?? each.name).getText() === 'code');
