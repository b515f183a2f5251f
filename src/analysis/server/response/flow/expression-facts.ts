import { ts } from '../../../../compiler.cjs';
import { declarationAt, keyOf } from '../../../program/declaration-at.ts';
import { addressFacts, cutFrom } from './address-part.ts';
import { factsOfCall } from './call-facts.ts';
import { assignedTo, factsOfMemberDeclaration } from './declaration-facts.ts';
import type { FactWalk } from './fact-walk.ts';
import { putInto } from './store-roots.ts';
import { ofConcatenation, ofNew, ofTemplate } from './text-facts.ts';
import { direct, type Fact, has, inside } from './value-facts.ts';

/** The dispatcher: what an expression carries, by its kind of node. */
export function factsOfExpression(walk: FactWalk, node: ts.Expression): readonly Fact[] {
  if (ts.isAwaitExpression(node) || ts.isSpreadElement(node)) return walk.facts(node.expression);
  if (ts.isIdentifier(node)) {
    const declaration = declarationAt(walk.project, node);
    return declaration ? walk.declared(declaration) : [];
  }
  if (ts.isPropertyAccessExpression(node)) return ofProperty(walk, node);
  if (ts.isElementAccessExpression(node)) return ofElement(walk, node);
  if (ts.isConditionalExpression(node)) return [...walk.facts(node.whenTrue), ...walk.facts(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return ofBinary(walk, node);
  if (ts.isTemplateExpression(node)) return ofTemplate(walk, node);
  if (ts.isObjectLiteralExpression(node)) return [{ kind: 'record', literal: node, inside: false }];
  if (ts.isArrayLiteralExpression(node)) return inside(walk.all(node.elements));
  if (ts.isNewExpression(node)) return ofNew(walk, node);
  return ts.isCallExpression(node) ? factsOfCall(walk, node) : [];
}

function ofProperty(walk: FactWalk, node: ts.PropertyAccessExpression): Fact[] {
  const own = walk.property(walk.facts(node.expression), node.name.text);
  const key = keyOf(walk.project, node);
  const declaration = declarationAt(walk.project, node);
  const written =
    typeof key === 'string'
      ? assignedTo(walk, key)
      : declaration
        ? factsOfMemberDeclaration(walk, declaration)
        : [];
  return [...own, ...written];
}

function ofElement(walk: FactWalk, node: ts.ElementAccessExpression): readonly Fact[] {
  const { expression, argumentExpression: key } = node;
  if (ts.isStringLiteralLike(key)) return walk.property(walk.facts(expression), key.text);
  if (has(walk.facts(expression), 'uris')) return [direct('redirect')];
  const url = cutFrom(walk.project, node);
  if (url) return addressFacts(walk.facts(url));
  return walk.all(putInto(walk.project, expression));
}

function ofBinary(walk: FactWalk, node: ts.BinaryExpression): readonly Fact[] {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsToken:
    case ts.SyntaxKind.CommaToken:
      return walk.facts(node.right);
    case ts.SyntaxKind.PlusToken:
      return ofConcatenation(walk, node);
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return [...walk.facts(node.left), ...walk.facts(node.right)];
    default:
      return [];
  }
}
