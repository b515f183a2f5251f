import { ts } from '../../compiler.cjs';
import { wrapped } from './ast.ts';
import { filesMentioning, mentionsIn } from './mention-index.ts';
import type { Project } from './project.ts';
import { syntaxOf } from './syntax-index.ts';

/**
 * By which names may a class be instantiated?
 * Asked before the checker: it is asked about constructions with one of these names only.
 * Gives the name of the class, of the constant that holds it, and of classes that extend it, aliases included.
 */
export function constructionNames(project: Project, owner: ts.ClassLikeDeclaration): ReadonlySet<string> {
  const { aliases } = syntaxOf(project);
  const names = new Set(namesOfClass(owner).flatMap((name) => aliases.of(name)));
  // A set grows while it is walked: a subclass may have subclasses.
  for (const name of names) {
    for (const subclass of filesMentioning(project, name).flatMap((file) => extending(file, name)))
      for (const own of namesOfClass(subclass)) for (const each of aliases.of(own)) names.add(each);
  }
  return names;
}

function namesOfClass(owner: ts.ClassLikeDeclaration): string[] {
  const place = ts.isClassExpression(owner) ? wrapped(owner).parent : undefined;
  const held =
    place && (ts.isVariableDeclaration(place) || ts.isPropertyAssignment(place)) ? place : undefined;
  return [owner.name, held?.name].flatMap((name) => (name && ts.isIdentifier(name) ? [name.text] : []));
}

function extending(file: ts.SourceFile, name: string): ts.ClassLikeDeclaration[] {
  return mentionsIn(file, name).flatMap((use) => {
    const access = ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use;
    const clause = ts.isExpressionWithTypeArguments(access.parent) ? access.parent.parent : undefined;
    return clause && ts.isHeritageClause(clause) && ts.isClassLike(clause.parent) ? [clause.parent] : [];
  });
}
