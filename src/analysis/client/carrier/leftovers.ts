import { ts } from '../../../compiler.cjs';
import { references } from '../../program/ast.ts';
import { throwingCheck } from '../query/validated.ts';
import { startWithComments } from './doc-comments.ts';
import { failingFallback } from './failing-fallback.ts';
import type { Lift } from './lift.ts';
import { isInTemplate } from './template-uses.ts';

/** Removes a constant that only served to carry the code. */
export function dropUnread(lift: Lift, symbol: ts.Symbol, gone: ReadonlySet<ts.Identifier>): void {
  const declaration = symbol.valueDeclaration;
  if (!declaration || isInTemplate(lift.project, declaration)) return;
  const file = declaration.getSourceFile();
  const removed = (use: ts.Identifier) => gone.has(use) || lift.edits.covers(use);
  const uses = references(lift.project.checker, symbol, file);
  const left = uses.filter((use) => use.parent !== declaration && !removed(use));
  if (left.length > 0) return;
  if (ts.isBindingElement(declaration)) return dropElement(lift, declaration);
  const list = declaration.parent;
  if (!ts.isVariableDeclarationList(list) || !ts.isVariableStatement(list.parent) || list.parent.modifiers)
    return;
  if (list.declarations.length === 1) return dropStatement(lift, file, list.parent);
  dropFromList(lift, declaration, list.declarations);
}

/** One of several elements, with its comma. */
function dropFromList(lift: Lift, element: ts.Node, elements: readonly ts.Node[]): void {
  const index = elements.indexOf(element);
  const [previous, next] = [elements[index - 1], elements[index + 1]];
  const file = element.getSourceFile();
  if (next) lift.edits.replaceRange(file, element.getStart(), next.getStart(), '');
  else if (previous) lift.edits.replaceRange(file, previous.getEnd(), element.getEnd(), '');
}

function dropElement(lift: Lift, element: ts.BindingElement): void {
  // The places of the others would change.
  if (ts.isArrayBindingPattern(element.parent)) return;
  const { elements } = element.parent;
  const file = element.getSourceFile();
  const statement = element.parent.parent.parent.parent;
  if (elements.some((other) => ts.isBindingElement(other) && other.dotDotDotToken)) return;
  if (elements.length > 1) return dropFromList(lift, element, elements);
  if (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.length === 1 &&
    !statement.modifiers
  ) {
    dropStatement(lift, file, statement);
  }
}

/** The statement, with its comment, and with its line when it stands alone there. What checks the query in it stays. */
function dropStatement(lift: Lift, file: ts.SourceFile, statement: ts.VariableStatement): void {
  const initializer = statement.declarationList.declarations[0]?.initializer;
  const check = initializer && throwingCheck(lift.project, initializer);
  if (initializer && check) {
    lift.edits.replaceRange(file, statement.getStart(), check.getStart(), '');
    return lift.edits.replaceRange(file, check.getEnd(), initializer.getEnd(), '');
  }
  const failing = initializer && failingFallback(lift.project, initializer);
  if (failing) {
    const { test, failure } = failing;
    return lift.edits.replaceRange(file, statement.getStart(), failure.getStart(), `if (${test}) `);
  }
  const { text } = file;
  const first = startWithComments(lift, statement);
  let start = first;
  let end = statement.getEnd();
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  while (text[end] === ' ' || text[end] === '\t') end++;
  const alone =
    (start === 0 || text[start - 1] === '\n') &&
    (end === text.length || text[end] === '\n' || text[end] === '\r');
  if (!alone) return lift.edits.replaceRange(file, first, statement.getEnd(), '');
  if (text[end] === '\r') end++;
  if (text[end] === '\n') end++;
  lift.edits.replaceRange(file, start, end, '');
}
