import { ts } from '../../../compiler.cjs';
import { bindingKey } from '../../program/ast.ts';
import { standsFor } from '../../program/declaration-at.ts';
import { mentionsIn } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';

/** `code: error.code` in a record. */
export type RecordMember = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

export const isRecordMember = (node: ts.Node): node is RecordMember =>
  (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
  (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name));

/** Where a member of a record is read: `failure.code`, `{ code } = failure`. Not next to a read of its `status`. */
export function recordReads(
  project: Project,
  member: RecordMember,
): (ts.PropertyAccessExpression | ts.BindingElement)[] {
  const key = (member.name as ts.Identifier | ts.StringLiteral).text;
  project.ask(key, member);
  const meant = new Set<ts.Node>([member, ...standsFor(project, member)]);
  const isMeant = (symbol: ts.Symbol | undefined): boolean =>
    symbol?.declarations?.some((each) => meant.has(each)) ?? false;
  return project.userFiles
    .flatMap((file) => mentionsIn(file, key))
    .flatMap((name): (ts.PropertyAccessExpression | ts.BindingElement)[] => {
      const { parent } = name;
      if (ts.isPropertyAccessExpression(parent) && parent.name === name)
        return isMeant(project.checker.getSymbolAtLocation(name)) && !hasStatusBeside(parent) ? [parent] : [];
      if (!ts.isBindingElement(parent) || bindingKey(parent) !== key) return [];
      const taken = project.checker.getPropertyOfType(project.checker.getTypeAtLocation(parent.parent), key);
      const isAlone = !parent.parent.elements.some(
        (each) => bindingKey(each as ts.BindingElement) === 'status',
      );
      return isMeant(taken) && isAlone ? [parent] : [];
    });
}

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
      parent.expression.getText() === owner,
  );
}
