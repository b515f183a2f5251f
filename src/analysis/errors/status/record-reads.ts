import { ts } from '../../../compiler.cjs';
import {
  bindingKey,
  codeText,
  isAssignment,
  isWithin,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { constructorAt } from '../../program/callees.ts';
import { declarationAt, standsFor } from '../../program/declaration-at.ts';
import { mentionsIn } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { raisingCode } from '../guards/untyped.ts';

/** A member that keeps a code: `code: error.code` in a record, a field of a class. */
export type RecordMember =
  | ts.PropertyAssignment
  | ts.ShorthandPropertyAssignment
  | ts.PropertyDeclaration
  | ts.ParameterPropertyDeclaration;

/** The member that a value is kept in: `{ code: value }`, `this.code = value`, `new Failure(value)`. */
export function keptIn(
  project: Project,
  value: ts.Expression,
  seen = new Set<ts.Node>(),
): RecordMember | undefined {
  const { parent } = value;
  if (isRecordMember(parent)) return parent;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const left = unwrap(parent.left);
    const field = ts.isPropertyAccessExpression(left) ? declarationAt(project, left) : undefined;
    return parent.right === value && field && isRecordMember(field) ? field : undefined;
  }
  if (!ts.isNewExpression(parent)) return undefined;
  const [made] = constructorAt(project, parent.expression);
  const parameter = made?.parameters[parent.arguments?.indexOf(value) ?? -1];
  // A class may make another one of itself: `this.inner = new Failure(code)`.
  if (!parameter || seen.has(parameter)) return undefined;
  seen.add(parameter);
  if (ts.isParameterPropertyDeclaration(parameter, parameter.parent)) return parameter;
  const symbol = project.checker.getSymbolAtLocation(parameter.name);
  const uses = symbol && made.body ? references(project.checker, symbol, made.body) : [];
  return uses.map((use) => keptIn(project, wrapped(use), seen)).find((each) => each !== undefined);
}

const isRecordMember = (node: ts.Node): node is RecordMember =>
  (ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node) ||
    (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent))) &&
  (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name));

/** An error without a type that is caught where this one is thrown. */
function isCaughtFrom(project: Project, { expression }: ts.PropertyAccessExpression, made: ts.Node): boolean {
  const root = declarationAt(project, unwrap(expression));
  const raising = root && raisingCode(root);
  return raising !== undefined && isWithin(made, raising);
}

/** Where a member of a record is read: `failure.code`, `{ code } = failure`. Not next to a read of its `status`. */
export function recordReads(
  project: Project,
  member: RecordMember,
  value: ts.Node = member,
): (ts.PropertyAccessExpression | ts.BindingElement)[] {
  const key = (member.name as ts.Identifier | ts.StringLiteral).text;
  project.ask(key, member);
  const meant = new Set<ts.Node>([member, ...standsFor(project, member)]);
  const isMeant = (symbol: ts.Symbol | undefined): boolean =>
    symbol?.declarations?.some((each) => meant.has(each)) ?? false;
  const isRead = (read: ts.PropertyAccessExpression): boolean => {
    const symbol = project.checker.getSymbolAtLocation(read.name);
    return symbol ? isMeant(symbol) && !isWritten(read) : isCaughtFrom(project, read, value);
  };
  return project.userFiles
    .flatMap((file) => mentionsIn(file, key))
    .flatMap((name): (ts.PropertyAccessExpression | ts.BindingElement)[] => {
      const { parent } = name;
      if (ts.isPropertyAccessExpression(parent) && parent.name === name)
        return isRead(parent) && (key === 'status' || !hasStatusBeside(parent)) ? [parent] : [];
      if (!ts.isBindingElement(parent) || bindingKey(parent) !== key) return [];
      const taken = project.checker.getPropertyOfType(project.checker.getTypeAtLocation(parent.parent), key);
      const isAlone = !parent.parent.elements.some(
        (each) => bindingKey(each as ts.BindingElement) === 'status',
      );
      return isMeant(taken) && isAlone ? [parent] : [];
    });
}

const isWritten = (read: ts.Expression): boolean => {
  const { parent } = wrapped(read);
  return (
    ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind) && parent.left === wrapped(read)
  );
};

/** The same statement reads `status` of the same record. */
function hasStatusBeside(read: ts.PropertyAccessExpression): boolean {
  const owner = read.expression.getText();
  let node: ts.Node = read;
  while (node.parent && !ts.isStatement(node)) node = node.parent;
  const asked = ts.isIfStatement(node) ? node.expression : node;
  return mentionsIn(read.getSourceFile(), 'status').some(
    ({ parent }) =>
      ts.isPropertyAccessExpression(parent) &&
      parent.pos >= asked.pos &&
      parent.end <= asked.end &&
      codeText(parent.expression) === owner,
  );
}
