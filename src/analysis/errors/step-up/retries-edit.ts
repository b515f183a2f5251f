import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { stepUpMode, stepUpThrows } from '../../../sdk/roles.ts';
import { enclosingFunction, isJavaScript, references, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { quoteOf } from '../guards/written-value.ts';
import type { Limit } from './zero-retries.ts';

export function isThrow(node: ts.Expression): boolean {
  const value = unwrap(node);
  return ts.isStringLiteralLike(value) && value.text === stepUpThrows;
}

/** Replaces the limit with `onInsufficientScope: 'throw'`, and removes a constant that held only the limit. */
export function editsFor(project: Project, { node, isTyped }: Limit): Edit[] {
  const file = node.getSourceFile();
  const quote = quoteOf(file);
  const mode = `${quote}${stepUpThrows}${quote}`;
  // Without a type for the options, the compiler would infer `string`.
  const value = isTyped || isJavaScript(file) ? mode : `${mode} as const`;
  const [name, given] = ts.isBinaryExpression(node)
    ? [(node.left as ts.PropertyAccessExpression).name, node.right]
    : [node.name, ts.isPropertyAssignment(node) ? node.initializer : undefined];
  const edit = (at: ts.Node, text: string): Edit => ({
    file: file.fileName,
    start: at.getStart(),
    end: at.end,
    text,
  });
  if (!given) return [edit(name, `${stepUpMode}: ${value}`), ...unusedConstant(project, name)];
  return [edit(name, stepUpMode), edit(given, value), ...unusedConstant(project, given)];
}

/** Removes the constant of this file that nothing else reads. */
function unusedConstant(project: Project, value: ts.Node): Edit[] {
  if (!ts.isIdentifier(value)) return [];
  const symbol = ts.isShorthandPropertyAssignment(value.parent)
    ? project.checker.getShorthandAssignmentValueSymbol(value.parent)
    : project.checker.getSymbolAtLocation(value);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || !ts.isVariableDeclaration(declaration)) return [];
  const statement = declaration.parent.parent;
  const file = value.getSourceFile();
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length > 1) return [];
  if (declaration.getSourceFile() !== file || statement.modifiers?.length) return [];
  const root = enclosingFunction(declaration) ?? file;
  const uses = references(project.checker, symbol, root).filter((use) => use !== declaration.name);
  const isCommented = (ts.getLeadingCommentRanges(file.text, statement.getFullStart()) ?? []).length > 0;
  if (uses.length !== 1 || isCommented) return [];
  const lineEnd = /^[ \t]*\r?\n/.exec(file.text.slice(statement.end))?.[0].length;
  const start = file.text.lastIndexOf('\n', statement.getStart() - 1) + 1;
  if (lineEnd === undefined || /\S/.test(file.text.slice(start, statement.getStart()))) return [];
  // Of two blank lines around it, one stays.
  const isApart = /(^|\n)[ \t]*\r?\n$/.test(file.text.slice(0, start));
  const blank = isApart ? /^[ \t]*\r?\n/.exec(file.text.slice(statement.end + lineEnd)) : null;
  const end = statement.end + lineEnd + (blank?.[0].length ?? 0);
  return [{ file: file.fileName, start, end, text: '' }];
}
