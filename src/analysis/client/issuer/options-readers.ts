import { ts } from '../../../compiler.cjs';
import { references, wrapped } from '../../program/ast.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import type { OptionsRedemption } from '../redemption/redeemers.ts';
import { optionsRedemptions } from '../redemption/redeemers.ts';

/**
 * What else has the options that get `iss`, and sees all their members: `JSON.stringify(options)`, `Object.keys(options)`, a copy. The
 * calls that redeem the code, and reads of another member, do not.
 */
export function readerOfOptions(project: Project, { entry }: OptionsRedemption): ts.Node | undefined {
  const redeeming = new Set<ts.Node>(optionsRedemptions(project).map(({ call }) => call));
  const name = variableOf(entry.node);
  if (name) return readerOf(project, name, redeeming);
  const field = fieldOf(entry.node);
  return field && readerOfField(project, field, redeeming);
}

/** The same for options that a field holds. */
function readerOfField(
  project: Project,
  { name }: ts.PropertyAccessExpression,
  redeeming: ReadonlySet<ts.Node>,
): ts.Node | undefined {
  const symbol = symbolOf(project, name);
  if (!symbol) return name;
  return project.userFiles
    .filter((file) => file.text.includes(name.text))
    .flatMap((file) => mentionsIn(file, name.text))
    .filter((each) => symbolOf(project, each) === symbol)
    .map(({ parent }) => parent)
    .find((use) => ts.isExpression(use) && !isWrite(use) && !isHarmless(use, redeeming));
}

function isWrite(use: ts.Expression): boolean {
  const { parent } = wrapped(use);
  const isTarget = ts.isBinaryExpression(parent) && parent.left === wrapped(use);
  // `{ ...this.options, authorizationCode }` becomes the field's next value.
  return isTarget || (ts.isSpreadAssignment(parent) && isAssignedToField(parent.parent));
}

function isAssignedToField(literal: ts.Expression): boolean {
  const { parent } = wrapped(literal);
  return ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left);
}

/** `this.options` of `this.options.authorizationCode = code` and of `this.options = { authorizationCode }`. */
function fieldOf(entry: ts.Node): ts.PropertyAccessExpression | undefined {
  const target =
    ts.isBinaryExpression(entry) && ts.isPropertyAccessExpression(entry.left) ? entry.left : undefined;
  const written = target?.expression ?? writtenTo(entry.parent);
  return written && ts.isPropertyAccessExpression(written) ? written : undefined;
}

function writtenTo(literal: ts.Node): ts.Expression | undefined {
  const { parent } = ts.isObjectLiteralExpression(literal) ? wrapped(literal) : { parent: undefined };
  return parent && ts.isBinaryExpression(parent) ? parent.left : undefined;
}

function readerOf(
  project: Project,
  name: ts.Identifier,
  redeeming: ReadonlySet<ts.Node>,
): ts.Node | undefined {
  const symbol = symbolOf(project, name);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  for (const use of references(project.checker, symbol, declaration.getSourceFile())) {
    if (use === declaration.name || isHarmless(use, redeeming)) continue;
    const copy = copyOf(use);
    const reader = copy ? readerOf(project, copy, redeeming) : use;
    if (reader) return reader;
  }
  return undefined;
}

/** `more` of `const more = { ...options }`. */
function copyOf(use: ts.Identifier): ts.Identifier | undefined {
  const { parent } = wrapped(use);
  return ts.isSpreadAssignment(parent) ? constantOf(parent.parent) : undefined;
}

/** `options` of `const options = { authorizationCode }` and of `options.authorizationCode = code`. */
function variableOf(entry: ts.Node): ts.Identifier | undefined {
  if (ts.isBinaryExpression(entry)) {
    const { left } = entry;
    const isMember = ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left);
    return isMember && ts.isIdentifier(left.expression) ? left.expression : undefined;
  }
  return ts.isObjectLiteralExpression(entry.parent) ? constantOf(entry.parent) : undefined;
}

/** The constant that a record is written into. */
function constantOf(record: ts.Expression): ts.Identifier | undefined {
  const { parent } = wrapped(record);
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

function isHarmless(use: ts.Expression, redeeming: ReadonlySet<ts.Node>): boolean {
  const value = wrapped(use);
  const { parent } = value;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === value;
  if (ts.isSpreadAssignment(parent)) return redeeming.has(wrapped(parent.parent).parent);
  return redeeming.has(parent) || ts.isTypeQueryNode(parent);
}
