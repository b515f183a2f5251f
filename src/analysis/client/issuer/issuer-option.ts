import { ts } from '../../../compiler.cjs';
import { issuerParameter } from '../../../sdk/roles.ts';
import { isFunctionLike, memberName, unwrap } from '../../program/ast.ts';
import { mentionsOfNames } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, sdkEntityOf, symbolOf } from '../../program/sdk-symbols.ts';
import { isNoValue } from '../query/no-value.ts';
import { readBehind, throughConstants } from '../query/query-read.ts';
import { userInput } from '../query/user-input.ts';
import { named } from '../redemption/redeemer-options.ts';
import type { OptionsRedemption } from '../redemption/redeemers.ts';

/**
 * What a redemption is given as `iss`: nothing, a value that comes from the callback or may do so, or one that certainly
 * does not. An issuer that is configured or discovered proves nothing: RFC 9207 compares the callback's `iss`.
 */
export type GivenIssuer = 'absent' | 'given' | 'invented';

export function givenIssuer(project: Project, { code, issuers }: OptionsRedemption): GivenIssuer {
  const beside = code
    ? ownersOf(project, throughConstants(project, named(project, code)), 'wide')
    : new Set<unknown>();
  return worst(issuers.map(({ value }) => (value ? judge({ project, beside, depth: 0 }, value) : 'given')));
}

interface Question {
  readonly project: Project;
  /** What the code is passed in: a value that is passed in the same comes from the callback, too. */
  readonly beside: ReadonlySet<unknown>;
  readonly depth: number;
}

function worst(verdicts: readonly GivenIssuer[]): GivenIssuer {
  if (verdicts.includes('invented')) return 'invented';
  return verdicts.includes('given') ? 'given' : 'absent';
}

function judge(question: Question, value: ts.Expression): GivenIssuer {
  const { project, beside, depth } = question;
  const node = throughConstants(project, named(project, value));
  const inner = (expression: ts.Expression) => judge({ ...question, depth: depth + 1 }, expression);
  if (depth > 8) return 'given';
  if (isNoValue(node)) return 'absent';
  if (ts.isAwaitExpression(node)) return inner(node.expression);
  if (ts.isConditionalExpression(node)) return worst([inner(node.whenTrue), inner(node.whenFalse)]);
  if (ts.isBinaryExpression(node)) return judgeOperator(node, inner);
  const read = readBehind(project, node);
  if (read) return read.key === issuerParameter ? 'given' : 'invented';
  if (isMadeUp(project, node)) return 'invented';
  if ([...ownersOf(project, node, 'narrow')].some((owner) => beside.has(owner))) return 'given';
  return judgeWriters(question, node, inner);
}

function judgeOperator(node: ts.BinaryExpression, inner: (side: ts.Expression) => GivenIssuer): GivenIssuer {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.PlusToken) return 'invented';
  if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return inner(node.right);
  return worst([inner(node.left), inner(node.right)]);
}

/** Written as a literal, configured, or taken from what the SDK or a URL knows of the server. */
function isMadeUp(project: Project, node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  if (userInput(project, node)) return true;
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : node;
  const symbol = symbolOf(project, ts.isPropertyAccessExpression(callee) ? callee.name : callee);
  const declared = declaredAs(symbol);
  return sdkEntityOf(symbol) !== undefined || (declared?.area === 'platform/web' && declared.name === 'URL');
}

/** A field or variable is what is written into it. Where the project shows no writer, only its name can tell. */
function judgeWriters(
  { project }: Question,
  node: ts.Expression,
  inner: (value: ts.Expression) => GivenIssuer,
): GivenIssuer {
  const member = memberName(node);
  const symbol = symbolOf(project, ts.isPropertyAccessExpression(node) ? node.name : node);
  if (member === undefined && !ts.isIdentifier(node)) return 'given';
  const verdicts = symbol ? writersOf(project, symbol).map(inner) : [];
  if (verdicts.includes('given')) return 'given';
  if (verdicts.includes('invented')) return 'invented';
  return member === undefined || member === issuerParameter ? 'given' : 'invented';
}

/** The values that the project writes into a variable or member. */
function writersOf(project: Project, symbol: ts.Symbol): ts.Expression[] {
  const declaration = symbol.valueDeclaration;
  if (!declaration || ts.isParameter(declaration) || ts.isBindingElement(declaration)) return [];
  return mentionsOfNames(project, [symbol.name]).flatMap((node) => writtenAt(project, node, symbol));
}

function writtenAt(project: Project, node: ts.Node, symbol: ts.Symbol): ts.Expression[] {
  if (!ts.isIdentifier(node) || node.text !== symbol.name) return [];
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && parent.name === node) {
    const expected = project.checker.getContextualType(parent.parent);
    const target = expected && project.checker.getPropertyOfType(expected, node.text);
    const own = project.checker.getSymbolAtLocation(node) === symbol;
    return own || target === symbol ? [parent.initializer] : [];
  }
  if (symbolOf(project, node) !== symbol) return [];
  const target = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  const assignment = target.parent;
  const assigned =
    ts.isBinaryExpression(assignment) &&
    assignment.left === target &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (assigned) return [assignment.right];
  const declares =
    (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) && parent.name === node;
  return declares && parent.initializer ? [parent.initializer] : [];
}

/**
 * What a value is passed in: the record it is a member of, the object whose method gives it, the function it is a
 * parameter of. `wide` also takes the function for a member of a parameter.
 */
function ownersOf(project: Project, value: ts.Expression, reach: 'wide' | 'narrow'): Set<unknown> {
  const node = ts.isAwaitExpression(value) ? unwrap(value.expression) : value;
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : node;
  const found = new Set<unknown>();
  if (memberName(callee) !== undefined) {
    const object = symbolOf(project, unwrap((callee as ts.PropertyAccessExpression).expression));
    found.add(object);
    const declaration = object?.valueDeclaration;
    if (reach === 'wide' && declaration && ts.isParameter(declaration)) found.add(declaration.parent);
  }
  const declaration = ts.isIdentifier(node) ? symbolOf(project, node)?.valueDeclaration : undefined;
  if (declaration && ts.isParameter(declaration)) found.add(declaration.parent);
  if (declaration && ts.isBindingElement(declaration)) {
    found.add(declaration.parent);
    const declared = declaration.parent.parent;
    if (ts.isParameter(declared) && isFunctionLike(declared.parent)) found.add(declared.parent);
  }
  found.delete(undefined);
  return found;
}
