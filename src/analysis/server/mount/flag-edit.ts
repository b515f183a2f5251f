import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { indentationAt, indentUnit, isJavaScript } from '../../program/ast.ts';
import type { Removed } from '../edits/remove-member.ts';
import { inFunction } from '../response/provider/flag-in-function.ts';
import { flagName, isConstructorFunction, type ProviderNode } from '../response/provider/provider-node.ts';

/**
 * Adds the flag to a provider: a field of the class, a property of the object, in the style of its other members. Every fix
 * adds it in the first place, so two fixes never add it twice.
 */
export function addToProvider(node: ProviderNode, value: string, comments: Removed): Edit {
  if (isConstructorFunction(node)) return inFunction(node, flagName, value, comments.above);
  return ts.isClassLike(node) ? field(node, value, comments) : property(node, value, comments);
}

function field(node: ts.ClassLikeDeclaration, value: string, comments: Removed): Edit {
  const file = node.getSourceFile();
  const [first] = node.members;
  const indent = first
    ? indentationAt(file, first.getStart())
    : indentationAt(file, node.getStart()) + indentUnit(file);
  const modifiers = isJavaScript(node) ? '' : `${usesPublic(node) ? 'public ' : ''}readonly `;
  const semicolon = usesSemicolons(node) ? ';' : '';
  const line = `${modifiers}${flagName} = ${value}${semicolon}`;
  const start = node.members.pos;
  if (first && !/\n/.test(file.text.slice(start, first.getStart())))
    return { file: file.fileName, start, end: start, text: ` ${modifiers}${flagName} = ${value};` };
  // An empty line before a method.
  const apart = first && !ts.isPropertyDeclaration(first) ? '\n' : '';
  const closing = first ? apart : `\n${indentationAt(file, node.getStart())}`;
  const empty = !first && /^\s*\}/.test(file.text.slice(start)) ? file.text.indexOf('}', start) : start;
  return {
    file: file.fileName,
    start,
    end: empty,
    text: `\n${withComments(line, indent, comments)}${closing}`,
  };
}

function property(node: ts.ObjectLiteralExpression, value: string, comments: Removed): Edit {
  const file = node.getSourceFile();
  const [first] = node.properties;
  const start = node.properties.pos;
  const text = value === flagName ? flagName : `${flagName}: ${value}`;
  const at = (insert: string): Edit => ({ file: file.fileName, start, end: start, text: insert });
  if (!first) return at(` ${text} `);
  if (!/\n[ \t]*$/.test(file.text.slice(0, first.getStart()))) return at(` ${text},`);
  return at(`\n${withComments(`${text},`, indentationAt(file, first.getStart()), comments)}`);
}

function withComments(line: string, indent: string, { above, behind }: Removed): string {
  const lines = above.map((comment) => comment.replace(/\n[ \t]*(?=\*)/g, `\n${indent} `));
  return [...lines, behind ? `${line} ${behind}` : line].map((one) => indent + one).join('\n');
}

/** The class writes `public` where it could be left out. */
function usesPublic(node: ts.ClassLikeDeclaration): boolean {
  return node.members.some(
    (member) =>
      ts.canHaveModifiers(member) &&
      (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PublicKeyword),
  );
}

function usesSemicolons(node: ts.ClassLikeDeclaration): boolean {
  const fields = node.members.filter(ts.isPropertyDeclaration);
  if (fields.length > 0) return fields.some((member) => member.getText().endsWith(';'));
  return /;[ \t]*\r?$/m.test(node.getSourceFile().text);
}
