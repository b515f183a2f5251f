import { ts } from '../../compiler.cjs';
import { throughConstants } from './constants.ts';
import { declarationAt } from './declaration-at.ts';
import type { Project } from './project.ts';
import { walkedBy } from './walked-lists.ts';

/**
 * Which names may a computed key have: `name` of `tools[name]`?
 * Asked before every member of a table counts.
 * Gives the texts of its type, of a constant, or of the list that a loop takes it from; undefined where it may be any.
 */
export function keysAsked(project: Project, key: ts.Expression): ReadonlySet<string> | undefined {
  const known = isClaimed(project, key) ? undefined : textsOf(project, key);
  if (known) return known;
  const node = throughConstants(project, key);
  const texts = isClaimed(project, key) && !ts.isStringLiteralLike(node) ? undefined : textsOf(project, node);
  if (texts) return texts;
  if (ts.isTemplateExpression(node)) return joined(project, node);
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  const walked = declaration && walkedBy(declaration);
  const list = walked && throughConstants(project, walked);
  if (!list || !ts.isArrayLiteralExpression(list)) return undefined;
  const found = list.elements.map((each) => textsOf(project, throughConstants(project, each)));
  return found.every((each) => each !== undefined) ? new Set(found.flatMap((each) => [...each])) : undefined;
}

function textsOf({ checker }: Project, node: ts.Expression): ReadonlySet<string> | undefined {
  if (ts.isStringLiteralLike(node)) return new Set([node.text]);
  const type = checker.getTypeAtLocation(node);
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) => part.isStringLiteral())
    ? new Set(parts.map((part) => (part as ts.StringLiteralType).value))
    : undefined;
}

/** `process.argv[2] as 'read'`: a type that nobody has checked. */
function isClaimed(project: Project, key: ts.Expression): boolean {
  if (ts.isAsExpression(key) || ts.isTypeAssertionExpression(key)) return !ts.isConstTypeReference(key.type);
  const declaration = ts.isIdentifier(key) ? declarationAt(project, key) : undefined;
  const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && isClaimed(project, value);
}

/** `register${kind}` */
function joined(
  project: Project,
  { head, templateSpans }: ts.TemplateExpression,
): ReadonlySet<string> | undefined {
  let texts = [head.text];
  for (const { expression, literal } of templateSpans) {
    const parts = keysAsked(project, expression);
    if (!parts || texts.length * parts.size > maxTexts) return undefined;
    texts = texts.flatMap((text) => [...parts].map((part) => text + part + literal.text));
  }
  return new Set(texts);
}

const maxTexts = 200;
