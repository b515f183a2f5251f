import { ts } from 'ts-morph';
import { enclosingFunction, isFunctionLike } from '../../src/analysis/ast.ts';
import { lineWidth } from '../../src/analysis/guards/collapse.ts';
import { run, textOf } from '../../src/analysis/guards/diverge.ts';
import { evaluate, truth } from '../../src/analysis/guards/evaluate.ts';
import { classAt, type Frame, fork } from '../../src/analysis/guards/frame.ts';
import type { Piece } from '../../src/analysis/guards/layout.ts';
import { render, renderCondition } from '../../src/analysis/guards/render.ts';
import { contextOf, specialise, takenClause } from '../../src/analysis/guards/specialise.ts';
import { ensureImport } from '../../src/edit/imports.ts';
import type { Edit } from '../../src/model/edit.ts';
import type { RefusalCode } from '../../src/model/refusals.ts';
import type { Fix } from '../../src/model/rule.ts';
import { clientPackage } from '../../src/sdk/modules.ts';
import { decidingGuard, type ScopeMatch } from './guard.ts';
import { hazardIn, type Refused, readsLostMember } from './hazards.ts';
import { insertBefore, insertCase, insertConditional, insertIf } from './insert.ts';
import { flagOf, widen } from './widen.ts';

type Outcome = readonly Edit[] | Refused;

const none = (refusal: RefusalCode, detail?: string): Refused => ({
  level: 'none',
  refusal,
  ...(detail ? { detail } : {}),
});

/** The branch that does for an InsufficientScopeError what the handler did for a 403. */
export function fixOf(match: ScopeMatch): Fix {
  const { divergence, handler } = match;
  const { project, subject } = divergence.before;
  if (match.ambiguous) return none('insufficient-scope-code');
  if (/\.cause$/.test(subject.text)) return none('error-cause', `It tests \`${subject.text}\`.`);
  const file = divergence.site.node.getSourceFile();
  const guard = decidingGuard(divergence);
  const imported = ensureImport(project, file, {
    module: clientPackage,
    name: 'InsufficientScopeError',
    ...besideClass(project, guard),
  });
  const outcome = mend(match, testFor(guard, imported.local, handler.subject.text));
  if ('level' in outcome) return outcome;
  return { level: 'safe', edits: [...imported.edits, ...outcome] };
}

/** The import that brings the class of the guard is the one to extend. */
function besideClass(project: Frame['project'], guard: ts.Node): { beside?: string } {
  if (!ts.isBinaryExpression(guard) || !ts.isIdentifier(guard.right)) return {};
  const declared = classAt(project, guard.right);
  return declared && declared !== 'own' ? { beside: declared.name } : {};
}

/** `error instanceof InsufficientScopeError`, or with `isInstance` where the author tests so. */
function testFor(guard: ts.Node, local: string, subject: string): string {
  if (ts.isCallExpression(guard) && guard.arguments[0])
    return `${local}.isInstance(${guard.arguments[0].getText()})`;
  const value =
    ts.isBinaryExpression(guard) && guard.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword
      ? guard.left.getText()
      : subject;
  return `${value} instanceof ${local}`;
}

function mend(match: ScopeMatch, test: string): Outcome {
  const { site } = match.divergence;
  switch (site.kind) {
    case 'if':
      return mendIf(match, site.node, test);
    case 'conditional':
      return mendConditional(match, site.node, test);
    case 'boolean':
      return mendBoolean(match, site.node, test);
    case 'value':
      return mendValue(match, site.node, test);
    case 'switch':
      return mendSwitch(match, site.node, test);
    default:
      return none('insufficient-scope-shape');
  }
}

interface Written {
  readonly pieces: readonly Piece[];
  readonly exits: boolean;
  readonly live: readonly ts.Node[];
}

/** What the statements do for a 403, as code. */
function write(lists: readonly (readonly ts.Statement[])[], frame: Frame): Written {
  const scratch = fork(frame);
  const pieces: Piece[] = [];
  for (const list of lists) {
    const residual = specialise(list, scratch, 'write');
    pieces.push(...residual.pieces);
    if (residual.exits) return { pieces, exits: true, live: pieces.flatMap(({ live }) => live) };
  }
  return { pieces, exits: false, live: pieces.flatMap(({ live }) => live) };
}

