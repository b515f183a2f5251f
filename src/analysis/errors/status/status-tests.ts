import { ts } from '../../../compiler.cjs';
import type { Match } from '../../../model/fix.ts';
import { codeValuesOf403, forbiddenStatus } from '../../../sdk/facts.ts';
import {
  bindingKey,
  enclosingFunction,
  isFunctionLike,
  isWithin,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { mentionsIn } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { createFrame } from '../guards/evaluator.ts';
import type { Frame } from '../guards/frame.ts';
import { answerIn } from '../guards/function-answer.ts';
import { type Handler, handlerAt } from '../guards/handlers.ts';
import { outcomeOf } from '../guards/index.ts';
import { httpScenario, migratedScenario } from '../guards/scenarios.ts';
import { type Subject, subjectOf } from '../guards/subject.ts';
import { isSameConstant } from '../guards/value.ts';
import { kindOfError, type Raised, raisedTo } from './client-errors.ts';
import { isDeclaration, takenApart } from './error-sources.ts';
import type { NumberGuard } from './number-guards.ts';
import { keptAway } from './reached.ts';
import { asksChangedList, expressionAround, readsStatus } from './status-beside.ts';
import { findsInText } from './status-in-text.ts';
import { type CodeUse, CodeUses } from './status-uses.ts';
import { givesOther, givesSame, isSame } from './table-answers.ts';

/** The `code` of an error of the MCP client, taken for the HTTP status. */
export interface StatusMatch extends Match {
  readonly project: Project;
  readonly tests: readonly StatusTest[];
  readonly raised: Raised;
  /** Where a pattern takes the error apart before anything can ask for its class: then there are no tests. */
  readonly pattern?: ts.BindingElement;
  /** Tests for a number around it, which a fix widens. */
  readonly guards?: readonly NumberGuard[];
  /** What else reads `code` behind them. */
  readonly others?: readonly StatusTest[];
}

/** One read of `code`, and what is done with it. */
export interface StatusTest {
  readonly read: ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.BindingElement;
  /** The error. */
  readonly owner: ts.Expression;
  readonly subject: Subject;
  readonly handler: Handler | undefined;
  readonly kind: 'http' | 'mixed' | 'open';
  readonly uses: readonly CodeUse[];
  /** The whole value around the read. */
  readonly place: ts.Expression;
}

export function statusMatches(project: Project): StatusMatch[] {
  const found = new Map<ts.Node, StatusMatch>();
  for (const file of project.userFiles) {
    if (isTestFile(file)) continue;
    for (const read of codeReads(file)) {
      const taken = takenMatch(project, read);
      if (taken) found.set(taken.node, taken);
      const test = testAt(project, read);
      const raised = test && raisedFor(project, test);
      if (!raised || isAnswered(project, test)) continue;
      const node = decisionOf(test);
      const before = found.get(node);
      const tests = [...(before?.tests ?? []), test];
      found.set(node, { project, node, tests, raised, generation: raised.generation });
    }
  }
  return [...found.values()].map((match) => (match.pattern ? match : { ...match, node: placeOf(match) }));
}

/** `catch ({ code })`, `({ code }) => …` */
function takenMatch(project: Project, read: StatusTest['read']): StatusMatch | undefined {
  const value = ts.isBindingElement(read) ? takenApart(read) : undefined;
  if (!ts.isBindingElement(read) || !value || !isDeclaration(value) || !ts.isIdentifier(read.name))
    return undefined;
  const subject = subjectOf(project, read.name);
  if (!subject || read.parent.elements.some((each) => bindingKey(each as ts.BindingElement) === 'status'))
    return undefined;
  const { name } = read;
  const uses = usesOf(project, subject, read, (all) => all.named(name, subject.symbol));
  const raised = uses && raisedTo(project, value);
  return raised && { project, node: read, tests: [], pattern: read, raised, generation: raised.generation };
}

/** `error.code`, `error['code']`, `{ code } = error`. */
export function codeReads(file: ts.SourceFile): StatusTest['read'][] {
  return mentionsIn(file, 'code').flatMap((name): StatusTest['read'][] => {
    const { parent } = name;
    if (ts.isPropertyAccessExpression(parent)) return parent.name === name ? [parent] : [];
    if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === name ? [parent] : [];
    return ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === name ? [parent] : [];
  });
}

function testAt(project: Project, read: StatusTest['read']): StatusTest | undefined {
  const owner = ownerOf(read);
  const subject = owner && subjectOf(project, owner);
  const kind = owner && kindOfError(project, owner);
  if (!subject || !kind || kind === 'other') return undefined;
  const uses = usesOf(project, subject, kind === 'open' ? read : undefined, (all) => followRead(all, read));
  return uses && readAt(project, read, uses);
}

function usesAt(project: Project, read: StatusTest['read']): CodeUses | undefined {
  const owner = ownerOf(read);
  const subject = owner && subjectOf(project, owner);
  if (!subject) return undefined;
  const uses = new CodeUses(project, subject);
  followRead(uses, read);
  return uses;
}

function followRead(uses: CodeUses, read: StatusTest['read']): void {
  if (!ts.isBindingElement(read)) return uses.follow(read);
  uses.variable(read.name, () => undefined, read.parent.parent as ts.VariableDeclaration);
}

/** Any read of `code`, also of one that is compared with no status. */
export function readAt(
  project: Project,
  read: StatusTest['read'],
  uses = usesAt(project, read),
): StatusTest | undefined {
  const owner = ownerOf(read);
  const subject = owner && subjectOf(project, owner);
  if (!subject || !uses) return undefined;
  const kind = kindOfError(project, owner);
  if (kind === 'other') return undefined;
  const place = ts.isBindingElement(read) ? owner : (uses.place ?? read);
  const handler = handlerAt(project, { node: read, value: owner, kind: 'v2' });
  return { read, owner, subject, handler, kind, uses: uses.found, place };
}

/**
 * What is done with a code; undefined where it is never compared with a status.
 *
 * @param code undefined where it is that of an SdkHttpError, which is a text by its type
 */
function usesOf(
  project: Project,
  subject: Subject,
  code: ts.Expression | ts.BindingElement | undefined,
  start: (uses: CodeUses) => void,
): CodeUses | undefined {
  const near = new CodeUses(project, subject, true);
  start(near);
  if (!near.isLeft) return near.isCompared ? near : undefined;
  // Nobody can compare a text with a number, and to find out who calls a function costs a search.
  if (!near.isCompared && code && isText(project, code)) return undefined;
  const all = new CodeUses(project, subject);
  start(all);
  return all.isCompared ? all : undefined;
}

function isText({ checker }: Project, code: ts.Expression | ts.BindingElement): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(code));
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) => (flags & ts.TypeFlags.StringLike) !== 0);
}

