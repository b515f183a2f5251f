import { ts } from '../../../compiler.cjs';
import { enclosingFunction, unwrap, wrapped } from '../../program/ast.ts';
import { mentionsIn } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { sdkTypes } from '../../program/sdk-symbols.ts';
import { isOnlyTested } from '../carrier/only-tested.ts';
import { type ClientProvider, methodOf } from './client-providers.ts';

/**
 * Whether a record is what a private field of the SDK's own type is set to, and only the SDK gets that as a whole: then the
 * stamp has a place, and nobody who lists or writes all members sees one more.
 */
export function isMemoryField(
  project: Project,
  provider: ClientProvider,
  record: ts.ObjectLiteralExpression,
): boolean {
  const target = wrapped(record).parent;
  if (!ts.isBinaryExpression(target) || target.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const { left } = target;
  if (!ts.isPropertyAccessExpression(left) || left.expression.kind !== ts.SyntaxKind.ThisKeyword)
    return false;
  const field = project.checker.getSymbolAtLocation(left.name);
  // `this.post(this.stored = { … })` is one more reader.
  if (!field || !isOfSdk(project, field) || !isPrivate(field) || !isUnusedValue(target)) return false;
  return usesOf(project, field, left.name.text).every((use) => isNarrow(project, provider, use));
}

function isOfSdk(project: Project, field: ts.Symbol): boolean {
  const type = project.checker.getTypeOfSymbol(field);
  return sdkTypes(project, type).some(({ generation }) => generation === 2);
}

const isPrivate = ({ valueDeclaration }: ts.Symbol): boolean =>
  valueDeclaration !== undefined &&
  ((ts.isPropertyDeclaration(valueDeclaration) && ts.isPrivateIdentifier(valueDeclaration.name)) ||
    (ts.getCombinedModifierFlags(valueDeclaration) & ts.ModifierFlags.Private) !== 0);

const isUnusedValue = (assignment: ts.Expression): boolean => {
  const { parent } = wrapped(assignment);
  return ts.isExpressionStatement(parent) || ts.isVoidExpression(parent);
};

/** Everything in the file of a private field that reads it, or may: nobody else can. */
function usesOf({ checker }: Project, field: ts.Symbol, name: string): ts.Node[] {
  const declaration = field.valueDeclaration!;
  return mentionsIn(declaration.getSourceFile(), name).filter((mention) => {
    if (mention.parent === declaration) return false;
    const symbol = checker.getSymbolAtLocation(mention);
    return (
      symbol === field || (symbol === undefined && !ts.isIdentifier(mention)) || isUntyped(checker, mention)
    );
  });
}

function isUntyped(checker: ts.TypeChecker, { parent }: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(parent) &&
    (checker.getTypeAtLocation(parent.expression).flags & ts.TypeFlags.Any) !== 0
  );
}

/** The use sets the field, tests it, reads a member of it by name, or is what the SDK is answered with. */
function isNarrow(project: Project, provider: ClientProvider, mention: ts.Node): boolean {
  const access = mention.parent;
  if (!ts.isPropertyAccessExpression(access)) return false;
  const value = wrapped(access);
  const { parent } = value;
  if (ts.isBinaryExpression(parent) && parent.left === value && isSet(parent)) return isUnusedValue(parent);
  if (isOnlyTested(value) || (ts.isConditionalExpression(parent) && parent.condition === value)) return true;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === value && !isCalled(parent);
  return isAnswer(project, provider, value);
}

const isSet = ({ operatorToken }: ts.BinaryExpression): boolean =>
  operatorToken.kind === ts.SyntaxKind.EqualsToken;

const isCalled = (member: ts.Expression): boolean => {
  const { parent } = wrapped(member);
  return ts.isCallExpression(parent) && unwrap(parent.expression) === member;
};

/** `tokens() { return this.stored; }`, where only the SDK calls it: whoever else does may show the whole. */
function isAnswer(project: Project, provider: ClientProvider, value: ts.Expression): boolean {
  const method = enclosingFunction(value);
  const name = answering.find((each) => method && methodOf(project, provider, each) === method);
  const isReturned = ts.isReturnStatement(value.parent) || value.parent === method;
  return name !== undefined && isReturned && !isCalledHere(project, name);
}

const answering = ['tokens', 'clientInformation'] as const;

/** Code of the project asks a provider itself, and takes more than members by name. */
const isCalledHere = ({ userFiles }: Project, name: string): boolean =>
  userFiles.some((file) =>
    mentionsIn(file, name).some(({ parent }) => {
      const call = ts.isPropertyAccessExpression(parent) && wrapped(parent).parent;
      if (!call || !ts.isCallExpression(call) || call.expression !== wrapped(parent)) return false;
      let answer: ts.Expression = wrapped(call);
      while (ts.isAwaitExpression(answer.parent)) answer = wrapped(answer.parent);
      return !isOnlyTested(answer) && !ts.isPropertyAccessExpression(answer.parent);
    }),
  );
