import { ts } from '../../../compiler.cjs';
import { descendants, enclosingFunction, isAssignment, unwrap } from '../../program/ast.ts';
import { putValue } from '../../program/syntax-index.ts';
import { truthOf, type Value } from '../guards/value.ts';
import { type Attempts, calleesOf, isOfPlatform } from './attempts.ts';

/** The code that a condition with a value runs: one arm of it, or both where the value is not known. */
export function chosenBy(condition: ts.Node, value: Value): readonly ts.Node[] {
  const { parent } = condition;
  const truth = truthOf(value);
  const arms = armsOf(condition, parent);
  return arms.filter((arm, index): arm is ts.Node => arm !== undefined && truth !== (index === 1));
}

function armsOf(condition: ts.Node, parent: ts.Node): readonly (ts.Node | undefined)[] {
  if (ts.isIfStatement(parent) && parent.expression === condition)
    return [parent.thenStatement, parent.elseStatement];
  if (ts.isConditionalExpression(parent) && parent.condition === condition)
    return [parent.whenTrue, parent.whenFalse];
  if (!ts.isBinaryExpression(parent) || parent.left !== condition) return [];
  const { kind } = parent.operatorToken;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return [parent.right, undefined];
  return kind === ts.SyntaxKind.BarBarToken ? [undefined, parent.right] : [];
}

/** What the function around some code answers there. */
export function returnsIn(code: readonly ts.Node[]): ts.ReturnStatement[] {
  return code.flatMap((each) =>
    [each, ...descendants(each)].filter(
      (node): node is ts.ReturnStatement =>
        ts.isReturnStatement(node) && enclosingFunction(node) === enclosingFunction(each),
    ),
  );
}

/** What code changes for those who read it later. */
export interface Effect {
  readonly target: ts.Expression;
  /** What it takes; undefined where it is changed in another way. */
  readonly value?: ts.Expression | undefined;
  /** A list or a map takes it, beside others. */
  readonly isPut?: boolean;
}

/** The targets of assignments, the lists that are added to. */
export function effectsIn(code: readonly ts.Node[], attempts: Attempts): Effect[] {
  return code.flatMap((each) => [each, ...descendants(each)].flatMap((node) => effectOf(node, attempts)));
}

export function effectOf(node: ts.Node, { project }: Attempts): Effect[] {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
    const isPlain = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return [{ target: unwrap(node.left), value: isPlain ? node.right : undefined }];
  }
  const counted = countedBy(node);
  if (counted) return [{ target: counted }];
  if (!ts.isCallExpression(node) || !isOfPlatform(project, node)) return [];
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee) || calleesOf(project, node).length > 0) return [];
  const target = unwrap(callee.expression);
  const put = putValue(node);
  if (!isKept(target) || (!put && !isDropped(node))) return [];
  return [put ? { target, value: put.value, isPut: true } : { target }];
}

/** `list.push(job);`, `void list.push(job)`, `() => list.sort()`: nobody takes the answer. */
const isDropped = ({ parent }: ts.CallExpression): boolean =>
  ts.isExpressionStatement(parent) || ts.isVoidExpression(parent) || ts.isArrowFunction(parent);

const isKept = (node: ts.Expression): boolean => ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);

/** `failures++`: what it counts. */
export function countedBy(node: ts.Node): ts.Expression | undefined {
  if (!ts.isPostfixUnaryExpression(node) && !ts.isPrefixUnaryExpression(node)) return undefined;
  const counts =
    node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
  return counts ? unwrap(node.operand) : undefined;
}