function ownerOf(read: StatusTest['read']): ts.Expression | undefined {
  if (!ts.isBindingElement(read)) return read.expression;
  const declaration = read.parent.parent;
  return ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}

function raisedFor(project: Project, { owner, kind }: StatusTest): Raised | undefined {
  const raised = raisedTo(project, owner);
  if (raised) return raised;
  return kind === 'open' ? undefined : { generation: 2, steps: [] };
}

/** The code does the same for an SdkHttpError as for the error of v1: it reads `status`, too, or asked before. */
function isAnswered(project: Project, test: StatusTest): boolean {
  const { handler, subject, place } = test;
  const whole = handler && isInside(handler, place) ? handler : undefined;
  const decision = decisionOf(test);
  const changed = test.uses.find(asksChangedList);
  if (changed && readsStatus(project, expressionAround(changed.node), subject)) return true;
  return statusesAsked(test).every((status) => {
    const [v1, v2] = framesFor(project, handler?.subject ?? subject, status);
    if (v1.evaluate(place).kind === 'unknown') return readsStatus(project, decision, test.subject);
    const endsAlike = () => whole !== undefined && haveSameEnd(whole, v1, v2, isComparedOutside(whole, test));
    if (handler && keptAway(handler, v2, place))
      return keptAway(handler, v1, place) !== undefined || endsAlike();
    const ends = [v1.truth(decision), v2.truth(decision)];
    if (!ends.includes(undefined) && ends[0] !== ends[1]) return endsAlike();
    // `(error, code) => error.code === code || error.status === code`: the callers decide.
    if (ends.every((end) => end === undefined) && readsStatus(project, decision, test.subject)) return true;
    for (let node: ts.Node = place; node !== decision.parent; node = node.parent)
      if (ts.isExpression(node) && (isSame(v1.evaluate(node), v2.evaluate(node)) || isFoundIn(node, v1, v2)))
        return true;
    if (givesSame(test.uses, v1, v2)) return true;
    return !givesOther(test.uses, v1, v2) && endsAlike();
  });
}

