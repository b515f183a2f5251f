import { ts } from '../../../compiler.cjs';
import { codeParameter } from '../../../sdk/roles.ts';
import { isWithin } from '../../program/ast.ts';
import {
  docText,
  namesValue,
  returnText,
  type Sentence,
  sentenceIn,
  speaksOf,
  tagText,
} from './doc-sentence.ts';
import type { Lift } from './lift.ts';
import { rewriteRemarks, tellRemarks } from './line-comments.ts';

/**
 * Keeps the documentation of a renamed variable, parameter or member true. The name in its tags follows. One sentence about the
 * code becomes one about the query. Any other text is left, and told.
 */
export function rewriteComments(lift: Lift, renamed: ts.NamedDeclaration, newName: string): void {
  const old = oldName(renamed);
  if (old === undefined) return;
  for (const tag of tagsOf(renamed, old)) {
    lift.edits.replace(lastOf(tag.name), newName);
    rewrite(lift, renamed, { comment: tag, ...tagText(tag) });
  }
  for (const doc of docsOf(renamed)) rewrite(lift, renamed, { comment: doc, ...docText(doc) });
  for (const doc of sharedDocsOf(renamed)) leave(lift, doc);
  rewriteRemarks(lift, renamed, old);
}

/** Where the removal of a statement begins: one sentence about the constant goes with it, any other text is left, and told. */
export function startWithComments(lift: Lift, statement: ts.VariableStatement): number {
  const [declaration] = statement.declarationList.declarations;
  const docs = docsOf(declaration!);
  tellRemarks(lift, declaration!, oldName(declaration!));
  const old = oldName(declaration!);
  const goes = (doc: ts.JSDoc): boolean => {
    const { text, isOne } = docText(doc);
    return isOne && old !== undefined && speaksOf(text, old);
  };
  const [only, more] = docs;
  if (only && !more && goes(only)) return only.pos;
  for (const doc of docs) leave(lift, doc);
  return statement.getStart();
}

/** `@returns the code` of a function that gives the query, or a promise of it, from now on. */
export function tellReturns(lift: Lift, type: ts.TypeNode): void {
  let written: ts.Node = type;
  while (ts.isTypeReferenceNode(written.parent) || ts.isUnionTypeNode(written.parent))
    written = written.parent;
  const fn = written.parent;
  if (!ts.isFunctionLike(fn) || fn.type !== written) return;
  const tag = ts.getJSDocReturnTag(fn);
  if (!tag?.comment) return;
  const { start, end, text, isOne } = returnText(tag);
  // `@returns {string}` beside a written type: nothing rewrites it.
  const isTypedTwice = tag.typeExpression !== undefined && !isWithin(type, tag);
  if (isTypedTwice || !isOne || !namesValue(text, codeParameter)) return leave(lift, tag);
  lift.edits.replaceRange(tag.getSourceFile(), start, end, sentenceIn(text, lift.isWide()));
}

const leave = (lift: Lift, comment: ts.Node): void =>
  lift.trace.leave({ file: comment.getSourceFile(), start: comment.getStart() });

function rewrite(
  lift: Lift,
  renamed: ts.NamedDeclaration,
  { comment, start, end, text, isOne }: Sentence & { readonly comment: ts.Node },
): void {
  if (text === '') return;
  if (!isOne || !speaksOf(text, oldName(renamed) ?? '')) return leave(lift, comment);
  lift.edits.replaceRange(comment.getSourceFile(), start, end, sentenceIn(text, lift.isWide(renamed)));
}

function oldName({ name }: ts.NamedDeclaration): string | undefined {
  return name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name))
    ? name.text
    : undefined;
}

/** `@param code` of a parameter, and `@param login.code` of a member that the parameter's own type or pattern lists. */
function tagsOf(renamed: ts.NamedDeclaration, old: string): readonly ts.JSDocParameterTag[] {
  if (ts.isParameter(renamed))
    return ts.getJSDocParameterTags(renamed).filter(({ name }) => isName(name, old));
  const owner = ts.findAncestor(renamed.parent, (node) => !isListing(node));
  if (!owner || !ts.isParameter(owner)) return [];
  return ts
    .getAllJSDocTags(owner.parent, ts.isJSDocParameterTag)
    .filter(({ name }) => ts.isQualifiedName(name) && isName(name.right, old));
}

const isName = (name: ts.EntityName, text: string): boolean => ts.isIdentifier(name) && name.text === text;

const lastOf = (name: ts.EntityName): ts.Identifier => (ts.isQualifiedName(name) ? name.right : name);

const isListing = (node: ts.Node): boolean => ts.isTypeLiteralNode(node) || ts.isObjectBindingPattern(node);

/** The comments that stand directly above what is renamed, and above nothing else. */
function docsOf(renamed: ts.NamedDeclaration): readonly ts.JSDoc[] {
  const list = renamed.parent;
  if (!ts.isVariableDeclarationList(list)) return docsAbove(renamed);
  return list.declarations.length === 1 ? docsAbove(list.parent) : [];
}

/** `/** … *\/ let code, state`: which of them the comment describes, nobody can tell. */
function sharedDocsOf(renamed: ts.NamedDeclaration): readonly ts.JSDoc[] {
  const list = renamed.parent;
  return ts.isVariableDeclarationList(list) && list.declarations.length > 1 ? docsAbove(list.parent) : [];
}

function docsAbove(node: ts.Node): readonly ts.JSDoc[] {
  return ts
    .getJSDocCommentsAndTags(node)
    .filter((each): each is ts.JSDoc => ts.isJSDoc(each) && each.parent === node);
}
