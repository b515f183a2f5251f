import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { ownKeyAsked } from './evaluate-table.ts';
import { createFrame } from './evaluator.ts';
import { forbiddenCodes, scopeScenario } from './scenarios.ts';
import { subjectOf, variableAt } from './subject.ts';
import { keysOf, tableOf } from './tables.ts';

export const isCode = (value: unknown): boolean => (forbiddenCodes as readonly unknown[]).includes(value);

export const isOneOf = ({ expression }: ts.CallExpression): boolean =>
  ts.isPropertyAccessExpression(expression) && /^(has|includes)$/.test(expression.name.text);

interface Lookup {
  readonly list: ts.Expression;
  readonly key: ts.Expression;
}

/** `CODES.has(key)`, `CODES.includes(key)`, `HINTS.get(key)`, `TEXTS[key]`, `key in TEXTS`, `Object.hasOwn(TEXTS, key)`. */
function lookupAt(project: Project, node: ts.Node): Lookup | undefined {
  if (ts.isElementAccessExpression(node)) return { list: node.expression, key: node.argumentExpression };
  if (ts.isBinaryExpression(node))
    return node.operatorToken.kind === ts.SyntaxKind.InKeyword
      ? { list: node.right, key: node.left }
      : undefined;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const asked = ownKeyAsked(node, node.expression, { project });
  if (asked) return { list: asked.table, key: asked.key };
  const [key] = node.arguments;
  const isLookup = isOneOf(node) || node.expression.name.text === 'get';
  return key && isLookup ? { list: node.expression.expression, key } : undefined;
}

/** The list, set, map or table that an expression asks. */
export const lookedUpIn = (project: Project, node: ts.Node): ts.Expression | undefined =>
  lookupAt(project, node)?.list;

/** The error whose code is looked up in something that has an entry for a code of a 403. */
export function codeLookedUp(project: Project, node: ts.Node): ts.Expression | undefined {
  const lookup = lookupAt(project, node);
  const read = lookup && codeRead(project, unwrap(lookup.key));
  const subject = read && subjectOf(project, read);
  if (!lookup || !subject) return undefined;
  const frame = createFrame(project, subject, scopeScenario);
  const table = tableOf(lookup.list, frame);
  if (table) return keysOf(table, frame).some(isCode) ? read : undefined;
  const list = frame.evaluate(lookup.list);
  const names403 =
    list.kind === 'list' && list.items.some((item) => item.kind === 'const' && isCode(item.value));
  return names403 ? read : undefined;
}

const defaults: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
]);

/** The error whose `code` an expression reads, through constants: `error.code`, `error.code ?? ''`. */
export function codeRead(project: Project, node: ts.Expression): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'code') return unwrap(node.expression);
  if (ts.isBinaryExpression(node) && defaults.has(node.operatorToken.kind))
    return codeRead(project, unwrap(node.left));
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = variableAt(project, node)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const initializer = unwrap(declaration.initializer);
  return initializer === node ? undefined : codeRead(project, initializer);
}
