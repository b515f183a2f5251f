import { ts } from '../../../compiler.cjs';
import { oauthSubclasses } from '../../../sdk/roles.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { mentionsIn, nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { lookedUpIn } from '../guards/code-lookups.ts';
import type { Candidate } from './candidate.ts';
import { classNamed, isServerClass } from './classes-behind.ts';

/** Tests that ask for the names of several classes of v1, in a list or a `switch`: each form needs a change of its own. */
export const groupedTests = (project: Project, file: ts.SourceFile): Candidate[] => [
  ...lists(project, file),
  ...switches(project, file),
];

/** `['InvalidGrantError', 'InvalidClientError'].includes(error.name)` */
function lists(project: Project, file: ts.SourceFile): Candidate[] {
  return mentionsIn(file, 'name').flatMap((name): Candidate[] => {
    const read = name.parent;
    if (!ts.isPropertyAccessExpression(read) || read.name !== name || !ts.isCallExpression(read.parent))
      return [];
    const list = lookedUpIn(project, read.parent);
    if (!list || list === read) return [];
    const names = [...descendants(throughConstants(project, list))].filter(ts.isStringLiteralLike);
    const found = names.find(({ text }) => oauthSubclasses.includes(text));
    return found ? [{ node: read.parent, kind: 'group', value: ownerOf(read), name: found.text }] : [];
  });
}

/** `switch (error.name) { case 'InvalidGrantError': … }`, `switch (error.constructor) { case InvalidGrantError: … }` */
function switches(project: Project, file: ts.SourceFile): Candidate[] {
  return nodesOf<ts.SwitchStatement>(file, ts.SyntaxKind.SwitchStatement).flatMap((node): Candidate[] => {
    const read = unwrap(node.expression);
    if (!ts.isPropertyAccessExpression(read) || !/^(name|constructor)$/.test(read.name.text)) return [];
    const name = node.caseBlock.clauses
      .flatMap((clause) => (ts.isCaseClause(clause) ? nameOf(project, clause.expression) : undefined))
      .find((each) => each !== undefined && oauthSubclasses.includes(each));
    return name ? [{ node: read, kind: 'group', value: ownerOf(read), name }] : [];
  });
}

/** The class that is asked for, or its name. */
function nameOf(project: Project, asked: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(asked)) return asked.text;
  const declared = classNamed(project, asked);
  return isServerClass(declared) ? declared.name : undefined;
}

/** The error of `error.name` and `error.constructor.name`. */
export function ownerOf({ expression }: ts.PropertyAccessExpression): ts.Expression {
  const owner = unwrap(expression);
  const isClass = ts.isPropertyAccessExpression(owner) && owner.name.text === 'constructor';
  return isClass ? owner.expression : expression;
}
