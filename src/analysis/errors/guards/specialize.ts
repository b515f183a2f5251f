import { ts } from '../../../compiler.cjs';
import { indentationAt, isFunctionLike, unwrap } from '../../program/ast.ts';
import { withoutDirectives } from '../../program/directives.ts';
import { type Context, LiveNodes, type Mode } from './context.ts';
import type { Frame } from './frame.ts';
import { blockText, closingParenthesis, leadingComments, type Piece, trailingComment } from './layout.ts';
import { isPure } from './purity.ts';
import { render, renderCondition } from './render.ts';
import { breaksOut, takenClause } from './switch.ts';
import { assignTracked, bindVariables, stopTracking, track } from './tracked-variables.ts';
import { Retry, Tracking } from './tracking.ts';
import { withoutUnused } from './unused.ts';

/** The code that is left of some statements in one scenario. */
export interface Residual {
  readonly pieces: readonly Piece[];
  /** The statements never run to their end. */
  readonly exits: boolean;
}

/**
 * Partially evaluates statements for the error of the frame's scenario. Branches that cannot run are left out, and known
 * values replace the expressions that read them. The frame learns the variables that are declared.
 */
export function specialize(statements: readonly ts.Statement[], frame: Frame, mode: Mode): Residual {
  for (let tracking = new Tracking(); ; tracking = tracking.again()) {
    const attempt = frame.fork();
    const context = contextOf(attempt, mode, tracking);
    try {
      const residual = run(statements, context);
      frame.adopt(attempt);
      return { ...residual, pieces: withoutUnused(residual.pieces, context) };
    } catch (error) {
      if (!(error instanceof Retry)) throw error;
    }
  }
}

/** A context to render a single expression in. */
export function contextOf(frame: Frame, mode: Mode, tracking = new Tracking()): Context {
  const context: Context = {
    frame,
    mode,
    tracking,
    live: new LiveNodes(),
    block: (node) => renderBlock(node, context),
    ends: new Map(),
  };
  return context;
}

function run(statements: readonly ts.Statement[], context: Context): Residual {
  const pieces: Piece[] = [];
  for (const statement of statements) {
    const residual = runStatement(statement, context);
    pieces.push(...residual.pieces);
    if (residual.exits) return { pieces, exits: true };
  }
  return { pieces, exits: false };
}

const nothing: Residual = { pieces: [], exits: false };

function runStatement(node: ts.Statement, context: Context): Residual {
  if (ts.isBlock(node)) return flatten(node, context);
  if (ts.isIfStatement(node)) return runIf(node, context);
  if (ts.isSwitchStatement(node)) return runSwitch(node, context) ?? keep(node, context, false);
  if (ts.isVariableStatement(node)) return runVariables(node, context);
  if (ts.isEmptyStatement(node)) return nothing;
  if (ts.isExpressionStatement(node)) {
    if (assignTracked(node, context)) return nothing;
    const type =
      ts.isCallExpression(node.expression) &&
      context.frame.project.checker.getTypeAtLocation(node.expression);
    return keep(node, context, type !== false && Boolean(type.flags & ts.TypeFlags.Never));
  }
  const exits =
    ts.isReturnStatement(node) ||
    ts.isThrowStatement(node) ||
    ts.isContinueStatement(node) ||
    ts.isBreakStatement(node);
  if (!exits) stopTracking(node, context);
  const { pieces } = keep(node, context, exits);
  return { pieces, exits: exits || (ts.isTryStatement(node) && tryExits(node, context)) };
}

/** Asked after the statement was written: a block that has nothing of the error in it was copied, and is evaluated here. */
function tryExits(node: ts.TryStatement, context: Context): boolean {
  const ends = (block: ts.Block | undefined) =>
    block !== undefined &&
    (context.ends.get(block) ?? run(block.statements, { ...context, live: new LiveNodes() }).exits);
  return (
    ends(node.finallyBlock) || (ends(node.tryBlock) && (!node.catchClause || ends(node.catchClause.block)))
  );
}

function keep(node: ts.Statement, context: Context, exits: boolean): Residual {
  const { result, live } = context.live.during(() => render(node, context));
  return { pieces: [pieceOf(node, result, live)], exits };
}

function pieceOf(node: ts.Statement, text: string, live: readonly ts.Node[]): Piece {
  return {
    node,
    text: text + trailingComment(node),
    comments: leadingComments(node),
    indentation: indentationAt(node.getSourceFile(), node.getStart()),
    live,
  };
}

function flatten(node: ts.Block, context: Context): Residual {
  const residual = run(node.statements, context);
  // Constants that nothing reads anymore leave nothing, no block either.
  const left = withoutUnused(residual.pieces, context);
  const declares = left.some(
    ({ node: kept }) =>
      (ts.isVariableStatement(kept) && kept.declarationList.flags & ts.NodeFlags.BlockScoped) ||
      ts.isFunctionDeclaration(kept) ||
      ts.isClassDeclaration(kept),
  );
  // Without its braces, a name of the block could clash with one that follows.
  if (!declares || residual.exits) return { ...residual, pieces: left };
  const text = blockText(left, node);
  return {
    pieces: [
      pieceOf(
        node,
        text,
        left.flatMap(({ live }) => live),
      ),
    ],
    exits: false,
  };
}

