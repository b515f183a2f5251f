import { ts } from '../../../compiler.cjs';
import { forbiddenMessages, insufficientScopeMessage, otherMessages } from '../../../sdk/facts.ts';
import { unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { isErrorVariable } from './error-variables.ts';
import { importsClient } from './guard-tests.ts';

/** A test for the words of a 403 in a message. The message of an InsufficientScopeError does not have them. */
export interface TextTest {
  readonly node: ts.CallExpression;
  /** The error whose message it is. */
  readonly error: ts.Identifier;
}

export function messageTests(project: Project): TextTest[] {
  return project.files
    .filter((file) => mayName403.test(file.text) && importsClient(project, file))
    .flatMap((file) => nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression))
    .flatMap((node) => textTest(project, node) ?? []);
}

const mayName403 = /\b40|forbidden|insufficient|upscop/i;

function textTest(project: Project, node: ts.CallExpression): TextTest | undefined {
  if (!ts.isPropertyAccessExpression(node.expression)) return undefined;
  const [argument] = node.arguments;
  if (!argument) return undefined;
  const { name, expression: receiver } = node.expression;
  const isOfPattern = name.text === 'test' || name.text === 'exec';
  const [text, words] = isOfPattern ? [argument, receiver] : [receiver, argument];
  const finds = finder(project, name.text, words);
  if (!finds || !tellsForbidden(finds)) return undefined;
  const error = errorOfText(project, text);
  return error && { node, error };
}

type Finds = (message: string) => boolean;

function finder(project: Project, method: string, words: ts.Expression): Finds | undefined {
  const node = unwrap(throughConstants(project, words));
  if (ts.isRegularExpressionLiteral(node)) {
    if (!patternMethods.has(method)) return undefined;
    const pattern = compile(node.text);
    return pattern && ((message) => pattern.test(message));
  }
  if (!ts.isStringLiteralLike(node)) return undefined;
  const text = node.text.toLowerCase();
  // The code may convert the message to lower case first, so case is ignored.
  return wordMethods.has(method) ? (message) => message.toLowerCase().includes(text) : undefined;
}

const patternMethods: ReadonlySet<string> = new Set(['test', 'exec', 'match', 'search']);
const wordMethods: ReadonlySet<string> = new Set(['includes', 'indexOf', 'startsWith', 'endsWith']);

function compile(literal: string): RegExp | undefined {
  const end = literal.lastIndexOf('/');
  try {
    return new RegExp(literal.slice(1, end), literal.slice(end + 1).replace(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

/** Finds a 403, but neither other failures nor the message of an InsufficientScopeError. */
function tellsForbidden(finds: Finds): boolean {
  return forbiddenMessages.some(finds) && !otherMessages.some(finds) && !finds(insufficientScopeMessage);
}

/** The error behind `error.message`, `String(error)`, and constants and conversions of these. */
function errorOfText(project: Project, text: ts.Expression, depth = 0): ts.Identifier | undefined {
  const node = unwrap(text);
  if (depth > 5) return undefined;
  const deeper = (next: ts.Expression) => errorOfText(project, next, depth + 1);
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'message') {
    const owner = unwrap(node.expression);
    return ts.isIdentifier(owner) && isErrorVariable(project, owner) ? owner : undefined;
  }
  if (ts.isConditionalExpression(node)) return deeper(node.whenTrue) ?? deeper(node.whenFalse);
  if (ts.isBinaryExpression(node)) return deeper(node.left);
  if (ts.isTemplateExpression(node)) {
    for (const span of node.templateSpans) {
      const value = unwrap(span.expression);
      const found = isNamedError(project, value) ? value : deeper(value);
      if (found) return found;
    }
    return undefined;
  }
  if (ts.isCallExpression(node)) {
    const [argument] = node.arguments;
    if (ts.isIdentifier(node.expression) && node.expression.text === 'String' && argument) {
      const value = unwrap(argument);
      return isNamedError(project, value) ? value : deeper(value);
    }
    if (!ts.isPropertyAccessExpression(node.expression)) return undefined;
    return /^(to(String|LowerCase|UpperCase)|trim)$/.test(node.expression.name.text)
      ? deeper(node.expression.expression)
      : undefined;
  }
  if (!ts.isIdentifier(node)) return undefined;
  const constant = throughConstants(project, node);
  return constant === node ? undefined : deeper(constant);
}

const isNamedError = (project: Project, node: ts.Expression): node is ts.Identifier =>
  ts.isIdentifier(node) && isErrorVariable(project, node);
