import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import type { RefusalCode } from '../../../model/refusals.ts';
import { descendants, enclosingStatement, isFunctionLike } from '../../program/ast.ts';
import { lineWidth } from '../guards/collapse.ts';
import { run, textOf } from '../guards/compare.ts';
import { evaluate, truth } from '../guards/evaluate.ts';
import { type Frame, fork, variableAt } from '../guards/frame.ts';
import { testsItself } from '../guards/inspectors.ts';
import type { Piece } from '../guards/layout.ts';
import { functionAt } from '../guards/own-functions.ts';
import { isPure } from '../guards/purity.ts';
import { renderCondition } from '../guards/render.ts';
import { contextOf, specialise } from '../guards/specialize.ts';
import type { ScopeMatch } from './guard.ts';
import { hazardIn, type Refused, readsLostMember } from './hazards.ts';
import { flagOf } from './widen.ts';

export type Outcome = readonly Edit[] | Refused;

export const none = (refusal: RefusalCode, detail?: string): Refused => ({
  level: 'none',
  refusal,
  ...(detail ? { detail } : {}),
});

export interface Written {
  readonly pieces: readonly Piece[];
  readonly exits: boolean;
  readonly live: readonly ts.Node[];
}

/** What the statements do for a 403, as code. */
export function write(lists: readonly (readonly ts.Statement[])[], frame: Frame): Written {
  const scratch = fork(frame);
  const pieces: Piece[] = [];
  for (const list of lists) {
    const residual = specialise(list, scratch, 'write');
    pieces.push(...residual.pieces);
    if (residual.exits) return { pieces, exits: true, live: pieces.flatMap(({ live }) => live) };
  }
  return { pieces, exits: false, live: pieces.flatMap(({ live }) => live) };
}

/**
 * The condition of the author with the new test in the place of the guard: what stands before the guard may be what
 * makes the error readable, and what stands behind it may rest on the test.
 */
export function conditionWith(test: string, condition: ts.Expression, guard: ts.Node, before: Frame): string {
  const operands = conjuncts(condition).flatMap((operand) => {
    const holdsGuard = operand.pos <= guard.pos && guard.end <= operand.end;
    const known = truth(operand, before) === true && isPure(operand, before);
    if (known) return holdsGuard ? [test] : [];
    const text = renderCondition(operand, contextOf(before, 'write'));
    const rest = /\|\||\?/.test(text) ? `(${text})` : text;
    return holdsGuard ? [test, rest] : [rest];
  });
  return (operands.includes(test) ? operands : [test, ...operands]).join(' && ');
}

function conjuncts(node: ts.Expression): ts.Expression[] {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
  return ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
    ? [...conjuncts(inner.left), ...conjuncts(inner.right)]
    : [node];
}

export function isTooLong(edits: readonly Edit[], file: ts.SourceFile): boolean {
  const [first] = edits;
  if (!first) return false;
  const start = file.text.lastIndexOf('\n', first.start - 1) + 1;
  // Broken up because it was too long, unless the condition has its lines to itself.
  if (edits.some(({ text }) => text.includes('\n'))) return /\S/.test(file.text.slice(start, first.start));
  const end = file.text.indexOf('\n', first.start);
  const added = edits.reduce((sum, { text }) => sum + text.length, 0);
  return (end < 0 ? file.text.length : end) - start + added > Math.max(lineWidth(file), 120);
}

/** The frame after the statements, which knows the variables they declare. */
export function liveFrame(lists: readonly (readonly ts.Statement[])[], before: Frame): Frame {
  const frame = fork(before);
  run(lists, frame);
  return frame;
}

/** The author's own statements serve both errors: same effect, and nothing in them is only the old error's. */
export function staysTheSame(
  lists: readonly (readonly ts.Statement[])[],
  before: Frame,
  now: Frame,
): boolean {
  if (readsLostMember(lists.flat(), before) || readsLostValue(lists.flat(), before, now)) return false;
  const shared = {
    ...fork(now),
    env: new Map([...now.env, ...before.env].filter(([symbol]) => now.env.has(symbol))),
  };
  return textOf(run(lists, fork(before)).pieces) === textOf(run(lists, shared).pieces);
}

/** A variable that holds what only the error of before had: `const { status } = error as HttpLike`. */
function readsLostValue(nodes: readonly ts.Node[], before: Frame, now: Frame): boolean {
  const names = new Set([...before.env.keys()].map(({ name }) => name));
  return nodes.some((root) =>
    [...descendants(root)].some((node) => {
      if (!ts.isIdentifier(node) || !names.has(node.text)) return false;
      const symbol = variableAt(before.project, node);
      if (!symbol || before.decided.has(symbol)) return false;
      const [was, is] = [before.env.get(symbol), now.env.get(symbol)];
      if (was?.kind !== 'const') return false;
      return is?.kind !== 'const' || is.value !== was.value;
    }),
  );
}

export function flagIn(condition: ts.Expression, frame: Frame): ts.Expression | undefined {
  const node = ts.isParenthesizedExpression(condition) ? condition.expression : condition;
  if (ts.isPrefixUnaryExpression(node)) return flagIn(node.operand, frame);
  if (ts.isBinaryExpression(node)) return flagIn(node.left, frame) ?? flagIn(node.right, frame);
  return flagOf(node, frame);
}

/** All that follows asks the flag too, so it must do for both errors. */
export function flagMayChange(
  { before, now, site, rest }: ScopeMatch['divergence'],
  flag: ts.Expression,
): boolean {
  const statement = ts.isStatement(site.node) ? site.node : enclosingStatement(site.node);
  const lists = statement ? [[statement], ...rest] : rest;
  const widened = fork(now);
  for (const [symbol, value] of before.env) {
    const declaration = symbol.valueDeclaration;
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer === flag)
      widened.env.set(symbol, value);
  }
  return textOf(run(lists, fork(before)).pieces) === textOf(run(lists, widened).pieces);
}

/** A branch that falls off the end of a function returns there. */
export function leave(written: Written, node: ts.Statement): Written | undefined {
  if (written.exits) return written;
  return endsFunction(node)
    ? { ...written, pieces: [...written.pieces, returnPiece(node)], exits: true }
    : undefined;
}

/** Whether nothing runs after a statement but the end of its function. */
export function endsFunction(node: ts.Node): boolean {
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
export function conditionHazard(condition: ts.Expression, before: Frame): Refused | undefined {
  const context = contextOf(before, 'write');
  renderCondition(condition, context);
  return openTest(context.live, condition, before) ?? hazardIn(context.live, before);
}

/** A test by class whose answer is not known: the new error may fail it, and then no branch behind it is ever reached. */
function openTest(live: readonly ts.Node[], condition: ts.Node, frame: Frame): Refused | undefined {
  const found = live.find((node) => {
    if (isAlternative(node, condition)) return false;
    if (ts.isBinaryExpression(node))
      return (
        node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
        evaluate(node.left, frame).kind === 'error'
      );
    if (!ts.isCallExpression(node) || truth(node, frame) !== undefined) return false;
    const target = functionAt(frame.project, node.expression);
    return target !== undefined && testsItself(frame.project, target);
  });
  return found && none('insufficient-scope-shape', `What \`${found.getText()}\` answers is not known.`);
}

/** An operand of `||`: where it fails, the other may hold. */
function isAlternative(node: ts.Node, condition: ts.Node): boolean {
  for (let current = node; current !== condition && current.parent; current = current.parent) {
    const { parent } = current;
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.BarBarToken) return true;
  }
  return false;
}
