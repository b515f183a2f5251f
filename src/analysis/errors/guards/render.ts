import { ts } from '../../../compiler.cjs';
import { codeText, descendants, unwrap } from '../../program/ast.ts';
import { collapse, hasArguments } from './collapse.ts';
import { evaluate, truth } from './evaluate.ts';
import { type Frame, isSubject, variableAt } from './frame.ts';
import { isPure } from './purity.ts';
import { unknown, type Value } from './scenarios.ts';

/** `compare` folds decisions only; `write` folds every value that is known, for code that a person will read. */
export type Mode = 'compare' | 'write';

export interface Context {
  readonly frame: Frame;
  readonly mode: Mode;
  /** Variables whose value came from a decision, so that `compare` folds them too. */
  readonly decided: Set<ts.Symbol>;
  /** `let`s of the region whose value is followed instead of written. */
  readonly tracked: Set<ts.Symbol>;
  /** `let`s that cannot be followed. */
  readonly untracked: Set<ts.Symbol>;
  /** Nodes that stay in the text. */
  live: ts.Node[];
  /** Text of a block whose statements may fold; set by the statement layer. */
  readonly block: (node: ts.Block) => string;
}

/** The source text of a node with everything folded that the world decides. */
export function render(node: ts.Node, context: Context): string {
  if (!mentionsError(node, context.frame)) {
    context.live.push(...descendants(node));
    return node.getText();
  }
  if (ts.isBlock(node)) return context.block(node);
  if (ts.isShorthandPropertyAssignment(node)) return renderShorthand(node, context);
  if (ts.isExpression(node)) {
    const folded = fold(node, context);
    if (folded !== undefined) return folded;
    if (ts.isTemplateExpression(node)) return renderTemplate(node, context);
  }
  const text = isLogging(node, context) ? logged(node, context) : verbatim(node, context);
  return context.mode === 'write' && hasArguments(node) ? collapse(node, text) : text;
}

/** A status that was kept and is only put into a log decides nothing; a guard inside of the call does. */
function isLogging(node: ts.Node, { mode }: Context): boolean {
  if (mode !== 'compare' || !ts.isCallExpression(node)) return false;
  return /^(this\.#?)?(console|log|logger|debug)(\.\w+)?$|^(debugLog|logError|logWarning)$/.test(
    codeText(node.expression),
  );
}

function logged(node: ts.Node, context: Context): string {
  const statuses = [...context.decided].filter((symbol) => isStatus(context.frame.env.get(symbol)));
  const env = new Map(context.frame.env);
  for (const symbol of statuses) env.set(symbol, unknown);
  const inner: Context = { ...context, live: [], frame: { ...context.frame, env } };
  const text = verbatim(node, inner);
  const isRead = (each: ts.Node): boolean => {
    const symbol = ts.isIdentifier(each) ? variableAt(context.frame.project, each) : undefined;
    return symbol !== undefined && statuses.includes(symbol);
  };
  context.live.push(...inner.live.filter((each) => !isRead(each)));
  return text;
}

const isStatus = (value: Value | undefined): boolean =>
  value?.kind === 'const' && (value.value == null || typeof value.value === 'number');

/** Like {@link render} where only the truth of the expression counts. */
export function renderCondition(node: ts.Expression, context: Context): string {
  if (ts.isBinaryExpression(node)) {
    const and = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    const or = node.operatorToken.kind === ts.SyntaxKind.BarBarToken;
    if (and || or) {
      if (truth(node.left, context.frame) === and && isPure(node.left, context.frame))
        return renderCondition(node.right, context);
      if (truth(node.right, context.frame) === and && isPure(node.right, context.frame))
        return renderCondition(node.left, context);
    }
  }
  return render(node, context);
}

function fold(node: ts.Expression, context: Context): string | undefined {
  if (ts.isParenthesizedExpression(node)) {
    const inner = fold(node.expression, context);
    return inner !== undefined && /^[\w.'"]+$/.test(inner) ? inner : inner && `(${inner})`;
  }
  if (context.mode === 'write' || isDecision(node, context)) {
    const value = evaluate(node, context.frame);
    if (value.kind === 'const' && !value.opaque) return literal(value.value, node.getSourceFile());
  }
  if (ts.isConditionalExpression(node)) {
    const condition = truth(node.condition, context.frame);
    if (condition !== undefined && isPure(node.condition, context.frame))
      return render(condition ? node.whenTrue : node.whenFalse, context);
  }
  return ts.isBinaryExpression(node) ? foldLogical(node, context) : undefined;
}

function foldLogical(node: ts.BinaryExpression, context: Context): string | undefined {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.QuestionQuestionToken) {
    const left: Value = evaluate(node.left, context.frame);
    if (left.kind === 'unknown' || left.kind === 'truth') return undefined;
    return render(left.kind === 'const' && left.value == null ? node.right : node.left, context);
  }
  const and = operator === ts.SyntaxKind.AmpersandAmpersandToken;
  if (!and && operator !== ts.SyntaxKind.BarBarToken) return undefined;
  const left = truth(node.left, context.frame);
  if (left === undefined || (left === and && !isPure(node.left, context.frame))) return undefined;
  return render(left === and ? node.right : node.left, context);
}