/** The function answers with the code and a caller compares it, a caller passes the status, or a variable gets the code. */
const isComparedOutside = ({ scope }: Handler, { uses }: StatusTest): boolean =>
  uses.some(
    ({ statuses, node, isGiven, isAssigned }) =>
      statuses.length > 0 && (isGiven || isAssigned || !isWithin(node, scope)),
  );

/** `error.code === 401 || text.includes('401')`, where the text has the status of an SdkHttpError in it. */
function isFoundIn(node: ts.Expression, v1: Frame, v2: Frame): boolean {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.BarBarToken) return false;
  return v1.truth(node) === true && [node.left, node.right].some((each) => findsInText(each, v2));
}

/** What runs is the same, or what the function answers is. */
function haveSameEnd(handler: Handler, v1: Frame, v2: Frame, isCompared: boolean): boolean {
  // Of a code that is returned the text is the same for both, and its value is not.
  if (!isCompared && outcomeOf(handler, v1.fork()) === outcomeOf(handler, v2.fork())) return true;
  const { scope } = handler;
  if (!isFunctionLike(scope)) return false;
  const [a, b] = [v1, v2].map((frame) => answerIn(scope, frame.fork()));
  return a !== undefined && b !== undefined && isSameConstant(a, b);
}

/** The two scenarios of a status: the error that v1 threw for it, and the one that v2 throws. */
export function framesFor(project: Project, subject: Subject, status: number): readonly [Frame, Frame] {
  return [
    createFrame(project, subject, migratedScenario(status)),
    createFrame(project, subject, httpScenario(codeValuesOf403[0]!, status)),
  ];
}

/** A 403 is asked for, by name or in a range. */
export const asksFor403 = (project: Project, test: StatusTest): boolean =>
  test.uses.some((use) => isAskedFor403(project, test, use));

export function isAskedFor403(project: Project, { handler, subject }: StatusTest, use: CodeUse): boolean {
  if (use.statuses.includes(forbiddenStatus)) return true;
  if (use.kind !== 'range') return false;
  const frame = createFrame(project, handler?.subject ?? subject, migratedScenario(forbiddenStatus));
  return frame.truth(conditionAround(use.node as ts.Expression)) !== false;
}

/** In the handler itself, not in a function that it makes: that one is not evaluated with it. */
function isInside({ scope }: Handler, place: ts.Node): boolean {
  const owner = isFunctionLike(scope) ? scope : enclosingFunction(scope);
  return enclosingFunction(place) === owner;
}

/** The statuses that the tests tell apart, and one of the others; for a range, some on both sides. */
export function statusesAsked({ uses }: Pick<StatusTest, 'uses'>): readonly number[] {
  const named = uses.flatMap(({ statuses }) => statuses).filter((status) => status >= 400 && status < 600);
  const isRange = uses.some(({ kind }) => kind === 'range');
  const other = common.find((status) => !named.includes(status))!;
  return [...new Set([...named, ...(isRange ? common : [other])])];
}

const common = [400, 401, forbiddenStatus, 404, 405, 429, 500, 503];

/** The condition that a direct test is part of; otherwise the value that is tested. */
export function decisionOf({ uses, place }: StatusTest): ts.Expression {
  const [first] = uses.filter(({ statuses }) => statuses.length > 0);
  if (!first?.isDirect) return place;
  return conditionAround(first.node as ts.Expression);
}

/** The whole condition around a part of it. */
export function conditionAround(part: ts.Expression): ts.Expression {
  let node = wrapped(part);
  for (;;) {
    const { parent } = node;
    const isPart =
      (ts.isBinaryExpression(parent) && logical.has(parent.operatorToken.kind)) ||
      ts.isPrefixUnaryExpression(parent);
    if (!isPart) return node;
    node = wrapped(parent as ts.Expression);
  }
}

const logical: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
]);

/** The first comparison, or the read whose value is compared elsewhere. */
function placeOf({ tests: [test] }: StatusMatch): ts.Node {
  const [first] = test!.uses.filter(({ statuses }) => statuses.length > 0);
  if (first?.isDirect) return first.node;
  return ts.isBindingElement(test!.read) ? test!.read : unwrap(test!.read);
}
