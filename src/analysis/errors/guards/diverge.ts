import { ts } from '../../../compiler.cjs';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { isHandled, leaves, type Rest, run, sameEffect, sameText, truthNow } from './compare.ts';
import { contains } from './contains.ts';
import { isDecision } from './decisions.ts';
import type { Divergence, Site } from './divergence.ts';
import type { BeforeAndNow, Frame } from './frame.ts';
import type { Handler } from './handlers.ts';
import { concernsOtherStatuses } from './other-statuses.ts';
import { specialize } from './specialize.ts';
import { variableAt } from './subject.ts';
import { takenClause } from './switch.ts';
import type { Value } from './value.ts';

export interface Divergences {
  /** The decisions at which the outcomes differ, each as if those before it were fixed. */
  readonly found: readonly Divergence[];
  /** Some differ on purpose: the author handles InsufficientScopeError, or the branch only concerns other statuses. */
  readonly isDeliberate: boolean;
}

/** Walks both evaluations of a handler through its statements and finds the decisions at which they differ. */
export function divergences(handler: Handler, before: Frame, now: Frame): Divergences {
  const found: Divergence[] = [];
  const deliberate = new Set<ts.Node>();
  const add = (divergence: Divergence): void => {
    if (!found.some(({ site }) => site.node === divergence.site.node)) found.push(divergence);
  };
  const walker: Walk = { rest: [], before, now, add, deliberate };
  if (Array.isArray(handler.body)) walk(handler.body, walker);
  else walkExpression(handler.body as ts.Expression, walker);
  return { found, isDeliberate: deliberate.size > 0 };
}

interface Walk extends BeforeAndNow {
  readonly rest: Rest;
  readonly add: (divergence: Divergence) => void;
  /** Decisions that differ on purpose. */
  readonly deliberate: Set<ts.Node>;
}

const stop = true;

/** `stop` when nothing after the statements runs. */
function walk(statements: readonly ts.Statement[], state: Walk): boolean {
  const found: ts.Node[] = [];
  const add = (divergence: Divergence): void => {
    found.push(divergence.site.node);
    state.add(divergence);
  };
  for (const [index, statement] of statements.entries()) {
    const rest = [statements.slice(index + 1), ...state.rest];
    // What follows is evaluated only where the statement itself may differ: most have the same effect for both errors.
    const differs = mayDiffer(statement, state);
    // Together with what follows, because a declaration alone is unused and would be left out.
    if (differs && sameEffect([statements.slice(index), ...state.rest], state)) return stop;
    if (differs && step(statement, { ...state, add, rest })) return stop;
    const learned = specialize([statement], state.before, 'compare');
    specialize([statement], state.now, 'compare');
    if (found.some((node) => contains(statement, node))) assumeFixed(statement, state);
    if (learned.exits) return stop;
  }
  return false;
}

/** A declaration alone has no effect. What follows decides whether its value matters. */
function mayDiffer(statement: ts.Statement, state: Walk): boolean {
  if (!ts.isVariableStatement(statement)) return !sameEffect([[statement]], state);
  return statement.declarationList.declarations.some(
    ({ initializer }) => initializer !== undefined && !sameText(initializer, state),
  );
}

/** `const status = error instanceof X ? error.status : undefined`: once fixed, it holds the same for both errors. */
function assumeFixed(statement: ts.Statement, { before, now }: Walk): void {
  now.known.takeFrom(before.known, ({ valueDeclaration }) =>
    Boolean(valueDeclaration && contains(statement, valueDeclaration)),
  );
}

function step(node: ts.Statement, state: Walk): boolean {
  if (ts.isBlock(node)) return walk(node.statements, state);
  if (ts.isIfStatement(node)) return stepIf(node, state);
  if (ts.isSwitchStatement(node)) return stepSwitch(node, state);
  if (ts.isVariableStatement(node)) return stepVariables(node, state);
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isExpressionStatement(node)) {
    if (node.expression) walkExpression(node.expression, state);
    return false;
  }
  ts.forEachChild(node, (child) => inner(child, state));
  return false;
}

