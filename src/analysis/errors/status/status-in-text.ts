import { ts } from '../../../compiler.cjs';
import { isPlainAssignment } from '../../program/assigned-targets.ts';
import { descendants, enclosingFunction, isFunctionLike, unwrap } from '../../program/ast.ts';
import type { Frame } from '../guards/frame.ts';
import { variableAt } from '../guards/subject.ts';

/** `text.includes('401')`, where the status was put into the text before: an SdkHttpError passes this test. */
export function findsInText(test: ts.Expression, frame: Frame): boolean {
  const { project } = frame;
  const call = unwrap(test);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { name, expression: text } = call.expression;
  const [wanted] = call.arguments;
  if (name.text !== 'includes' || !wanted) return false;
  if (!(project.checker.getTypeAtLocation(text).flags & ts.TypeFlags.StringLike)) return false;
  const words = constantAt(wanted, frame);
  return words !== undefined && holds(text, words, { frame, at: call });
}

interface Search {
  readonly frame: Frame;
  /** Where the text is read. */
  readonly at: ts.Node;
}

/** Whether a text is sure to have some words in it. */
function holds(text: ts.Expression, words: string, search: Search): boolean {
  const node = unwrap(text);
  if (constantAt(node, search.frame)?.includes(words)) return true;
  if (ts.isTemplateExpression(node)) return chunksOf(node, search.frame).some((each) => each.includes(words));
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return [node.left, node.right].some((part) => holds(part, words, search));
  if (!ts.isIdentifier(node)) return false;
  const written = lastWritten(node, search);
  return written !== undefined && holds(written, words, { ...search, at: written });
}

function constantAt(node: ts.Expression, frame: Frame): string | undefined {
  const value = frame.evaluate(node);
  return value.kind === 'const' && !value.opaque ? String(value.value) : undefined;
}

/** The known parts of a template, between those that are not known. */
function chunksOf({ head, templateSpans }: ts.TemplateExpression, frame: Frame): readonly string[] {
  const found = [head.text];
  for (const { expression, literal } of templateSpans) {
    const value = constantAt(expression, frame);
    if (value === undefined) found.push(literal.text);
    else found.push(`${found.pop()}${value}${literal.text}`);
  }
  return found;
}

/** What was written to a variable last; undefined where that is not sure. */
function lastWritten(name: ts.Identifier, { frame, at }: Search): ts.Expression | undefined {
  const { project } = frame;
  const symbol = variableAt(project, name);
  const isIt = (node: ts.Node): boolean => ts.isIdentifier(node) && variableAt(project, node) === symbol;
  for (let node = at; node.parent && !isFunctionLike(node); node = node.parent) {
    if (ts.isIterationStatement(node, false) || ts.isTryStatement(node)) return undefined;
    const { parent } = node;
    if (!ts.isBlock(parent) && !ts.isSourceFile(parent)) continue;
    const earlier = parent.statements.slice(0, parent.statements.indexOf(node as ts.Statement));
    const written = writtenIn(earlier, isIt, frame);
    if (written) return written === 'unknown' ? undefined : written;
  }
  return undefined;
}

type Written = ts.Expression | 'unknown' | undefined;

function writtenIn(
  statements: readonly ts.Statement[],
  isIt: (node: ts.Node) => boolean,
  frame: Frame,
): Written {
  for (const statement of [...statements].reverse()) {
    const written = writtenBy(statement, isIt, frame);
    if (written) return written;
  }
  return undefined;
}

function writtenBy(node: ts.Statement, isIt: (node: ts.Node) => boolean, frame: Frame): Written {
  const writes = [...descendants(node)].filter((each) => isWrite(each) && isIt(each.left));
  if (ts.isVariableStatement(node)) {
    const declared = node.declarationList.declarations.find(({ name }) => isIt(name));
    if (declared) return declared.initializer ?? 'unknown';
  }
  if (writes.length === 0) return undefined;
  if (writes.some((each) => enclosingFunction(each) !== enclosingFunction(node))) return 'unknown';
  if (ts.isBlock(node)) return writtenIn(node.statements, isIt, frame);
  if (ts.isExpressionStatement(node))
    return isPlainAssignment(node.expression) && isIt(node.expression.left)
      ? node.expression.right
      : 'unknown';
  if (!ts.isIfStatement(node)) return 'unknown';
  const truth = frame.truth(node.expression);
  if (truth === undefined) return 'unknown';
  const taken = truth ? node.thenStatement : node.elseStatement;
  return taken && writtenBy(taken, isIt, frame);
}

/** Any assignment, `text += more` among them. */
const isWrite = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
  node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