function mendIf({ divergence }: ScopeMatch, node: ts.IfStatement, test: string): Outcome {
  const { before, now, rest } = divergence;
  const taken = truth(node.expression, before);
  const branch = taken === false ? node.elseStatement : node.thenStatement;
  const lists = branch ? [[branch]] : rest;
  const condition = conditionHazard(node.expression, before);
  if (condition) return condition;
  const written = write(lists, branch ? before : learnedFrom(before));
  const hazard = hazardIn(written.live, liveFrame(lists, before));
  if (hazard) return hazard;
  const flag = flagIn(node.expression, before);
  if (staysTheSame(lists, before, now) && (!flag || flagMayChange(divergence, flag))) {
    const edits = widen(node.expression, divergence, test);
    // Where the line would get too long, a short branch of its own reads better.
    const short = written.exits && written.pieces.length === 1 && !node.elseStatement && branch !== undefined;
    if (edits && !(short && !flag && taken !== undefined && isTooLong(edits, node.getSourceFile())))
      return edits;
  }
  // What follows the `if` runs for every error, so only a branch that leaves may stand for it.
  const pieces = branch ? written : leave(written, node);
  if (!pieces) return none('insufficient-scope-shape');
  const full =
    taken === undefined ? both(test, renderCondition(node.expression, contextOf(before, 'write'))) : test;
  return [insertIf(node, full, pieces.pieces, pieces.exits)];
}

const both = (test: string, condition: string): string =>
  `${test} && ${/\|\||\?/.test(condition) ? `(${condition})` : condition}`;

function isTooLong(edits: readonly Edit[], file: ts.SourceFile): boolean {
  const [first] = edits;
  if (!first || edits.some(({ text }) => text.includes('\n'))) return false;
  const start = file.text.lastIndexOf('\n', first.start - 1) + 1;
  const end = file.text.indexOf('\n', first.start);
  const added = edits.reduce((sum, { text }) => sum + text.length, 0);
  return (end < 0 ? file.text.length : end) - start + added > Math.max(lineWidth(file), 120);
}

const learnedFrom = (frame: Frame): Frame => fork(frame);

/** The frame after the statements, which knows the variables they declare. */
function liveFrame(lists: readonly (readonly ts.Statement[])[], before: Frame): Frame {
  const frame = fork(before);
  run(lists, frame);
  return frame;
}

/** The author's own statements serve both errors: same effect, and nothing in them is only the old error's. */
function staysTheSame(lists: readonly (readonly ts.Statement[])[], before: Frame, now: Frame): boolean {
  if (readsLostMember(lists.flat(), before)) return false;
  const shared = {
    ...fork(now),
    env: new Map([...now.env, ...before.env].filter(([symbol]) => now.env.has(symbol))),
  };
  return textOf(run(lists, fork(before)).pieces) === textOf(run(lists, shared).pieces);
}

function flagIn(condition: ts.Expression, frame: Frame): ts.Expression | undefined {
  const node = ts.isParenthesizedExpression(condition) ? condition.expression : condition;
  if (ts.isPrefixUnaryExpression(node)) return flagIn(node.operand, frame);
  if (ts.isBinaryExpression(node)) return flagIn(node.left, frame) ?? flagIn(node.right, frame);
  return flagOf(node, frame);
}

/** All that follows asks the flag too, so it must do for both errors. */
function flagMayChange({ before, now, site, rest }: ScopeMatch['divergence'], flag: ts.Expression): boolean {
  const lists = ts.isStatement(site.node) ? [[site.node], ...rest] : rest;
  const widened = fork(now);
  for (const [symbol, value] of before.env) {
    const declaration = symbol.valueDeclaration;
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer === flag)
      widened.env.set(symbol, value);
  }
  return textOf(run(lists, fork(before)).pieces) === textOf(run(lists, widened).pieces);
}

/** A branch that falls off the end of a function returns there. */
function leave(written: Written, node: ts.Statement): Written | undefined {
  if (written.exits) return written;
  return endsFunction(node)
    ? { ...written, pieces: [...written.pieces, returnPiece(node)], exits: true }
    : undefined;
}

function endsFunction(node: ts.Node): boolean {
  for (let current = node; current.parent; current = current.parent) {
    const { parent } = current;
    if (isFunctionLike(parent)) return !ts.isConstructorDeclaration(parent);
    if (ts.isCatchClause(current) && (parent as ts.TryStatement).finallyBlock) return false;
    if (
      ts.isIterationStatement(parent, false) ||
      ts.isSwitchStatement(parent) ||
      ts.isLabeledStatement(parent)
    )
      return false;
    if (ts.isBlock(parent) && current !== node && parent.statements.at(-1) !== current) return false;
  }
  return false;
}

