import { ts } from '../../compiler.cjs';
import { codeParameter } from '../../sdk/roles.ts';
import { descendants, wrapped } from '../ast.ts';
import type { Project } from '../project.ts';
import { isConst, queryRead } from '../query-sources.ts';
import { type CarrierName, type Lift, replace, replaceRange } from './context.ts';
import { usesOf } from './names.ts';

const carrierName = 'callbackParams';

/** Settles what waited for the whole picture: names, the other uses of the string, and variables nobody reads any more. */
export function finishLift(lift: Lift): void {
  const { names } = lift.migrations;
  for (const [symbol, whole] of lift.carried) {
    const chosen = names.get(symbol) ?? freeName(symbol, [...names.values()]);
    names.set(symbol, chosen);
    for (const use of usesOf(lift, symbol)) rewriteUse(lift, use, chosen.name, symbol, whole);
  }
  for (const [symbol, uses] of lift.bypassed) dropUnread(lift, symbol, uses);
}

/** A name that is free in the file, and neither shadows nor is shadowed by that of another carrier. */
function freeName(symbol: ts.Symbol, others: readonly CarrierName[]): CarrierName {
  const declaration = symbol.valueDeclaration as ts.VariableDeclaration | ts.ParameterDeclaration;
  const scope = scopeOf(declaration);
  const names = [...descendants(declaration.getSourceFile())].filter(ts.isIdentifier).map(({ text }) => text);
  const taken = new Set(names.filter((name) => name !== symbol.name));
  const clashes = (name: string) =>
    others.some(
      (other) => other.name === name && (contains(other.scope, scope) || contains(scope, other.scope)),
    );
  let name = carrierName;
  for (let suffix = 2; taken.has(name) || clashes(name); suffix++) name = `${carrierName}${suffix}`;
  return { name, scope };
}

function scopeOf(declaration: ts.Node): ts.Node {
  let node = declaration.parent;
  while (!ts.isBlock(node) && !ts.isSourceFile(node) && !ts.isFunctionLike(node)) node = node.parent;
  return node;
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.getSourceFile() === inner.getSourceFile() && outer.pos <= inner.pos && inner.end <= outer.end;
}

function rewriteUse(
  lift: Lift,
  use: ts.Identifier,
  name: string,
  symbol: ts.Symbol,
  whole: ReadonlySet<ts.Identifier>,
): void {
  const declaration = symbol.valueDeclaration as ts.NamedDeclaration | undefined;
  if (use === declaration?.name || whole.has(use)) {
    // A cast or `!` made the string fit: the query needs neither.
    return replace(lift, use === declaration?.name ? use : wrapped(use), name);
  }
  const read = `${name}${mayBeAbsent(lift.project, use, declaration) ? '?.' : '.'}get('${codeParameter}')`;
  const text = `${read}${needsString(lift.project, use) ? '!' : ''}`;
  if (ts.isShorthandPropertyAssignment(use.parent)) return replace(lift, use.parent, `${use.text}: ${text}`);
  // `code!` has its own `!` already.
  replace(lift, use, ts.isNonNullExpression(use.parent) ? read : text);
}

/** True when the carrier itself may be missing at this use: `get` gave null for a missing code, the query is always there. */
function mayBeAbsent(project: Project, use: ts.Identifier, declaration: ts.Node | undefined): boolean {
  const type = project.checker.getTypeAtLocation(use);
  if (project.checker.getNonNullableType(type) === type) return false;
  if (!declaration || !(ts.isVariableDeclaration(declaration) || ts.isParameter(declaration))) return true;
  if (declaration.type || ts.isParameter(declaration) || !isConst(declaration)) return true;
  return declaration.initializer !== undefined && queryRead(project, declaration.initializer) === undefined;
}

/** True in TypeScript where the place takes a string but no null: `get` may give null, as the type says, though it did not before. */
function needsString(project: Project, use: ts.Identifier): boolean {
  if (/\.[mc]?jsx?$/.test(use.getSourceFile().fileName)) return false;
  const parent = use.parent;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
    return parent.expression === use;
  const expected = ts.isShorthandPropertyAssignment(parent)
    ? undefined
    : project.checker.getContextualType(wrapped(use));
  return (
    expected !== undefined && !project.checker.isTypeAssignableTo(project.checker.getNullType(), expected)
  );
}

/** Removes a constant that only served to carry the code. */
function dropUnread(lift: Lift, symbol: ts.Symbol, gone: ReadonlySet<ts.Identifier>): void {
  const declaration = symbol.valueDeclaration;
  if (!declaration) return;
  const file = declaration.getSourceFile();
  const removed = (use: ts.Identifier) =>
    gone.has(use) || lift.edits.some(({ start, end }) => start <= use.pos && use.end <= end);
  const left = usesOf(lift, symbol).filter((use) => use.parent !== declaration && !removed(use));
  if (left.length > 0) return;
  if (ts.isBindingElement(declaration)) return dropElement(lift, declaration);
  const list = declaration.parent;
  if (!ts.isVariableDeclarationList(list) || !ts.isVariableStatement(list.parent) || list.parent.modifiers)
    return;
  if (list.declarations.length === 1) return dropStatement(lift, file, list.parent);
  dropFromList(lift, declaration, list.declarations);
}

/** One of several elements, with the comma that parts it from its neighbour. */
function dropFromList(lift: Lift, element: ts.Node, elements: readonly ts.Node[]): void {
  const index = elements.indexOf(element);
  const [previous, next] = [elements[index - 1], elements[index + 1]];
  const file = element.getSourceFile();
  if (next) replaceRange(lift, file, element.getStart(), next.getStart(), '');
  else if (previous) replaceRange(lift, file, previous.getEnd(), element.getEnd(), '');
}

function dropElement(lift: Lift, element: ts.BindingElement): void {
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

/** The statement with its line, when it stands alone on it. */
function dropStatement(lift: Lift, file: ts.SourceFile, statement: ts.Statement): void {
  const { text } = file;
  let start = statement.getStart();
  let end = statement.getEnd();
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  while (text[end] === ' ' || text[end] === '\t') end++;
  const alone =
    (start === 0 || text[start - 1] === '\n') &&
    (end === text.length || text[end] === '\n' || text[end] === '\r');
  if (!alone) return replaceRange(lift, file, statement.getStart(), statement.getEnd(), '');
  if (text[end] === '\r') end++;
  if (text[end] === '\n') end++;
  replaceRange(lift, file, start, end, '');
}