function runIf(node: ts.IfStatement, context: Context): Residual {
  const condition = context.frame.truth(node.expression);
  if (condition !== undefined) {
    const taken = condition ? node.thenStatement : node.elseStatement;
    const effects = effectsOf(node.expression, node, context);
    const { pieces, exits } = taken ? runStatement(taken, context) : nothing;
    return withComments(node, { pieces: [...effects, ...pieces], exits });
  }
  stopTracking(node, context);
  const { result, live } = context.live.during(() => writeIf(node, context));
  // An `if` that lost both branches still evaluates its condition.
  const pieces = result.text ? [pieceOf(node, result.text, live)] : effectsOf(node.expression, node, context);
  return { pieces, exits: result.exits };
}

/** An `if` whose condition is not decided; no text when both branches are empty. */
function writeIf(node: ts.IfStatement, context: Context): { text: string; exits: boolean } {
  const file = node.getSourceFile();
  const head = `if (${renderCondition(node.expression, context)})`;
  const then = branch(node.thenStatement, context);
  let text = `${head}${file.text.slice(closingParenthesis(node), node.thenStatement.getStart())}${then.text || '{}'}`;
  let exits = false;
  if (node.elseStatement) {
    const other = branch(node.elseStatement, context);
    const between = file.text.slice(node.thenStatement.end, node.elseStatement.getStart());
    if (other.text) text += between + other.text;
    exits = then.exits && other.exits;
    if (!then.text && !other.text) text = '';
  } else if (!then.text) text = '';
  return { text, exits };
}

/** The effects of a condition that is decided: `await refresh() && error.status === 401` still calls refresh. */
function effectsOf(condition: ts.Expression, node: ts.Statement, context: Context): Piece[] {
  const inner = unwrap(condition);
  if (isPure(inner, context.frame)) return [];
  if (ts.isPrefixUnaryExpression(inner)) return effectsOf(inner.operand, node, context);
  if (ts.isBinaryExpression(inner) && isLogical(inner)) {
    const left = context.frame.truth(inner.left);
    const and = inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    const goesOn = left === undefined ? isPure(inner.right, context.frame) : left === and;
    if (left !== undefined && !goesOn) return effectsOf(inner.left, node, context);
    if (goesOn) return [inner.left, inner.right].flatMap((each) => effectsOf(each, node, context));
  }
  const end = node.getSourceFile().text.includes(';') ? ';' : '';
  const { result, live } = context.live.during(() => render(inner, context));
  return [{ ...pieceOf(node, '', live), comments: '', text: result + end }];
}

const isLogical = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;

function branch(node: ts.Statement, context: Context): { text: string; exits: boolean } {
  const residual = ts.isBlock(node) ? run(node.statements, context) : runStatement(node, context);
  const pieces = withoutUnused(residual.pieces, context);
  const [only] = pieces;
  if (!only) return { text: '', exits: residual.exits };
  if (!ts.isBlock(node)) {
    const simple = pieces.length === 1 && (only.node === node || !ts.isIfStatement(node));
    return { text: simple ? only.text : blockText(pieces, node), exits: residual.exits };
  }
  return { text: unchanged(node, pieces) ? node.getText() : blockText(pieces, node), exits: residual.exits };
}

function unchanged(node: ts.Block, pieces: readonly Piece[]): boolean {
  return (
    pieces.length === node.statements.length &&
    pieces.every(
      (piece, index) =>
        piece.node === node.statements[index] &&
        piece.text === piece.node.getText() + trailingComment(piece.node),
    )
  );
}

function renderBlock(node: ts.Block, context: Context): string {
  // The body of a nested function runs later, when tracked variables may hold something else.
  if (isFunctionLike(node.parent)) stopTracking(node, context);
  const residual = run(node.statements, context);
  context.ends.set(node, residual.exits);
  const pieces = withoutUnused(residual.pieces, context);
  if (unchanged(node, pieces)) return node.getText();
  return pieces.length === 0 ? '{}' : blockText(pieces, node);
}

function withComments(node: ts.Statement, residual: Residual): Residual {
  const [first, ...rest] = residual.pieces;
  // A directive is about the `if` itself.
  const comments = withoutDirectives(leadingComments(node));
  if (!first || !comments || first.node === node) return residual;
  const joined = first.comments ? `${comments}\n${first.indentation}${first.comments}` : comments;
  return { ...residual, pieces: [{ ...first, comments: joined }, ...rest] };
}

/** The statements of the case that runs, or undefined when that is not decided. */
function runSwitch(node: ts.SwitchStatement, context: Context): Residual | undefined {
  const clauses = node.caseBlock.clauses;
  const index = takenClause(node, context.frame);
  if (index === undefined) return undefined;
  if (index < 0) return nothing;
  const taken = clauses.slice(index).flatMap((clause) => [...clause.statements]);
  const statements = taken.flatMap((statement) =>
    ts.isBlock(statement) ? [...statement.statements] : [statement],
  );
  const end = statements.findIndex((statement) => ts.isBreakStatement(statement) && !statement.label);
  const own = end < 0 ? statements : statements.slice(0, end);
  if (own.some(breaksOut)) return undefined;
  return withComments(node, run(own, context));
}

function runVariables(node: ts.VariableStatement, context: Context): Residual {
  if (context.mode === 'write' && track(node, context)) return nothing;
  const residual = keep(node, context, false);
  bindVariables(node, context);
  // Left out, because the uses of these variables are compared, and a use in a log does not count.
  return context.mode === 'compare' && holdDecisions(node, context) ? nothing : residual;
}

function holdDecisions(node: ts.VariableStatement, { frame: { project, known } }: Context): boolean {
  return node.declarationList.declarations.every(({ name }) => {
    const symbol = ts.isIdentifier(name) ? project.checker.getSymbolAtLocation(name) : undefined;
    return symbol !== undefined && known.isDecision(symbol) && known.get(symbol)?.kind === 'const';
  });
}