function returnPiece(node: ts.Statement): Piece {
  const end = node.getSourceFile().text.includes(';') ? ';' : '';
  return { node, text: `return${end}`, comments: '', indentation: '', live: [] };
}

/** The condition itself must be answerable for an InsufficientScopeError. */
function conditionHazard(condition: ts.Expression, before: Frame): Refused | undefined {
  const context = contextOf(before, 'write');
  renderCondition(condition, context);
  return hazardIn(context.live, before);
}

function mendConditional({ divergence }: ScopeMatch, node: ts.ConditionalExpression, test: string): Outcome {
  const { before, now } = divergence;
  const taken = truth(node.condition, before);
  const branch = taken === false ? node.whenFalse : node.whenTrue;
  const condition = conditionHazard(node.condition, before);
  if (condition) return condition;
  const context = contextOf(before, 'write');
  const text = render(branch, context);
  const hazard = hazardIn(context.live, before);
  if (hazard) return hazard;
  const same =
    !readsLostMember([branch], before) &&
    render(branch, contextOf(now, 'compare')) === branch.getText() &&
    text === branch.getText();
  if (same && !flagIn(node.condition, before)) {
    const edits = widen(node.condition, divergence, test);
    if (edits) return edits;
  }
  const full =
    taken === undefined ? both(test, renderCondition(node.condition, contextOf(before, 'write'))) : test;
  return insertConditional(node, full, text);
}

function mendBoolean({ divergence }: ScopeMatch, node: ts.Expression, test: string): Outcome {
  const owner = enclosingFunction(node);
  const predicate = owner?.type && ts.isTypePredicateNode(owner.type) ? owner : undefined;
  if (predicate && isAnswer(node))
    return none('type-predicate', `It is the answer of \`${predicate.name?.getText() ?? 'a function'}\`.`);
  const hazard = conditionHazard(node, divergence.before) ?? answerHazard(node, divergence.before);
  if (hazard) return hazard;
  const edits = widen(node, divergence, test);
  if (edits) return edits;
  const residual = renderCondition(node, contextOf(divergence.before, 'write'));
  return insertConditional(node, test, residual);
}

function isAnswer(node: ts.Node): boolean {
  let current = node.parent;
  while (ts.isParenthesizedExpression(current) || ts.isBinaryExpression(current)) current = current.parent;
  return ts.isReturnStatement(current) || ts.isArrowFunction(current);
}

/** `return true` of a function that answers whether to retry. */
function answerHazard(node: ts.Expression, before: Frame): Refused | undefined {
  const owner = enclosingFunction(node);
  const declared = owner && ts.isVariableDeclaration(owner.parent) ? owner.parent.name : owner?.name;
  const name = declared?.getText() ?? '';
  const value = evaluate(node, before);
  const isYes = value.kind === 'const' && value.value === true;
  if (!isYes || !isAnswer(node) || !/retr(y|iable)|fall-?back|transient|recoverable|reconnect/i.test(name))
    return undefined;
  return none('retry-or-fallback', `\`${name}\` answers yes for a 403.`);
}

function mendValue({ divergence }: ScopeMatch, node: ts.Expression, test: string): Outcome {
  const context = contextOf(divergence.before, 'write');
  const text = render(node, context);
  return hazardIn(context.live, divergence.before) ?? insertConditional(node, test, text);
}

function mendSwitch({ divergence }: ScopeMatch, node: ts.SwitchStatement, test: string): Outcome {
  const { before, now } = divergence;
  const index = takenClause(node, before);
  if (index === undefined) return none('insufficient-scope-shape');
  const written = write([[node]], before);
  const hazard = hazardIn(written.live, liveFrame([[node]], before));
  if (hazard) return hazard;
  const clause = node.caseBlock.clauses[index];
  if (node.expression.kind === ts.SyntaxKind.TrueKeyword && clause && ts.isCaseClause(clause)) {
    const earlier = takenClause(node, now) ?? index;
    const place = node.caseBlock.clauses[earlier >= 0 ? Math.min(index, earlier) : index];
    if (!place || !ts.isCaseClause(place)) return none('insufficient-scope-shape');
    const same =
      place === clause && clause.statements.length > 0 && staysTheSame([clause.statements], before, now);
    return [insertCase(place, test, same ? undefined : written.pieces, written.exits)];
  }
  const left = leave(written, node);
  return written.exits && left ? [insertBefore(node, test, left.pieces)] : none('insufficient-scope-shape');
}
