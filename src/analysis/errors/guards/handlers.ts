import { ts } from '../../../compiler.cjs';
import { enclosingFunction, type FunctionLike } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { type GuardKind, isHttpErrorType } from './error-classes.ts';
import { type Guard, isRejectionCallback } from './guard-tests.ts';
import { guardsOf, predicateCalls } from './inspectors.ts';
import { origin } from './origin.ts';
import type { Subject } from './subject.ts';
import { untypedTests } from './untyped.ts';

/** The code that inspects one error value. */
export interface Handler {
  readonly subject: Subject;
  /** The statements that run with the error, or the expression of an arrow function without a block. */
  readonly body: readonly ts.Statement[] | ts.Expression;
  readonly scope: ts.Node;
  readonly kind: GuardKind;
  /** The first test for an SDK error. */
  readonly guard: ts.Node;
}

/** Every scope in which an error value is tested for the SDK's HTTP errors. */
export function findHandlers(project: Project): Handler[] {
  const found = new Map<string, Handler>();
  for (const guard of [...guardsOf(project), ...predicateCalls(project), ...untypedTests(project)]) {
    const handler = handlerAt(project, guard);
    if (!handler) continue;
    const file = guard.node.getSourceFile().fileName;
    const key = `${file}:${handler.scope.pos}:${handler.subject.text}:${handler.kind}`;
    if (!found.has(key)) found.set(key, handler);
  }
  return [...found.values()];
}

/** The code around a test that inspects the same error. */
export function handlerAt(project: Project, guard: Guard): Handler | undefined {
  const subject = origin(project, guard.value);
  if (!subject) return undefined;
  const place = placeOf(project, subject, guard.node);
  return place && { subject, ...place, kind: guard.kind, guard: guard.node };
}

type Place = Pick<Handler, 'body' | 'scope'>;

function placeOf(project: Project, subject: Subject, guard: ts.Node): Place | undefined {
  const root = subject.symbol.valueDeclaration;
  if (!root || subject.text.startsWith('this.')) return placeOfFunction(enclosingFunction(guard), guard);
  if (ts.isVariableDeclaration(root) && ts.isCatchClause(root.parent)) {
    return { scope: root.parent, body: root.parent.block.statements };
  }
  const parameter = findParent(root, ts.isParameter);
  if (parameter && !ts.isFunctionTypeNode(parameter.parent)) {
    const owner = parameter.parent as FunctionLike;
    // The parameter has the type of the SDK's error, so the caller tested for it.
    if (parameter.type && isHttpErrorType(project, parameter.type) && !isRejectionCallback(owner))
      return undefined;
    return placeOfFunction(owner, guard);
  }
  const statement = root.parent?.parent;
  // `for (const item of causes(error))`: each item is a handled error.
  if (statement && ts.isForOfStatement(statement)) {
    const { statement: each } = statement;
    return { scope: statement, body: ts.isBlock(each) ? each.statements : [each] };
  }
  const list = statement?.parent;
  if (
    ts.isVariableDeclaration(root) &&
    ts.isVariableStatement(statement) &&
    list &&
    (ts.isBlock(list) || ts.isSourceFile(list) || ts.isCaseOrDefaultClause(list))
  ) {
    const after = list.statements.filter((statement) => statement.pos >= root.end);
    const isLet = !(ts.getCombinedNodeFlags(root) & ts.NodeFlags.Const);
    if (after.length > 0 && !isLet) return { scope: root, body: after };
  }
  return placeOfFunction(enclosingFunction(guard), guard);
}

function placeOfFunction(owner: FunctionLike | undefined, guard: ts.Node): Place | undefined {
  if (!owner) {
    const file = guard.getSourceFile();
    return { scope: file, body: file.statements };
  }
  if (!owner.body) return undefined;
  return { scope: owner, body: ts.isBlock(owner.body) ? owner.body.statements : owner.body };
}

function findParent<T extends ts.Node>(node: ts.Node, test: (node: ts.Node) => node is T): T | undefined {
  for (let current: ts.Node | undefined = node; current; current = current.parent) {
    if (test(current)) return current;
    if (ts.isStatement(current)) return undefined;
  }
  return undefined;
}
