import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { codeText, indentationAt, unwrap, wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { brokenLine, overflows } from '../branch/lines.ts';
import { bare } from './code-conversions.ts';
import { framesFor, isAskedFor403, type StatusMatch, type StatusTest } from './status-tests.ts';
import type { CodeUse } from './status-uses.ts';

/** What the tests of a fix write: the name of the error, and of the classes. */
export interface Words {
  readonly error: string;
  readonly http: string;
  /** The test for an InsufficientScopeError, where a 403 is meant. */
  readonly scope: string | undefined;
}

/** Operands that stand together, and what they ask for: any of the lists, each of which holds as a whole. */
interface Group {
  readonly first: ts.Expression;
  readonly last: ts.Expression;
  readonly isNegative: boolean;
  readonly asked: readonly (readonly string[])[];
  /** Whether a 403 is asked for. */
  readonly is403: boolean;
}

/** `error.code === 401` → `error.code === 401 || (error instanceof SdkHttpError && error.status === 401)`. */
export function widenedTests(match: StatusMatch, words: Words): readonly Edit[] {
  const groups: Group[] = [];
  for (const test of match.tests)
    for (const use of test.uses) if (use.statuses.length > 0) groups.push(groupOf(match, test, use, words));
  return merged(groups).flatMap((group) => editsOf(group, words));
}

function groupOf({ project }: StatusMatch, test: StatusTest, use: CodeUse, { error }: Words): Group {
  const asked = [[askedBy(project, test, use, error)]];
  const node = wrapped(use.node as ts.Expression);
  const isNegative = isUnequal(use.node);
  const is403 = isAskedFor403(project, test, use);
  const own = { first: node, last: node, isNegative, asked, is403 };
  const chain = operandsAround(node, ts.SyntaxKind.AmpersandAmpersandToken);
  if (isNegative || chain.length < 2) return own;
  const [status = 400] = use.statuses;
  const subject = test.handler?.subject ?? test.subject;
  const [v1, v2] = framesFor(project, subject, inRange(use, status));
  const differ = chain.filter(
    (operand) => operand === node || (v1.truth(operand) === true && v2.truth(operand) === false),
  );
  const [from, to] = [chain.indexOf(differ[0]!), chain.indexOf(differ.at(-1)!)];
  if (from === to) return own;
  const isWhole = from === 0 && to === chain.length - 1;
  const whole = isWhole ? wholeOf(chain) : undefined;
  return { first: whole ?? chain[from]!, last: whole ?? chain[to]!, isNegative, asked, is403 };
}

/** A status on the true side of a bound. */
function inRange({ kind, node }: CodeUse, status: number): number {
  if (kind !== 'range' || !ts.isBinaryExpression(node)) return status;
  const isUpper = [ts.SyntaxKind.LessThanToken, ts.SyntaxKind.LessThanEqualsToken].includes(
    node.operatorToken.kind,
  );
  return isUpper ? status - 1 : status + 1;
}

/** The comparison as it is for `status`. */
function askedBy(project: Project, { read }: StatusTest, { node, value }: CodeUse, error: string): string {
  const replaced = wrapped(
    bare(project, value) === unwrap(read as ts.Expression) ? value : (read as ts.Expression),
  );
  const text = node.getText();
  const [start, end] = [replaced.getStart() - node.getStart(), replaced.end - node.getStart()];
  const changed = `${text.slice(0, start)}${error}.status${text.slice(end)}`;
  return isUnequal(node) ? changed.replace(/!==?/, (operator) => operator.replace('!', '=')) : changed;
}

const isUnequal = (node: ts.Node): boolean =>
  ts.isBinaryExpression(node) && /^!==?$/.test(node.operatorToken.getText());

/** The operands of the chain of one operator that an operand is part of. */
function operandsAround(node: ts.Expression, operator: ts.SyntaxKind): ts.Expression[] {
  let top: ts.Expression = node;
  while (isOf(top.parent, operator)) top = top.parent as ts.Expression;
  return operands(top, operator);
}

const isOf = (node: ts.Node, operator: ts.SyntaxKind): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === operator;

const operands = (node: ts.Expression, operator: ts.SyntaxKind): ts.Expression[] =>
  isOf(node, operator) ? [...operands(node.left, operator), ...operands(node.right, operator)] : [node];

const wholeOf = (chain: readonly ts.Expression[]): ts.Expression => {
  let top = chain[0]!;
  while (top.end < chain.at(-1)!.end) top = top.parent as ts.Expression;
  return wrapped(top);
};

/** Groups of the same operands ask for all of it; neighbors in a chain are asked for together, behind the last. */
function merged(groups: readonly Group[]): Group[] {
  const found: Group[] = [];
  for (const group of groups) {
    const index = found.findIndex((other) => isSame(other, group) || areNeighbors(other, group));
    const other = found[index];
    const is403 = group.is403 || (other?.is403 ?? false);
    if (!other) found.push(group);
    else if (isSame(other, group))
      found[index] = { ...other, asked: [[...(other.asked[0] ?? []), ...(group.asked[0] ?? [])]], is403 };
    else found[index] = { ...group, asked: [...other.asked, ...group.asked], is403 };
  }
  return found;
}

const isSame = (a: Group, b: Group): boolean => a.first === b.first && a.last === b.last;

function areNeighbors(a: Group, b: Group): boolean {
  if (a.isNegative !== b.isNegative || a.first !== a.last || b.first !== b.last) return false;
  const chain = operandsAround(a.first, joinOf(a));
  return chain.includes(b.first) && chain.includes(a.first);
}

const joinOf = ({ isNegative }: Group): ts.SyntaxKind =>
  isNegative ? ts.SyntaxKind.AmpersandAmpersandToken : ts.SyntaxKind.BarBarToken;

function editsOf(group: Group, words: Words): readonly Edit[] {
  const { first, last, isNegative, asked, is403 } = group;
  const file = first.getSourceFile();
  const outer = needsParentheses(group);
  const inner = !isNegative && (first !== last || isOf(first, ts.SyntaxKind.AmpersandAmpersandToken));
  const test = addition(asked, is403 ? words : { ...words, scope: undefined }, isNegative);
  const space = spaceBefore(last, test);
  const text = `${inner ? ')' : ''} ${isNegative ? '&&' : '||'}${space}${test}${outer ? ')' : ''}`;
  const head = `${outer ? '(' : ''}${inner ? '(' : ''}`;
  const start = first.getStart();
  return [
    ...(head ? [{ file: file.fileName, start, end: start, text: head }] : []),
    { file: file.fileName, start: last.end, end: last.end, text },
  ];
}

function addition(asked: Group['asked'], { error, http, scope }: Words, isNegative: boolean): string {
  const parts = asked.map((all) => all.join(' && '));
  const mixed = parts.length > 1 && asked.some((all) => all.length > 1);
  const joined = parts.map((part) => (mixed ? `(${part})` : part)).join(' || ');
  const status = `${error} instanceof ${http} && ${parts.length > 1 ? `(${joined})` : joined}`;
  if (isNegative) return `!(${status})${scope ? ` && !(${scope})` : ''}`;
  return `(${status})${scope ? ` || ${scope}` : ''}`;
}

function needsParentheses(group: Group): boolean {
  const { first, last } = group;
  if (first !== last) return true;
  const { parent } = first;
  if (ts.isPrefixUnaryExpression(parent)) return true;
  return ts.isBinaryExpression(parent) && !isOf(parent, joinOf(group)) && !isAssigned(parent, first);
}

const isAssigned = (parent: ts.BinaryExpression, node: ts.Expression): boolean =>
  parent.right === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;

/** A line break where the operand has a line of its own, or the line gets too long. */
function spaceBefore(node: ts.Expression, added: string): string {
  const file = node.getSourceFile();
  const start = node.getStart();
  const line = file.text.slice(file.text.lastIndexOf('\n', start - 1) + 1, start);
  const isOwnLine = /^[ \t]+$/.test(line) && ts.isBinaryExpression(node.parent);
  if (isOwnLine) return `\n${indentationAt(file, start)}`;
  return overflows(node, added.length) ? brokenLine(node) : ' ';
}

/** The value for every error: `error instanceof SdkHttpError ? error.status : error.code`. */
export function chosenValue(
  project: Project,
  test: StatusTest,
  { error, http, scope }: Words,
): readonly Edit[] {
  const { read } = test;
  const place = asText(test.place) ?? test.place;
  const file = place.getSourceFile().fileName;
  const status = `${error} instanceof ${http} ? ${error}.status : ${scope ? `${scope} ? 403 : ` : ''}`;
  if (ts.isBindingElement(read)) return chosenElement(read, status);
  const isOpen = isPlainPlace(place);
  const start = place.getStart();
  const text = isOpen ? status : `(${status}`;
  const tail = `${place === read && isNarrowed(project, read) ? ' as number' : ''}${isOpen ? '' : ')'}`;
  return [
    { file, start, end: start, text },
    ...(tail ? [{ file, start: place.end, end: place.end, text: tail }] : []),
  ];
}

/** `'code' in error && typeof error.code === 'number'`: widened, the test no longer tells TypeScript the type, which is unknown. */
function isNarrowed({ checker }: Project, read: Exclude<StatusTest['read'], ts.BindingElement>): boolean {
  if (!(checker.getTypeAtLocation(read).flags & ts.TypeFlags.NumberLike) || takesAny(checker, read))
    return false;
  const declared = checker.getPropertyOfType(checker.getTypeAtLocation(read.expression), 'code');
  return declared !== undefined && (checker.getTypeOfSymbol(declared).flags & ts.TypeFlags.Unknown) !== 0;
}

/** `error.code` of `String(error.code)`: the status is a number, and becomes a text there, too. */
function asText(place: ts.Expression): ts.Expression | undefined {
  const node = unwrap(place);
  return ts.isCallExpression(node) && codeText(unwrap(node.expression)) === 'String'
    ? node.arguments[0]
    : undefined;
}

/** A value of any type may stand there. */
function takesAny(checker: ts.TypeChecker, value: ts.Expression): boolean {
  const { parent } = wrapped(value);
  if (ts.isTemplateSpan(parent) || ts.isSwitchStatement(parent)) return true;
  if (ts.isBinaryExpression(parent)) return /^[=!]==?$/.test(parent.operatorToken.getText());
  const wanted = checker.getContextualType(value);
  return wanted !== undefined && (wanted.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}

/** `const { code, message } = error` → `const { message } = error, code = …`. What else the pattern takes stays. */
function chosenElement(read: ts.BindingElement, status: string): readonly Edit[] {
  const pattern = read.parent;
  const declaration = pattern.parent as ts.VariableDeclaration;
  const owner = declaration.initializer!;
  const file = read.getSourceFile().fileName;
  const value = `${status}${ts.isLeftHandSideExpression(owner) ? owner.getText() : `(${owner.getText()})`}.code`;
  const text = read.initializer
    ? `{ ${read.getText()} } = { code: ${value} }`
    : `${read.name.getText()} = ${value}`;
  if (pattern.elements.length === 1)
    return [{ file, start: declaration.getStart(), end: declaration.end, text }];
  return [...withoutElement(read), { file, start: declaration.end, end: declaration.end, text: `, ${text}` }];
}

/** An element goes with the comma behind it, the last one with that before it. */
function withoutElement(read: ts.BindingElement): readonly Edit[] {
  const elements = read.parent.elements as ts.NodeArray<ts.BindingElement>;
  const index = elements.indexOf(read);
  const next = elements[index + 1];
  const [start, end] = next ? [read.getStart(), next.getStart()] : [elements[index - 1]!.end, read.end];
  return [{ file: read.getSourceFile().fileName, start, end, text: '' }];
}

/** No operator stands around the value. */
function isPlainPlace(place: ts.Expression): boolean {
  const { parent } = place;
  return !(
    (ts.isBinaryExpression(parent) && !isAssigned(parent, place)) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isPropertyAccessExpression(parent) ||
    ts.isTypeOfExpression(parent)
  );
}

/** `error.code` → `error.status`, where the error is known to be an SdkHttpError. */
export function renamedRead({ read }: StatusTest): readonly Edit[] {
  const file = read.getSourceFile().fileName;
  if (ts.isBindingElement(read)) {
    const key = read.propertyName ?? read.name;
    const text = read.propertyName ? 'status' : `status: ${key.getText()}`;
    return [{ file, start: key.getStart(), end: key.end, text }];
  }
  if (ts.isPropertyAccessExpression(read))
    return [{ file, start: read.name.getStart(), end: read.name.end, text: 'status' }];
  const key = read.argumentExpression;
  return [{ file, start: key.getStart() + 1, end: key.end - 1, text: 'status' }];
}
