import { ts } from '../../../compiler.cjs';
import { enclosingStatement } from '../../program/ast.ts';
import { run, textOf } from '../guards/compare.ts';
import type { Frame } from '../guards/frame.ts';
import { testsItself } from '../guards/inspectors.ts';
import { onlyFunctionAt } from '../guards/own-functions.ts';
import { isPure } from '../guards/purity.ts';
import { renderCondition } from '../guards/render.ts';
import { contextOf } from '../guards/specialize.ts';
import { variableAt } from '../guards/subject.ts';
import { hazardIn } from './hazards.ts';
import { type Refused, refuse } from './outcome.ts';
import type { ScopeMatch } from './scope-match.ts';

/**
 * The condition of the author, with the new test in the place of the guard. The order stays: an operand before the guard
 * may make the error readable, and an operand after it may rely on the test.
 */
export function conditionWith(test: string, condition: ts.Expression, guard: ts.Node, before: Frame): string {
  const operands = conjuncts(condition).flatMap((operand) => {
    const holdsGuard = operand.pos <= guard.pos && guard.end <= operand.end;
    const known = before.truth(operand) === true && isPure(operand, before);
    if (known) return holdsGuard ? [test] : [];
    const text = renderCondition(operand, contextOf(before, 'write'));
    const rest = /\|\||\?/.test(text) ? `(${text})` : text;
    return holdsGuard ? [test, rest] : [rest];
  });
  return (operands.includes(test) ? operands : [test, ...operands]).join(' && ');
}

function conjuncts(node: ts.Expression): ts.Expression[] {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
  return ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
    ? [...conjuncts(inner.left), ...conjuncts(inner.right)]
    : [node];
}

/** The initializer of the flag in a condition, if there is one. */
export function flagIn(condition: ts.Expression, frame: Frame): ts.Expression | undefined {
  const node = ts.isParenthesizedExpression(condition) ? condition.expression : condition;
  if (ts.isPrefixUnaryExpression(node)) return flagIn(node.operand, frame);
  if (ts.isBinaryExpression(node)) return flagIn(node.left, frame) ?? flagIn(node.right, frame);
  return flagOf(node, frame);
}

/** Whether the code that reads the flag does the same for both errors, once the flag is true for both. */
export function flagMayChange(
  { before, now, site, rest }: ScopeMatch['divergence'],
  flag: ts.Expression,
): boolean {
  const statement = ts.isStatement(site.node) ? site.node : enclosingStatement(site.node);
  const lists = statement ? [[statement], ...rest] : rest;
  const widened = now.fork();
  widened.known.takeFrom(before.known, ({ valueDeclaration: declaration }) =>
    Boolean(declaration && ts.isVariableDeclaration(declaration) && declaration.initializer === flag),
  );
  return textOf(run(lists, before.fork()).pieces) === textOf(run(lists, widened).pieces);
}

/** Why the condition itself cannot be evaluated for an InsufficientScopeError, or undefined when it can. */
export function conditionHazard(condition: ts.Expression, before: Frame): Refused | undefined {
  const context = contextOf(before, 'write');
  renderCondition(condition, context);
  return openTest(context.live.all, condition, before) ?? hazardIn(context.live.all, before);
}

/** A test by class with an unknown result: InsufficientScopeError may fail it, and then the branch would never run. */
function openTest(live: readonly ts.Node[], condition: ts.Node, frame: Frame): Refused | undefined {
  const found = live.find((node) => {
    if (isAlternative(node, condition)) return false;
    if (ts.isBinaryExpression(node))
      return (
        node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
        frame.evaluate(node.left).kind === 'error'
      );
    if (!ts.isCallExpression(node) || frame.truth(node) !== undefined) return false;
    const target = onlyFunctionAt(frame.project, node.expression);
    return target !== undefined && testsItself(frame.project, target);
  });
  return found && refuse('insufficient-scope-shape', `The result of \`${found.getText()}\` is not known.`);
}

/** An operand of `||`: where it is false, the other may be true. */
function isAlternative(node: ts.Node, condition: ts.Node): boolean {
  for (let current = node; current !== condition && current.parent; current = current.parent) {
    const { parent } = current;
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.BarBarToken) return true;
  }
  return false;
}

/** Where the condition is a flag, the initializer of that constant. */
export function flagOf(node: ts.Expression, frame: Frame): ts.Expression | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const symbol = variableAt(frame.project, node);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !frame.known.isDecision(symbol) || !declaration || !ts.isVariableDeclaration(declaration))
    return undefined;
  return declaration.initializer;
}
