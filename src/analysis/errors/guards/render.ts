import { ts } from '../../../compiler.cjs';
import { codeText, descendants } from '../../program/ast.ts';
import { onlyShows } from '../../program/only-shows.ts';
import { collapse, hasArguments } from './collapse.ts';
import { type Context, LiveNodes } from './context.ts';
import { isDecision } from './decisions.ts';
import type { Frame } from './frame.ts';
import { isPure, onlyAsks } from './purity.ts';
import { variableAt } from './subject.ts';
import { type ConstantValue, isOpen, unknown, type Value } from './value.ts';
import { isNameFor, literal } from './written-value.ts';

/** The source text of a node, with the decisions of its scenario folded in. */
export function render(node: ts.Node, context: Context): string {
  if (!mentionsError(node, context.frame)) {
    context.live.add(...descendants(node));
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

/** A log decides nothing, so a status in it is not compared. A guard inside of the call is. */
function isLogging(node: ts.Node, { mode, frame }: Context): boolean {
  return mode === 'compare' && ts.isCallExpression(node) && onlyShows(frame.project, node);
}

function logged(node: ts.Node, context: Context): string {
  const { frame, live } = context;
  const { replaced, known } = frame.known.replaceDecisions(isStatus, unknown);
  const inner: Context = { ...context, live: new LiveNodes(), frame: frame.with(known) };
  const text = verbatim(node, inner);
  const isRead = (each: ts.Node): boolean => {
    const symbol = ts.isIdentifier(each) ? variableAt(frame.project, each) : undefined;
    return symbol !== undefined && replaced.includes(symbol);
  };
  live.add(...inner.live.all.filter((each) => !isRead(each)));
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
      if (context.frame.truth(node.left) === and && isPure(node.left, context.frame))
        return renderCondition(node.right, context);
      if (context.frame.truth(node.right) === and && isPure(node.right, context.frame))
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
  if (context.mode === 'write' || isDecision(node, context.frame)) {
    const value = context.frame.evaluate(node);
    if (value.kind === 'const' && !value.opaque) {
      const text = written(value, node, context);
      if (text !== undefined) return text;
    }
    // `unknown && false`: whatever it is that cannot be known, the answer is false.
    if (context.mode === 'compare' && value.kind === 'truth' && isTruthValue(node, context.frame))
      return String(value.value);
  }
  if (ts.isConditionalExpression(node)) {
    const condition = context.frame.truth(node.condition);
    if (condition !== undefined && isPure(node.condition, context.frame))
      return render(condition ? node.whenTrue : node.whenFalse, context);
  }
  return ts.isBinaryExpression(node) ? foldLogical(node, context) : undefined;
}

/** A boolean that asks, and does nothing else that can be seen. */
function isTruthValue(node: ts.Expression, frame: Frame): boolean {
  const type = frame.project.checker.getTypeAtLocation(node);
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) => flags & ts.TypeFlags.BooleanLike) && onlyAsks(node, frame);
}

function foldLogical(node: ts.BinaryExpression, context: Context): string | undefined {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.QuestionQuestionToken) {
    const left: Value = context.frame.evaluate(node.left);
    if (isOpen(left)) return undefined;
    return render(left.kind === 'const' && left.value == null ? node.right : node.left, context);
  }
  const and = operator === ts.SyntaxKind.AmpersandAmpersandToken;
  if (!and && operator !== ts.SyntaxKind.BarBarToken) return undefined;
  const left = context.frame.truth(node.left);
  if (left === undefined || (left === and && !isPure(node.left, context.frame))) return undefined;
  return render(left === and ? node.right : node.left, context);
}

/** Whether the error, or a variable whose value follows from it, occurs in a node. */
export function mentionsError(node: ts.Node, frame: Frame): boolean {
  // Asking the type checker about every other word would take its time.
  const names = frame.known.names();
  for (const current of descendants(node)) {
    if (ts.isPropertyAccessExpression(current)) {
      if (frame.isSubject(current)) return true;
    } else if (ts.isIdentifier(current) && (current.text === frame.subject.text || names.has(current.text))) {
      if (frame.isSubject(current)) return true;
      const symbol = variableAt(frame.project, current);
      if (symbol && frame.known.has(symbol)) return true;
    }
  }
  return false;
}

function verbatim(node: ts.Node, context: Context): string {
  context.live.add(node);
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
  const value = symbol && frame.known.get(symbol);
  const folds = mode === 'write' || (symbol !== undefined && frame.known.isDecision(symbol));
  const text =
    folds && value?.kind === 'const' && !value.opaque ? written(value, node.name, context) : undefined;
  if (text !== undefined) return `${node.name.text}: ${text}`;
  context.live.add(node, node.name);
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
      context.frame.evaluate(span.expression);
    const inline = value && value.kind === 'const' && !value.opaque && !value.named;
    text += inline ? escapeTemplate(String(value.value)) : `\${${render(span.expression, context)}}`;
    const tail = span.literal.getText(file);
    parts.push(text);
    text = ts.isTemplateTail(span.literal) ? tail.slice(1, -1) : tail.slice(1, -2);
  }
  context.live.add(node);
  return `\`${parts.join('')}${text}\``;
}

const escapeTemplate = (text: string): string => text.replace(/[`\\]|\$\{/g, (found) => `\\${found}`);

/** A known value as code: the name that the author gave it, where that is known; undefined where nothing else will do. */
function written(value: ConstantValue, node: ts.Expression, { mode, frame }: Context): string | undefined {
  if (mode === 'compare') return literal(value.value, node.getSourceFile());
  const { named } = value;
  if (isMadeOfNamed(node, frame)) return undefined;
  if (named && isNameFor(frame.project, named, node)) return codeText(named);
  // A bare number does not say which member of an enum it is.
  const { flags } = frame.project.checker.getTypeAtLocation(named ?? node);
  return flags & ts.TypeFlags.EnumLike ? undefined : literal(value.value, node.getSourceFile());
}

/** `${prefix}: ${reason}`: a text that is made of values with names. */
function isMadeOfNamed(node: ts.Expression, frame: Frame): boolean {
  const parts = ts.isTemplateExpression(node)
    ? node.templateSpans.map(({ expression }) => expression)
    : ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken
      ? [node.left, node.right]
      : [];
  return parts.some((part) => {
    const value = frame.evaluate(part);
    return (value.kind === 'const' && value.named !== undefined) || isMadeOfNamed(part, frame);
  });
}