const decisions: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.InstanceOfKeyword,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** A mere read of `error.status` decides nothing; comparing it does. */
export function isDecision(node: ts.Expression, context: Pick<Context, 'frame' | 'decided'>): boolean {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner)) {
    const symbol = variableAt(context.frame.project, inner);
    return symbol !== undefined && context.decided.has(symbol);
  }
  if (ts.isBinaryExpression(inner)) return decisions.has(inner.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(inner)) return inner.operator === ts.SyntaxKind.ExclamationToken;
  return ts.isConditionalExpression(inner) || ts.isCallExpression(inner);
}

/** Whether the error, or a variable whose value follows from it, occurs in a node. */
export function mentionsError(node: ts.Node, frame: Frame): boolean {
  const names = namesOf(frame);
  for (const current of descendants(node)) {
    if (ts.isPropertyAccessExpression(current)) {
      if (isSubject(frame, current)) return true;
    } else if (ts.isIdentifier(current) && names.has(current.text)) {
      if (isSubject(frame, current)) return true;
      const symbol = variableAt(frame.project, current);
      if (symbol && frame.env.has(symbol)) return true;
    }
  }
  return false;
}

const nameCache = new WeakMap<Frame['env'], { size: number; names: ReadonlySet<string> }>();

/** Names of the error and of what is known: asking the type checker about every other word would take its time. */
function namesOf({ env, subject }: Frame): ReadonlySet<string> {
  const known = nameCache.get(env);
  if (known?.size === env.size) return known.names;
  const names = new Set([subject.text, ...[...env.keys()].map(({ name }) => name)]);
  nameCache.set(env, { size: env.size, names });
  return names;
}

function verbatim(node: ts.Node, context: Context): string {
  context.live.push(node);
  const file = node.getSourceFile();
  let position = node.getStart(file);
  let text = '';
  ts.forEachChild(node, (child) => {
    const start = child.getStart(file);
    if (start < position || child.end > node.end) return;
    text += file.text.slice(position, start) + render(child, context);
    position = child.end;
  });
  return text + file.text.slice(position, node.end);
}

function renderShorthand(node: ts.ShorthandPropertyAssignment, context: Context): string {
  const { frame, mode } = context;
  const symbol = variableAt(frame.project, node.name);
  const value = symbol && frame.env.get(symbol);
  const folds = mode === 'write' || (symbol !== undefined && context.decided.has(symbol));
  if (folds && value?.kind === 'const' && !value.opaque) {
    return `${node.name.text}: ${literal(value.value, node.getSourceFile())}`;
  }
  context.live.push(node, node.name);
  return node.getText();
}

function renderTemplate(node: ts.TemplateExpression, context: Context): string {
  const file = node.getSourceFile();
  const parts: string[] = [];
  let text = node.head.getText(file).slice(1, -2);
  for (const span of node.templateSpans) {
    const value =
      context.mode === 'write' &&
      mentionsError(span, context.frame) &&
      evaluate(span.expression, context.frame);
    const inline = value && value.kind === 'const' && !value.opaque;
    text += inline ? escapeTemplate(String(value.value)) : `\${${render(span.expression, context)}}`;
    const tail = span.literal.getText(file);
    parts.push(text);
    text = ts.isTemplateTail(span.literal) ? tail.slice(1, -1) : tail.slice(1, -2);
  }
  context.live.push(node);
  return `\`${parts.join('')}${text}\``;
}

const escapeTemplate = (text: string): string => text.replace(/[`\\]|\$\{/g, (found) => `\\${found}`);

function literal(value: string | number | boolean | null | undefined, file: ts.SourceFile): string {
  if (typeof value !== 'string') return String(value);
  const quote = quoteOf(file);
  return (
    quote + JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`) + quote
  );
}

/** The quote this file writes: that of its first import or string. */
export function quoteOf(file: ts.SourceFile): "'" | '"' {
  for (const node of descendants(file)) {
    if (ts.isStringLiteral(node)) return node.getText(file).startsWith('"') ? '"' : "'";
  }
  return "'";
}
