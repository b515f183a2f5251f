import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { isWithin } from '../../program/ast.ts';
import { mentionsIn } from '../../program/node-index.ts';

/** The edit that removes the import of a class, where every other mention of it goes with the tests; undefined where one stays. */
export function unusedImport(type: ts.Expression, tests: readonly ts.Node[]): Edit | undefined {
  if (!ts.isIdentifier(type)) return undefined;
  const file = type.getSourceFile();
  const mentions = mentionsIn(file, type.text);
  const specifier = mentions
    .map(({ parent }) => parent)
    .find((each) => ts.isImportSpecifier(each) && each.name.text === type.text);
  if (!specifier || !ts.isImportSpecifier(specifier)) return undefined;
  const isGone = (node: ts.Node) => isWithin(node, specifier) || tests.some((test) => isWithin(node, test));
  return mentions.every(isGone) ? removal(specifier) : undefined;
}

function removal(specifier: ts.ImportSpecifier): Edit | undefined {
  const file = specifier.getSourceFile();
  const { elements } = specifier.parent;
  const index = elements.indexOf(specifier);
  const at = (start: number, end: number): Edit => ({ file: file.fileName, start, end, text: '' });
  const next = elements[index + 1];
  if (next) return at(specifier.getStart(), next.getStart());
  const before = elements[index - 1];
  if (before) return at(before.end, specifier.end);
  const statement = specifier.parent.parent.parent as ts.ImportDeclaration;
  if (specifier.parent.parent.name) return undefined;
  const end = /^\r?\n/.exec(file.text.slice(statement.end))?.[0].length ?? 0;
  return at(statement.getStart(), statement.end + end);
}
