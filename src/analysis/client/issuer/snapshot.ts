import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { issuerOption } from '../../../sdk/roles.ts';
import { descendants, enclosingStatement, indentationAt, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import type { QueryRead } from '../query/query-read.ts';

/**
 * A constant `iss` after the one that holds the code, read at the same time. Undefined where the name is taken, the code
 * is not the only constant of its statement, or the query has changed before.
 */
export function snapshotEdit(
  project: Project,
  read: QueryRead,
  change: ts.Node,
  value: string,
  place: ts.Node,
): Edit | undefined {
  const statement = enclosingStatement(read.node);
  if (!statement || !ts.isVariableStatement(statement) || statement.modifiers) return undefined;
  const [only, ...more] = statement.declarationList.declarations;
  const holds = only?.initializer && contains(only.initializer, read.node) && ts.isIdentifier(only.name);
  const later = change === read.root || change.pos >= statement.end;
  if (!holds || more.length > 0 || !later || isTaken(project, statement, place)) return undefined;
  const file = statement.getSourceFile();
  const [start, end] = [statement.getStart(), statement.getEnd()];
  const closing = file.text[end - 1] === ';' ? ';' : '';
  const text = `\n${indentationAt(file, start)}const ${issuerOption} = ${value}${closing}`;
  return { file: file.fileName, start: end, end, text };
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}

/** True when a name `iss` is declared where the new one would stand or be seen. */
function isTaken(project: Project, statement: ts.Statement, place: ts.Node): boolean {
  const seen = project.checker.getSymbolsInScope(place, ts.SymbolFlags.Value);
  const inside = [...descendants(statement.parent)].filter(ts.isIdentifier);
  return (
    seen.some(({ name }) => name === issuerOption) ||
    inside.some((name) => name.text === issuerOption && isDeclared(name))
  );
}

function isDeclared(name: ts.Identifier): boolean {
  const { parent } = name;
  return (
    (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) &&
    unwrap(parent.name as unknown as ts.Expression) === name
  );
}
