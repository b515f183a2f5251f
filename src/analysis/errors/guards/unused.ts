import { ts } from '../../../compiler.cjs';
import { descendants } from '../../program/ast.ts';
import type { Context } from './context.ts';
import type { Piece } from './layout.ts';
import { isPure } from './purity.ts';
import { variableAt } from './subject.ts';

/** Leaves out declarations that nothing reads anymore, because their values were folded into the uses. */
export function withoutUnused(pieces: readonly Piece[], context: Context): Piece[] {
  let left = pieces.filter((piece, index) => !isOverwritten(piece, pieces[index + 1], context));
  for (;;) {
    const read = symbolsRead(left, context);
    const kept = left.flatMap((piece) => pruned(piece, read, context) ?? []);
    if (kept.length === left.length && kept.every((piece, index) => piece === left[index])) return kept;
    left = kept;
  }
}

/** `title = 'HTTP 403'; title = 'Denied';`: the first assignment is left out. */
function isOverwritten(piece: Piece, next: Piece | undefined, context: Context): boolean {
  const [first, second] = [piece, next].map((each) => each && assignmentOf(each.node));
  if (!first || !second || first.left.text !== second.left.text) return false;
  const symbol = variableAt(context.frame.project, first.left);
  if (!symbol || variableAt(context.frame.project, second.left) !== symbol) return false;
  const reads = [...descendants(second.right)].some(
    (node) => ts.isIdentifier(node) && node.text === first.left.text,
  );
  return !reads && isPure(first.right, context.frame);
}

function assignmentOf(node: ts.Statement): { left: ts.Identifier; right: ts.Expression } | undefined {
  if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) return undefined;
  const { left, right, operatorToken } = node.expression;
  return operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isIdentifier(left)
    ? { left, right }
    : undefined;
}

function symbolsRead(pieces: readonly Piece[], context: Context): ReadonlySet<ts.Symbol> {
  const read = new Set<ts.Symbol>();
  for (const piece of pieces) {
    for (const node of piece.live) {
      if (!ts.isIdentifier(node) || isOwnName(node, piece)) continue;
      const symbol = variableAt(context.frame.project, node);
      if (symbol) read.add(symbol);
    }
  }
  return read;
}

function isOwnName(node: ts.Identifier, piece: Piece): boolean {
  const parent = node.parent;
  if (!ts.isVariableStatement(piece.node)) return false;
  return (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) && parent.name === node;
}

/** The piece without the names that nothing reads; undefined when nothing is left of it. */
function pruned(piece: Piece, read: ReadonlySet<ts.Symbol>, context: Context): Piece | undefined {
  if (!ts.isVariableStatement(piece.node)) return piece;
  const { project, known } = context.frame;
  const isFolded = (name: ts.Node): boolean => {
    const symbol = project.checker.getSymbolAtLocation(name);
    return symbol !== undefined && known.has(symbol) && !read.has(symbol);
  };
  const { declarations } = piece.node.declarationList;
  if (!declarations.every(({ initializer }) => !initializer || isPure(initializer, context.frame)))
    return piece;
  const names = [...descendants(piece.node)].filter(ts.isIdentifier).filter((node) => isOwnName(node, piece));
  if (names.every(isFolded)) return undefined;
  const [declaration] = declarations;
  if (declarations.length > 1 || !declaration?.initializer || !ts.isObjectBindingPattern(declaration.name))
    return piece;
  if (context.frame.evaluate(declaration.initializer).kind !== 'error') return piece;
  return withoutElements(piece, declaration.name, function isGone({ name }): boolean {
    if (ts.isIdentifier(name)) return isFolded(name);
    return ts.isObjectBindingPattern(name) && name.elements.every(isGone);
  });
}

/** `const { status, message } = error` where only the message is still read. */
function withoutElements(
  piece: Piece,
  pattern: ts.ObjectBindingPattern,
  isFolded: (element: ts.BindingElement) => boolean,
): Piece {
  const kept = pattern.elements.filter((element) => !isFolded(element));
  const gone = pattern.elements.filter((element) => isFolded(element) && piece.live.includes(element));
  if (gone.length === 0 || pattern.elements.some(({ dotDotDotToken }) => dotDotDotToken)) return piece;
  const text = `{ ${kept.map((element) => element.getText()).join(', ')} }`;
  return {
    ...piece,
    text: piece.text.replace(pattern.getText(), () => text),
    live: piece.live.filter(
      (node) => !gone.some((element) => node.pos >= element.pos && node.end <= element.end),
    ),
  };
}
