import { ts } from '../../../compiler.cjs';
import { enclosingFunction, unwrap, wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import type { Frame } from '../guards/frame.ts';
import { variableAt } from '../guards/subject.ts';
import { unknown, type Value } from '../guards/value.ts';
import { isDecision } from './deciding-types.ts';
import { work } from './held-values.ts';

/** A member that a branch gives to a record, with its value. */
interface Made {
  readonly name: ts.PropertyName;
  readonly value: Value;
}

/** What an expression holds, the members of a record included. */
export function valueMade(node: ts.Expression | undefined, frame: Frame): Value {
  if (!node) return unknown;
  const literal = literalAt(node, frame.project);
  if (!literal) return frame.evaluate(node);
  const members = membersOf(literal, frame).map(({ name, value }) => [name.getText(), value] as const);
  return { kind: 'record', members: new Map(members) };
}

/** The same for what is assigned: `open = [...open, task]` is a list that holds the task beside others. */
export function valueAssigned(node: ts.Expression | undefined, frame: Frame): Value {
  const made = valueMade(node, frame);
  return made.kind === 'unknown' && node && ts.isArrayLiteralExpression(unwrap(node)) ? work : made;
}

/** The members that somebody may decide on, wherever the record goes. Sentences inform. */
export function decidingMembers(node: ts.Expression, frame: Frame): readonly Made[] {
  const literal = literalAt(node, frame.project);
  return literal ? membersOf(literal, frame).filter((made) => mayDecide(frame.project, made)) : [];
}

/** The literal itself, or the one in the local constant of that name. */
function literalAt(node: ts.Expression, project: Project): ts.ObjectLiteralExpression | undefined {
  const own = unwrap(node);
  if (ts.isObjectLiteralExpression(own)) return own;
  if (!ts.isIdentifier(own)) return undefined;
  const declaration = variableAt(project, own)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  if (enclosingFunction(declaration) !== enclosingFunction(own)) return undefined;
  const held = unwrap(declaration.initializer);
  return ts.isObjectLiteralExpression(held) ? held : undefined;
}

function membersOf({ properties }: ts.ObjectLiteralExpression, frame: Frame): Made[] {
  // What stands before a spread may be overwritten by it.
  return properties.flatMap((each, index): Made[] => {
    if (!ts.isPropertyAssignment(each) && !ts.isShorthandPropertyAssignment(each)) return [];
    const isOver = properties.slice(index + 1).some(ts.isSpreadAssignment);
    const value = ts.isPropertyAssignment(each) ? each.initializer : each.name;
    return [{ name: each.name, value: isOver ? unknown : valueMade(value, frame) }];
  });
}

function mayDecide({ checker }: Project, { name, value }: Made): boolean {
  const literal = name.parent.parent as ts.ObjectLiteralExpression;
  const context = checker.getContextualType(literal);
  const member = context && checker.getPropertyOfType(checker.getNonNullableType(context), name.getText());
  const type = member ? checker.getTypeOfSymbol(member) : checker.getTypeAtLocation(name);
  if (isDecision(checker, type)) return true;
  if (value.kind !== 'const') return false;
  return typeof value.value !== 'string' || !/\s/.test(value.value);
}

/** `state.value = …`: the variable that holds what is changed, where its owner is no class. */
export function carrierOf(target: ts.Expression): ts.Identifier | undefined {
  let root = unwrap(target);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))
    root = unwrap(root.expression);
  return ts.isIdentifier(root) && root !== unwrap(target) ? root : undefined;
}

/** The function that gives a value away, in a record or as it is. */
export function giverOf(use: ts.Expression): ts.SignatureDeclaration | undefined {
  let node: ts.Node = wrapped(use);
  for (;;) {
    const { parent }: ts.Node = node;
    if (ts.isReturnStatement(parent)) return enclosingFunction(parent);
    if (ts.isArrowFunction(parent) && parent.body === node) return parent;
    const isHeld =
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isArrayLiteralExpression(parent) ||
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSpreadAssignment(parent);
    if (!isHeld) return undefined;
    node = parent;
  }
}
