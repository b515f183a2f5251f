import { ts } from '../../../../compiler.cjs';
import { CannotFollow } from '../../../program/cannot-follow.ts';
import { filesMentioning, type Mention, mentionsIn } from '../../../program/mention-index.ts';
import { isLocal, referent, usesOf } from '../../../program/mentions.ts';
import type { Project } from '../../../program/project.ts';
import { isTestFile } from '../../../program/test-files.ts';

/**
 * The uses of what a declaration names, without those in tests. A member is looked for only in the files of the program:
 * its name may be a common word, and response/seek.ts has already asked for the files that matter.
 *
 * @returns undefined when the name is in more files than the tool looks at
 */
export function usesSeen(
  project: Project,
  declaration: ts.NamedDeclaration,
  name: ts.Node,
): readonly Mention[] | undefined {
  return seen(project, declaration, name)?.filter((use) => !isTestFile(use.getSourceFile()));
}

function seen(
  project: Project,
  declaration: ts.NamedDeclaration,
  name: ts.Node,
): readonly Mention[] | undefined {
  if (isMember(declaration) && ts.isIdentifier(name) && !isLocal(name)) {
    return filesMentioning(project, name.text)
      .flatMap((file) => mentionsIn(file, name.text))
      .filter((use) => use !== name && referent(project, use)?.declarations?.includes(declaration));
  }
  if (ts.isExpression(declaration) && ts.isIdentifier(name)) return ofAssigned(project, declaration, name);
  try {
    return usesOf({ project }, [declaration], name);
  } catch (error) {
    if (error instanceof CannotFollow) return undefined;
    throw error;
  }
}

/** `this.pending = new Map()` of JavaScript. Where the owner of a member has no type, it may be this one. */
function ofAssigned(project: Project, declaration: ts.Declaration, name: ts.Identifier): readonly Mention[] {
  return filesMentioning(project, name.text)
    .flatMap((file) => mentionsIn(file, name.text))
    .filter((use) => {
      if (use === name) return false;
      const declarations = referent(project, use)?.declarations;
      if (declarations) return declarations.includes(declaration);
      return ts.isPropertyAccessExpression(use.parent) && use.parent.name === use;
    });
}

function isMember(node: ts.Node): boolean {
  return ts.isClassElement(node) || ts.isTypeElement(node) || ts.isParameter(node);
}
