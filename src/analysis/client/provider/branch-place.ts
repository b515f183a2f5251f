import { ts } from '../../../compiler.cjs';
import { codeText, isAbsent, isWithin, unwrap } from '../../program/ast.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import type { IgnoredClient } from './invalidation.ts';
import { ScopeFlow } from './scope-flow.ts';

/** Where the branch for 'client' goes. */
export interface Place {
  /** It stands before this statement. */
  readonly statement: ts.Statement;
  /**
   * `before`: the statement does nothing for 'client'. Where it throws then, the branch is another one of it (`else`, `case`),
   * or leaves before (`leave`).
   */
  readonly form: 'before' | 'else' | 'case' | 'leave';
}

/** The throws that 'client' runs into, and 'all' does not. */
export function throwsOf(project: Project, { parameter, body }: IgnoredClient): readonly ts.Node[] {
  const [client, all] = ['client', 'all'].map((value) => {
    const flow = new ScopeFlow(project, parameter, value);
    flow.run(body.statements);
    return flow.throws;
  });
  return [...client!].filter((each) => !all!.has(each));
}

/**
 * The place next to the branch of 'all', behind whatever stands before that: guards, locks, reads.
 *
 * @returns undefined where something else than the scope decides whether the client is cleared
 */
export function placeFor(project: Project, found: IgnoredClient, clearing: ts.Statement): Place | undefined {
  const { parameter, body } = found;
  const exits = (value: string, statement: ts.Statement) =>
    new ScopeFlow(project, parameter, value).run([statement]);
  const isEarly = (each: ts.Statement) => exits('client', each) && !exits('all', each);
  let list: readonly ts.Statement[] = body.statements;
  for (;;) {
    const around: ts.Statement | undefined = list.find((each) => isWithin(clearing, each));
    if (!around) return undefined;
    const early = list.slice(0, list.indexOf(around)).find(isEarly);
    if (early) {
      const between = list.slice(list.indexOf(early) + 1, list.indexOf(around));
      const isPlain = around === clearing && between.every((each) => isNeutral(project, each));
      return isPlain ? formed(project, found, early, 'leave') : undefined;
    }
    if (ts.isBlock(around)) list = around.statements;
    else if (ts.isTryStatement(around) && isWithin(clearing, around.tryBlock))
      list = around.tryBlock.statements;
    else
      return isDecided(project, found, around, clearing)
        ? formed(project, found, around, ts.isSwitchStatement(around) ? 'case' : 'else')
        : undefined;
  }
}

function formed(
  project: Project,
  found: IgnoredClient,
  statement: ts.Statement,
  form: Place['form'],
): Place | undefined {
  const thrown = throwsOf(project, found);
  if (thrown.length === 0) return { statement, form: 'before' };
  if (!thrown.every((each) => isWithin(each, statement))) return undefined;
  if (form === 'else' && !ts.isIfStatement(statement)) return undefined;
  const flow = new ScopeFlow(project, found.parameter, 'client');
  flow.run([statement]);
  const isDone = [...flow.effects].every((effect) => thrown.some((each) => isWithin(effect, each)));
  return isDone ? { statement, form } : undefined;
}

/** Only the scope decides whether a statement is reached from one around it. */
function isDecided(
  project: Project,
  found: IgnoredClient,
  around: ts.Statement,
  clearing: ts.Statement,
): boolean {
  const all = new ScopeFlow(project, found.parameter, 'all');
  for (let node: ts.Node = clearing; node !== around; node = node.parent) {
    const { parent } = node;
    if (ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent)) {
      const list: readonly ts.Statement[] = parent.statements;
      if (!list.slice(0, list.indexOf(node as ts.Statement)).every((each) => isNeutral(project, each)))
        return false;
    } else if (ts.isIfStatement(parent)) {
      if (all.truth(parent.expression) === undefined) return false;
    } else if (!isOfTable(parent) && !ts.isCaseBlock(parent) && !ts.isSwitchStatement(parent)) return false;
  }
  return true;
}

/** `({ all: () => { … } })[scope]?.()`: the function of a table that runs for 'all' alone. */
const isOfTable = (node: ts.Node): boolean =>
  ts.isExpression(node) ||
  ts.isPropertyAssignment(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isVariableDeclaration(node) ||
  ts.isVariableDeclarationList(node) ||
  ts.isVariableStatement(node) ||
  ts.isExpressionStatement(node);

/** It takes something away, or only shows something: what follows does not depend on it. */
function isNeutral(project: Project, statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  const node = unwrap(statement.expression);
  if (ts.isDeleteExpression(node)) return true;
  if (ts.isCallExpression(node)) return onlyShows(project, node) || isClearing(node);
  return ts.isBinaryExpression(node) && (isAbsent(unwrap(node.right)) || isEmpty(unwrap(node.right)));
}

const isEmpty = (node: ts.Expression): boolean =>
  ts.isLiteralExpression(node) || /^(?:\{\}|\[\])$/.test(codeText(node));

/** `this.saved.delete('tokens')` */
const isClearing = ({ expression, arguments: given }: ts.CallExpression): boolean =>
  ts.isPropertyAccessExpression(expression) &&
  /^(?:delete|clear|removeItem)$/.test(expression.name.text) &&
  given.every((each) => !ts.isCallExpression(unwrap(each)));
