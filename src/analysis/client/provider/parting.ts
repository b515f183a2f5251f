import { ts } from '../../../compiler.cjs';
import { isFunctionLike, isWithin, ownDescendants } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { type EffectNode, ScopeFlow } from './scope-flow.ts';

/** Where the ways of 'all' and 'client' part in `invalidateCredentials`. */
export interface Parting {
  /** The first statement that does something else for them. Both get to it, through the same guards and waits. */
  readonly at: ts.Statement;
  /** Throws and rejections that end the way of 'client', and not that of 'all'. */
  readonly ends: readonly ts.Node[];
}

/** What a function with one parameter does for each of its values. */
export class Ways {
  private readonly project: Project;
  private readonly parameter: ts.ParameterDeclaration;

  constructor(project: Project, parameter: ts.ParameterDeclaration) {
    this.project = project;
    this.parameter = parameter;
  }

  /** @param clearing what runs for 'all', and has to be found behind the parting */
  part(body: ts.Block, clearing: readonly EffectNode[]): Parting | undefined {
    const ends = this.endsOf(body);
    for (let list: readonly ts.Statement[] = body.statements; ; ) {
      const at = list.find((statement) => this.differsAt(statement));
      if (!at) return undefined;
      const inner = this.sameWayInto(at)?.find((part) => clearing.some((effect) => isWithin(effect, part)));
      if (!inner) return { at, ends };
      list = inner.statements;
    }
  }

  /** Whether nothing but the scope decides that a statement runs, once its way has come to `at`. */
  isStraight(statement: ts.Statement, { at }: Parting): boolean {
    for (let node: ts.Node = statement; node !== at; node = node.parent) {
      const { parent } = node;
      if (ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent)) {
        const before = parent.statements.slice(0, parent.statements.indexOf(node as ts.Statement));
        const from = before.indexOf(at);
        if (before.slice(from + 1).some(mayLeave)) return false;
        if (from >= 0) return true;
      } else if (ts.isIfStatement(parent)) {
        if (this.flow('all').truth(parent.expression) === undefined) return false;
      } else if (ts.isSwitchStatement(parent)) {
        if (!this.flow('all').decides(parent)) return false;
      } else if (isFunctionLike(parent)) return isEntry(parent);
      else if (!ts.isCaseBlock(parent)) return false;
    }
    return true;
  }

  private differsAt(statement: ts.Statement): boolean {
    const [all, client] = [this.along(statement, 'all'), this.along(statement, 'client')];
    if (all.leaves !== client.leaves) return true;
    return [...all.effects].some((effect) => !client.effects.has(effect));
  }

  /** The blocks of a statement that both values get into in the same way. */
  private sameWayInto(statement: ts.Statement): ts.Block[] | undefined {
    if (ts.isBlock(statement)) return [statement];
    if (ts.isTryStatement(statement)) return [statement.tryBlock];
    if (!ts.isIfStatement(statement)) return undefined;
    const isOpen = ['all', 'client'].every(
      (value) => this.flow(value).truth(statement.expression) === undefined,
    );
    const branches = [statement.thenStatement, statement.elseStatement];
    return isOpen ? branches.filter((each) => each !== undefined).filter(ts.isBlock) : undefined;
  }

  private endsOf(body: ts.Block): ts.Node[] {
    const [all, client] = [this.flow('all'), this.flow('client')];
    for (const flow of [all, client]) flow.run(body.statements);
    return [...client.throws].filter((node) => !all.throws.has(node));
  }

  private along(statement: ts.Statement, value: string): { leaves: boolean; effects: Set<EffectNode> } {
    const flow = this.flow(value);
    const leaves = flow.run([statement]);
    return { leaves, effects: flow.effects };
  }

  private readonly flow = (value: string): ScopeFlow => new ScopeFlow(this.project, this.parameter, value);
}

export const mayLeave = (statement: ts.Statement): boolean =>
  [statement, ...ownDescendants(statement)].some(
    (node) =>
      ts.isReturnStatement(node) ||
      ts.isThrowStatement(node) ||
      ts.isBreakStatement(node) ||
      ts.isContinueStatement(node),
  );

/** `{ all: () => { … } }`: the function that a table has for 'all'. */
const isEntry = (node: ts.Node): boolean =>
  ts.isMethodDeclaration(node) || (ts.isPropertyAssignment(node.parent) && node.parent.initializer === node);
