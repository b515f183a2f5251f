import { ts } from '../../compiler.cjs';

/** Tags of the doc comment of a declaration. Others (`@license`, `@file`, `@jsx`) speak of the file, or to a tool. */
const tags =
  /^(?:abstract|async|deprecated|example|internal|link|override|param|private|prop|property|public|remarks|returns?|see|since|template|this|throws|todo|type|typedef)$/;

/**
 * Where does the doc comment of a statement start?
 * Asked before something is put in front of the first statement of a file.
 * Gives undefined where there is none, and where the comment speaks of the file.
 */
export function docOf(statement: ts.Statement): number | undefined {
  const { text } = statement.getSourceFile();
  const last = ts.getLeadingCommentRanges(text, statement.getFullStart())?.at(-1);
  if (!last || !isDeclaration(statement)) return undefined;
  const comment = text.slice(last.pos, last.end);
  const isAttached = /^[ \t]*\r?\n[ \t]*$/.test(text.slice(last.end, statement.getStart()));
  const isOfFile = [...comment.matchAll(/@([\w-]+)/g)].some(([, tag]) => !tags.test(tag!));
  return comment.startsWith('/**') && isAttached && !isOfFile ? last.pos : undefined;
}

const isDeclaration = (node: ts.Statement): boolean =>
  ts.isFunctionDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isEnumDeclaration(node) ||
  ts.isVariableStatement(node);
