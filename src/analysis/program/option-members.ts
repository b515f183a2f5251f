import { ts } from '../../compiler.cjs';
import { codeText, references, unwrap } from './ast.ts';
import { behindConstants } from './constants.ts';
import type { Project } from './project.ts';
import { symbolOf } from './sdk-symbols.ts';
import { valuesBehind } from './values-behind.ts';

/** A place that puts a member into an options object. */
export interface Entry {
  /** The property, or the assignment `options.name = value`. */
  readonly node: ts.ObjectLiteralElementLike | ts.BinaryExpression;
  /** Undefined for getters and methods. */
  readonly value: ts.Expression | undefined;
  /** True when a condition decides whether it counts: `...(strict && { name: value })`. */
  readonly conditional: boolean;
}

/** What is known about one member of an options object. */
export interface Member {
  readonly entries: readonly Entry[];
  /** False when code that was not found may set it, too. */
  readonly complete: boolean;
}

/** The object literal behind an options argument, through constants. */
export function literalOf(project: Project, options: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const node = unwrap(behindConstants(project, options));
  return ts.isObjectLiteralExpression(node) ? node : undefined;
}

const maxDepth = 8;

/**
 * Which places set the member `name` of an options object?
 * Asked by the rules about options of SDK functions.
 * Gives the entries in its literal, spreads, `Object.assign` and later assignments, through variables, fields, functions and
 * arguments.
 */
export function memberOf(project: Project, options: ts.Expression, name: string, depth = 0): Member {
  const later = assignedLater(project, unwrap(options), name);
  const parts = partsOf(project, options);
  if (parts)
    return together([
      ...parts.map((part) =>
        ts.isExpression(part)
          ? memberOf(project, part, name, depth + 1)
          : ofProperty(project, part, name, depth),
      ),
      { entries: later, complete: true },
    ]);
  const values = depth < maxDepth ? valuesBehind(project, options) : [];
  if (values.length === 0) return { entries: later, complete: !mayHave(project, options, name) };
  const found = either(values.map((value) => memberOf(project, value, name, depth + 1)));
  return together([found, { entries: later, complete: true }]);
}

/** The parts of an object: the members of its literal, the arguments of `Object.assign`. */
function partsOf(
  project: Project,
  options: ts.Expression,
): readonly (ts.ObjectLiteralElementLike | ts.Expression)[] | undefined {
  const node = unwrap(behindConstants(project, options));
  if (ts.isObjectLiteralExpression(node)) return node.properties;
  return ts.isCallExpression(node) && codeText(node.expression) === 'Object.assign'
    ? node.arguments
    : undefined;
}

function together(all: readonly Member[]): Member {
  return {
    entries: all.flatMap(({ entries }) => entries),
    complete: all.every(({ complete }) => complete),
  };
}

/** One of several objects: every entry is then conditional. */
function either(all: readonly Member[]): Member {
  const { entries, complete } = together(all);
  return all.length === 1
    ? { entries, complete }
    : { entries: entries.map((entry) => ({ ...entry, conditional: true })), complete };
}

/** The value that the member has at the end; undefined when it is not certain. */
export function certainValue(member: Member): ts.Expression | undefined {
  const last = member.entries.at(-1);
  return last && !last.conditional ? last.value : undefined;
}

const nothing: Member = { entries: [], complete: true };

function ofProperty(
  project: Project,
  member: ts.ObjectLiteralElementLike,
  name: string,
  depth: number,
): Member {
  if (ts.isSpreadAssignment(member)) return ofSpread(project, member.expression, name, depth);
  if (ts.isComputedPropertyName(member.name))
    return ts.isStringLiteralLike(member.name.expression) && member.name.expression.text === name
      ? given(member)
      : nothing;
  return member.name.text === name ? given(member) : nothing;
}

function given(member: ts.ObjectLiteralElementLike): Member {
  const value = ts.isPropertyAssignment(member)
    ? member.initializer
    : ts.isShorthandPropertyAssignment(member)
      ? member.name
      : undefined;
  return { entries: [{ node: member, value, conditional: false }], complete: true };
}

/** `...common`, `...(flag && { … })`, `...(flag ? { … } : {})`. */
function ofSpread(project: Project, spread: ts.Expression, name: string, depth: number): Member {
  const node = unwrap(spread);
  const branches = ts.isConditionalExpression(node)
    ? [node.whenTrue, node.whenFalse]
    : ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
      ? [node.right]
      : undefined;
  if (!branches) return memberOf(project, node, name, depth + 1);
  const { entries, complete } = together(
    branches.map((branch) => memberOf(project, branch, name, depth + 1)),
  );
  return { entries: entries.map((entry) => ({ ...entry, conditional: true })), complete };
}

/** True when a value may have the member by its type: `any` may have every member. */
function mayHave(project: Project, value: ts.Expression, name: string): boolean {
  const type = project.checker.getTypeAtLocation(unwrap(value));
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) return true;
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => part.getProperty(name) !== undefined);
}

/** `options.name = value`, `options['name'] = value` anywhere in the file of a variable. */
function assignedLater(project: Project, options: ts.Expression, name: string): Entry[] {
  const symbol = ts.isIdentifier(options) ? symbolOf(project, options) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || !ts.isVariableDeclaration(declaration)) return [];
  return references(project.checker, symbol, declaration.getSourceFile()).flatMap((use): Entry[] => {
    const access = use.parent;
    const target = access.parent;
    const isMember =
      (ts.isPropertyAccessExpression(access) && access.expression === use && access.name.text === name) ||
      (ts.isElementAccessExpression(access) &&
        access.expression === use &&
        ts.isStringLiteralLike(access.argumentExpression) &&
        access.argumentExpression.text === name);
    if (!isMember || !ts.isBinaryExpression(target) || target.left !== access) return [];
    if (target.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return [];
    return [{ node: target, value: target.right, conditional: !isStatementBeside(target, declaration) }];
  });
}

function isStatementBeside(assignment: ts.BinaryExpression, declaration: ts.VariableDeclaration): boolean {
  const statement = assignment.parent;
  return ts.isExpressionStatement(statement) && statement.parent === declaration.parent.parent.parent;
}
