import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { issuerOption } from '../../../sdk/roles.ts';
import { indentationAt, indentUnit, isAbsent, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import {
  codeOfOwnType,
  hasIssuer,
  isProperty,
  issuerInOwnType,
  takesIssuer,
} from '../redemption/options-literal.ts';
import type { OptionsRedemption } from '../redemption/redeemers.ts';

/**
 * The edits that put `iss` beside the code of a redemption, in the same layout.
 *
 * @param value Source text of the value, valid where the code is put in.
 * @returns undefined when there is no place for it: the code comes in through a spread or the type has no `iss`.
 */
export function issuerEdits(
  project: Project,
  { entry, issuers }: OptionsRedemption,
  value: string,
): Edit[] | undefined {
  const { node, literal } = entry;
  const [given, ...more] = issuers;
  if (more.length > 0) return undefined;
  if (given) return replaced(given.node, value);
  if (literal && isProperty(node))
    return takesIssuer(project, literal)
      ? [...issuerInOwnType(project, literal), ...besideProperty(node, value)]
      : undefined;
  if (!ts.isBinaryExpression(node) || !ts.isExpressionStatement(node.parent)) return undefined;
  const object = (node.left as ts.PropertyAccessExpression).expression;
  const type = project.checker.getTypeAtLocation(object);
  return hasIssuer(project, object, type) || codeOfOwnType(project, type)
    ? [
        ...issuerInOwnType(project, object),
        ...besideStatement(node.parent, `${object.getText()}.${issuerOption} = ${value}`),
      ]
    : undefined;
}

/** `iss: undefined` gets the value. Any other value stays. */
function replaced(node: ts.Node, value: string): Edit[] | undefined {
  const old = ts.isPropertyAssignment(node)
    ? node.initializer
    : ts.isBinaryExpression(node)
      ? node.right
      : undefined;
  if (!old || !isAbsent(unwrap(old))) return undefined;
  return [{ file: node.getSourceFile().fileName, start: old.getStart(), end: old.getEnd(), text: value }];
}

/** The edits that put a member behind another one, in its layout. */
export function besideProperty(
  property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
  value: string,
  name: string = issuerOption,
): Edit[] {
  const file = property.getSourceFile();
  const member = value === name ? value : `${name}: ${value}`;
  const end = property.getEnd();
  const insert = (at: number, text: string): Edit => ({ file: file.fileName, start: at, end: at, text });
  const indent = indentationAt(file, property.getStart());
  if (!startsLine(file, property.getStart())) return [insert(end, `, ${member}`)];
  const comma = /^\s*,/.exec(file.text.slice(end))?.[0].length ?? 0;
  const lineEnd = endOfLine(file, end + comma);
  if (lineEnd === undefined) return [insert(end, `, ${member}`)];
  if (lineEnd === end + comma) return [insert(end, `,\n${indent}${member}`)];
  // A comment after the code stays after the code.
  if (comma > 0) return [insert(lineEnd, `\n${indent}${member},`)];
  return [insert(end, ','), insert(lineEnd, `\n${indent}${member}`)];
}

function startsLine(file: ts.SourceFile, start: number): boolean {
  const line = file.text.lastIndexOf('\n', start - 1) + 1;
  return line > 0 && file.text.slice(line, start).trim() === '';
}

/** Where the line ends, when nothing but comments follow on it. */
function endOfLine(file: ts.SourceFile, from: number): number | undefined {
  const comments = ts.getTrailingCommentRanges(file.text, from) ?? [];
  const end = comments.at(-1)?.end ?? from;
  return /^[ \t]*(\r?\n|$)/.test(file.text.slice(end)) ? end : undefined;
}

/** A statement after `options.authorizationCode = code;`, in a block where that is the only statement of an `if`. */
function besideStatement(statement: ts.ExpressionStatement, assignment: string): Edit[] {
  const file = statement.getSourceFile();
  const [start, end] = [statement.getStart(), statement.getEnd()];
  const closing = file.text[end - 1] === ';' ? ';' : '';
  const insert = (at: number, text: string): Edit => ({ file: file.fileName, start: at, end: at, text });
  const indent = indentationAt(file, start);
  if (
    ts.isBlock(statement.parent) ||
    ts.isSourceFile(statement.parent) ||
    ts.isCaseOrDefaultClause(statement.parent)
  )
    return [insert(end, `\n${indent}${assignment}${closing}`)];
  const outer = indentationAt(file, statement.parent.getStart());
  const inside = `${outer}${indentUnit(file)}`;
  const before = statement.getFullStart();
  const text = `{\n${inside}${statement.getText()}\n${inside}${assignment}${closing}\n${outer}}`;
  return [{ file: file.fileName, start: before, end, text: ` ${text}` }];
}
