import { ts } from '../../../compiler.cjs';
import { descendants, enclosingFunction, enclosingStatement } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import { shortPath } from '../../program/short-path.ts';
import { escapeOf } from './query-escapes.ts';
import { ownParser } from './query-parsers.ts';
import { isUrlSearchParams, type QueryRead } from './query-read.ts';
import { rewritingFile } from './rewritten-requests.ts';

/**
 * What may change the query and cannot be looked at: a function of another package that is given the query or its URL, or code of
 * the application that writes the request's address or query before the handler runs.
 *
 * @returns a sentence that names it
 */
export function foreignChange(project: Project, read: QueryRead): string | undefined {
  return changeByOthers(project, read) ?? otherFromStart(project, read);
}

/** Code that has the query may change it later. */
function changeByOthers(project: Project, read: QueryRead): string | undefined {
  const given = givenAway(project, read);
  if (given) return `It is passed to ${given.getText().slice(0, 60)}().`;
  const use = escapeOf(project, read.root, read.node);
  return use && `Other code may have it by \`${lineAt(use)}\`.`;
}

/** What the code is read from was not the query of the address when the handler got it. It is no matter of time. */
export function otherFromStart(project: Project, read: QueryRead): string | undefined {
  const parser = ownParser(project, read);
  if (parser) return `The application parses queries in its own way in ${shortPath(parser)}.`;
  const rewriting = rewritingFile(project, read);
  return rewriting && `The request is rewritten in ${shortPath(rewriting)}.`;
}

/** The line of code around a node, shortened. */
function lineAt(node: ts.Node): string {
  const [line = ''] = (enclosingStatement(node) ?? node).getText().split('\n');
  return line.slice(0, 60);
}

function givenAway(project: Project, { node, root }: QueryRead): ts.Expression | undefined {
  const scope = enclosingFunction(node) ?? node.getSourceFile();
  const names = new Set([...descendants(root)].filter(ts.isIdentifier).map(({ text }) => text));
  for (const call of descendants(scope)) {
    if (!ts.isCallExpression(call) || !isUnseen(project, call)) continue;
    const takes = call.arguments.some(
      (each) =>
        [...descendants(each)].some((part) => ts.isIdentifier(part) && names.has(part.text)) &&
        isUrl(project, each),
    );
    if (takes) return call.expression;
  }
  return undefined;
}

/** A call whose function has no type: it is of a package that is not read. */
function isUnseen({ checker }: Project, call: ts.CallExpression): boolean {
  return (checker.getTypeAtLocation(call.expression).flags & ts.TypeFlags.Any) !== 0;
}

function isUrl(project: Project, value: ts.Expression): boolean {
  if (isUrlSearchParams(project, value)) return true;
  const type = project.checker.getTypeAtLocation(value);
  return declaredTypes(project, type).some(({ area, name }) => area === 'platform/web' && name === 'URL');
}
