import { ts } from '../../../compiler.cjs';
import { oauthSubclasses, serverLegacyArea } from '../../../sdk/roles.ts';
import { descendants, isFunctionLike, unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { mentionsIn, nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { lookedUpIn } from '../guards/code-lookups.ts';
import { classAt } from '../guards/error-classes.ts';
import { iteratedInto } from '../status/error-sources.ts';
import type { Candidate } from './candidate.ts';

/** Tests that ask for classes of v1 through a table or a list, or in a `switch`: each form needs a change of its own. */
export const groupedTests = (project: Project, file: ts.SourceFile): Candidate[] => [
  ...tables(project, file),
  ...lists(project, file),
  ...switches(file),
];

/** `for (const [type, text] of MESSAGES) if (error instanceof type) …`, `CLASSES.some((type) => error instanceof type)` */
function tables(project: Project, file: ts.SourceFile): Candidate[] {
  return nodesOf<ts.BinaryExpression>(file, ts.SyntaxKind.BinaryExpression).flatMap((node): Candidate[] => {
    if (node.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword) return [];
    const list = listBehind(project, node.right);
    const name = list && classIn(project, list);
    return name ? [{ node, kind: 'group', value: node.left, name }] : [];
  });
}

/** The table or list that a name takes its values from. */
function listBehind(project: Project, type: ts.Expression): ts.Expression | undefined {
  const name = unwrap(type);
  if (!ts.isIdentifier(name) && !ts.isPropertyAccessExpression(name)) return undefined;
  const root = ts.isPropertyAccessExpression(name) ? unwrap(name.expression) : name;
  let declaration: ts.Node | undefined = declarationAt(project, root);
  while (declaration && (ts.isBindingElement(declaration) || ts.isBindingName(declaration)))
    declaration = declaration.parent;
  if (!declaration) return undefined;
  if (ts.isParameter(declaration) && isFunctionLike(declaration.parent))
    return declaration.parent.parameters[0] === declaration ? iteratedInto(declaration.parent) : undefined;
  const loop = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : undefined;
  return loop && ts.isForOfStatement(loop) ? loop.expression : undefined;
}

/** The first class of v1 or of a server that stands in a table: `[[InvalidGrantError, 'expired']]`. */
function classIn(project: Project, list: ts.Expression): string | undefined {
  const start = unwrap(list);
  // `Object.entries(TABLE)`, `TABLE.entries()`
  const parts = ts.isCallExpression(start)
    ? [
        ...start.arguments,
        ...(ts.isPropertyAccessExpression(start.expression) ? [start.expression.expression] : []),
      ]
    : [start];
  for (const part of parts) {
    const table = unwrap(throughConstants(project, part));
    for (const node of descendants(table)) {
      if (!ts.isIdentifier(node)) continue;
      const declared = classAt(project, node);
      if (!declared || declared === 'own' || !serverLegacyArea.test(declared.area)) continue;
      if (oauthSubclasses.includes(declared.name)) return declared.name;
    }
  }
  return undefined;
}

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

/** `switch (error.name) { case 'InvalidGrantError': … }` */
function switches(file: ts.SourceFile): Candidate[] {
  return nodesOf<ts.SwitchStatement>(file, ts.SyntaxKind.SwitchStatement).flatMap((node): Candidate[] => {
    const read = unwrap(node.expression);
    if (!ts.isPropertyAccessExpression(read) || read.name.text !== 'name') return [];
    const found = node.caseBlock.clauses.flatMap((clause) =>
      ts.isCaseClause(clause) && ts.isStringLiteralLike(clause.expression) ? [clause.expression.text] : [],
    );
    const name = found.find((each) => oauthSubclasses.includes(each));
    return name ? [{ node: read, kind: 'group', value: ownerOf(read), name }] : [];
  });
}

/** The error of `error.name` and `error.constructor.name`. */
export function ownerOf({ expression }: ts.PropertyAccessExpression): ts.Expression {
  const owner = unwrap(expression);
  const isClass = ts.isPropertyAccessExpression(owner) && owner.name.text === 'constructor';
  return isClass ? owner.expression : expression;
}