/** Loops, `try` and nested functions are walked alone: which statements run after them is unknown. */
function inner(node: ts.Node, state: Walk): void {
  const alone: Walk = { ...state, rest: [], before: state.before.fork(), now: state.now.fork() };
  if (ts.isBlock(node)) walk(node.statements, alone);
  else if (ts.isStatement(node)) walk([node], alone);
  else if (ts.isExpression(node)) walkExpression(node, alone);
  else ts.forEachChild(node, (child) => inner(child, state));
}

function stepIf(node: ts.IfStatement, state: Walk): boolean {
  const { before, now } = state;
  const [a, b] = [before.truth(node.expression), truthNow(node.expression, now)];
  if (a === b.truth && (a !== undefined || sameText(node.expression, state))) return stepSame(node, a, state);
  // `e instanceof InsufficientScopeError && asked`: a condition that tests for it in part differs on purpose.
  if (b.isHandled) {
    state.deliberate.add(node);
    return b.truth === undefined || (b.truth && leaves([node.thenStatement], now));
  }
  const site = { kind: 'if', node } as const;
  if (a !== undefined && b.truth !== undefined) {
    const taken = (truth: boolean) =>
      truth ? [node.thenStatement] : node.elseStatement ? [node.elseStatement] : [];
    if (sameEffect([taken(a)], state, [taken(b.truth)])) return false;
  }
  if (isHandled([[node], ...state.rest], now) || (a === true && concernsOthers(node.thenStatement, state))) {
    state.deliberate.add(node);
    return stop;
  }
  state.add({ site, before: before.fork(), now: now.fork(), rest: state.rest });
  // The condition is not decided, so the rest of the else-if chain may run.
  if (a === undefined && node.elseStatement) stepOrWalk(node.elseStatement, state);
  if (a === false && !node.elseStatement) return stop;
  return a !== undefined && leaves(a ? [node.thenStatement] : [node.elseStatement!], before);
}

function concernsOthers(branch: ts.Statement, { before, now, rest }: Walk): boolean {
  const written = specialize([branch], before.fork(), 'compare').pieces;
  return concernsOtherStatuses(branch, before, written, run(rest, now.fork()).pieces);
}

function stepSame(node: ts.IfStatement, taken: boolean | undefined, state: Walk): boolean {
  if (taken !== undefined) {
    const branch = taken ? node.thenStatement : node.elseStatement;
    return branch ? stepOrWalk(branch, state) : false;
  }
  for (const branch of [node.thenStatement, node.elseStatement]) {
    if (branch) stepOrWalk(branch, { ...state, before: state.before.fork(), now: state.now.fork() });
  }
  return false;
}

function stepOrWalk(node: ts.Statement, state: Walk): boolean {
  return ts.isBlock(node) ? walk(node.statements, state) : walk([node], state);
}

function stepSwitch(node: ts.SwitchStatement, state: Walk): boolean {
  const [a, b] = [takenClause(node, state.before), takenClause(node, state.now)];
  const clauses = node.caseBlock.clauses;
  if (a === b) {
    const taken =
      a === undefined ? clauses : clauses.slice(a < 0 ? clauses.length : a, a < 0 ? undefined : a + 1);
    for (const clause of taken) walk(clause.statements, { ...state, rest: [] });
    return false;
  }
  if (isHandled([[node], ...state.rest], state.now)) {
    state.deliberate.add(node);
    return stop;
  }
  state.add({
    site: { kind: 'switch', node },
    before: state.before.fork(),
    now: state.now.fork(),
    rest: state.rest,
  });
  return leaves([node], state.before);
}

function stepVariables(node: ts.VariableStatement, state: Walk): boolean {
  for (const { name, initializer } of node.declarationList.declarations) {
    // A flag matters where it is tested.
    if (!initializer || (ts.isIdentifier(name) && isFlag(node, initializer, state))) continue;
    walkExpression(initializer, state);
  }
  return false;
}

