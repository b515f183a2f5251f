import { ts } from '../../../compiler.cjs';
import { type FunctionLike, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { evaluateCall, evaluateNew } from './evaluate-call.ts';
import {
  evaluateBinary,
  evaluateConditional,
  evaluatePrefix,
  evaluateTemplate,
  evaluateTypeOf,
} from './evaluate-operator.ts';
import { evaluateElement, evaluateName, evaluateProperty } from './evaluate-read.ts';
import { Frame } from './frame.ts';
import { isPure } from './purity.ts';
import type { Scenario } from './scenarios.ts';
import type { Subject } from './subject.ts';
import { constant, unknown, type Value } from './value.ts';

/** A frame that knows nothing yet. */
export function createFrame(
  project: Project,
  subject: Subject,
  scenario: Scenario,
  fixedScenario?: (target: FunctionLike) => Scenario | undefined,
): Frame {
  return new Frame({ project, subject, scenario, fixedScenario }, evaluate);
}

/** The dispatcher: it knows the code for each kind of expression, and that code reaches it through the frame. */
function evaluate(expression: ts.Expression, frame: Frame): Value {
  const node = unwrap(expression);
  if (frame.isSubject(node)) return { kind: 'error' };
  return byKind.get(node.kind)?.(node as never, frame) ?? unknown;
}

/** Each entry takes the node of its own kind, which the map cannot express. */
type Evaluate<T extends ts.Expression> = (node: T, frame: Frame) => Value;

const byKind: ReadonlyMap<ts.SyntaxKind, Evaluate<never>> = new Map<ts.SyntaxKind, Evaluate<never>>([
  [ts.SyntaxKind.StringLiteral, ({ text }: ts.StringLiteral) => constant(text)],
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral, ({ text }: ts.StringLiteralLike) => constant(text)],
  [ts.SyntaxKind.NumericLiteral, ({ text }: ts.NumericLiteral) => constant(Number(text))],
  [ts.SyntaxKind.TrueKeyword, () => constant(true)],
  [ts.SyntaxKind.FalseKeyword, () => constant(false)],
  [ts.SyntaxKind.NullKeyword, () => constant(null)],
  [ts.SyntaxKind.VoidExpression, evaluateVoid],
  [ts.SyntaxKind.Identifier, evaluateName],
  [ts.SyntaxKind.PropertyAccessExpression, evaluateProperty],
  [ts.SyntaxKind.ElementAccessExpression, evaluateElement],
  [ts.SyntaxKind.PrefixUnaryExpression, evaluatePrefix],
  [ts.SyntaxKind.TypeOfExpression, evaluateTypeOf],
  [ts.SyntaxKind.ConditionalExpression, evaluateConditional],
  [ts.SyntaxKind.BinaryExpression, evaluateBinary],
  [ts.SyntaxKind.ArrayLiteralExpression, evaluateList],
  [ts.SyntaxKind.TemplateExpression, evaluateTemplate],
  [ts.SyntaxKind.CallExpression, evaluateCall],
  [ts.SyntaxKind.NewExpression, evaluateNew],
]);

function evaluateVoid({ expression }: ts.VoidExpression, frame: Frame): Value {
  return isPure(expression, frame) ? constant(undefined) : unknown;
}

function evaluateList(node: ts.ArrayLiteralExpression, frame: Frame): Value {
  if (!isPure(node, frame)) return unknown;
  return { kind: 'list', items: node.elements.map((element) => frame.evaluate(element)) };
}