function isFlag(node: ts.VariableStatement, initializer: ts.Expression, { before, now }: Walk): boolean {
  if (!(node.declarationList.flags & ts.NodeFlags.Const)) return false;
  const first = before.evaluate(initializer);
  if (first.kind === 'const' && !first.opaque && typeof first.value !== 'boolean') return false;
  return [before, now].every((frame) => {
    const value = frame.evaluate(initializer);
    if (value.kind === 'error') return true;
    return value.kind === 'const' && (typeof value.value === 'boolean' || isCodeOrNothing(value));
  });
}

/** InsufficientScopeError has no code, so the code itself cannot be written down. What it decides can. */
const isCodeOrNothing = (value: Value): boolean =>
  value.kind === 'const' && (value.opaque === true || value.value === undefined || value.value === null);

function walkExpression(expression: ts.Expression, state: Walk): void {
  const node = unwrap(expression);
  if (isFunctionLike(node)) {
    if (node.body) inner(node.body, state);
    return;
  }
  if (sameText(node, state)) return;
  if (ts.isConditionalExpression(node)) {
    const [a, b] = [state.before.truth(node.condition), truthNow(node.condition, state.now)];
    if (a === b.truth && (a !== undefined || sameText(node.condition, state))) {
      if (a !== false) walkExpression(node.whenTrue, state);
      if (a !== true) walkExpression(node.whenFalse, state);
    } else if (b.isHandled) state.deliberate.add(node);
    else report({ kind: 'conditional', node }, state);
    return;
  }
  const flag = ts.isIdentifier(node) ? initializerOf(node, state.before) : undefined;
  if (flag) {
    walkExpression(flag, state);
    // Once fixed where it is computed, it holds the same for both errors.
    const symbol = variableAt(state.before.project, node as ts.Identifier);
    const value = symbol && state.before.known.get(symbol);
    if (symbol && value) state.now.known.learn(symbol, value);
    return;
  }
  if (isDecision(node, state.before) && !hasOwnDecision(node, state)) {
    const kind = isBoolean(node, state.before) ? 'boolean' : 'value';
    return report({ kind, node }, state);
  }
  if (isDefaultTaken(node, state)) return report({ kind: 'value', node }, state);
  ts.forEachChild(node, (child) => {
    if (ts.isExpression(child)) walkExpression(child, state);
    else if (!ts.isTypeNode(child)) inner(child, state);
  });
}

/** `texts[error.code] ?? 'Failed'`: the table has a text for the SdkHttpError, and InsufficientScopeError gets the default. */
function isDefaultTaken(node: ts.Expression, { before, now }: Walk): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  if (node.operatorToken.kind !== ts.SyntaxKind.QuestionQuestionToken) return false;
  const [a, b] = [before.evaluate(node.left), now.evaluate(node.left)];
  const isNothing = (value: Value) => value.kind === 'const' && value.value == null;
  return a.kind !== 'unknown' && !isNothing(a) && isNothing(b);
}

/** The decision may be in an argument: `log(a ? b : c)`. */
function hasOwnDecision(node: ts.Expression, state: Walk): boolean {
  if (!ts.isCallExpression(node)) return false;
  const [a, b] = [state.before.evaluate(node), state.now.evaluate(node)];
  return a.kind === 'unknown' || b.kind === 'unknown';
}

function initializerOf(node: ts.Identifier, frame: Frame): ts.Expression | undefined {
  const declaration = variableAt(frame.project, node)?.valueDeclaration;
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}

function isBoolean(node: ts.Expression, frame: Frame): boolean {
  const { flags } = frame.project.checker.getTypeAtLocation(node);
  return Boolean(flags & ts.TypeFlags.BooleanLike) || isBooleanUnion(node, frame);
}

function isBooleanUnion(node: ts.Expression, frame: Frame): boolean {
  const type = frame.project.checker.getTypeAtLocation(node);
  return type.isUnion() && type.types.every((part) => part.flags & ts.TypeFlags.BooleanLike);
}

function report(site: Site, state: Walk): void {
  const { before, now } = state;
  if (isHandled(state.rest, now) || truthNow(site.node as ts.Expression, now).isHandled) {
    state.deliberate.add(site.node);
    return;
  }
  state.add({ site, before: before.fork(), now: now.fork(), rest: state.rest });
}
