import { ts } from '../../../compiler.cjs';
import { isFunctionLike } from '../../program/ast.ts';
import { readsConstructor } from './class-tests.ts';
import { classAt } from './error-classes.ts';
import type { Frame } from './frame.ts';

/** Index of the clause that runs: -1 when none does, undefined when that is not decided. */
export function takenClause(node: ts.SwitchStatement, frame: Frame): number | undefined {
  const clauses = node.caseBlock.clauses;
  if (readsConstructor(node.expression, frame)) return clauseOfClass(node, frame);
  const value = frame.evaluate(node.expression);
  if (value.kind !== 'const') return undefined;
  for (const [index, clause] of clauses.entries()) {
    if (ts.isDefaultClause(clause)) continue;
    const candidate = frame.evaluate(clause.expression);
    if (candidate.kind !== 'const') return undefined;
    if (candidate.value !== value.value) continue;
    frame.noteName(candidate);
    return index;
  }
  return clauses.findIndex(ts.isDefaultClause);
}

/** `switch (error.constructor) { case SdkHttpError: … }` */
function clauseOfClass({ caseBlock: { clauses } }: ts.SwitchStatement, frame: Frame): number | undefined {
  for (const [index, clause] of clauses.entries()) {
    if (ts.isDefaultClause(clause)) continue;
    const declared = classAt(frame.project, clause.expression);
    if (declared === undefined) return undefined;
    if (declared === 'own' || !frame.scenario.isExactly(declared)) continue;
    frame.noteClass(declared);
    return index;
  }
  return clauses.findIndex(ts.isDefaultClause);
}

/** Whether a nested statement breaks out of this switch: then the case may end before its last statement. */
export function breaksOut(statement: ts.Node): boolean {
  if (ts.isBreakStatement(statement)) return !statement.label;
  if (
    isFunctionLike(statement) ||
    ts.isSwitchStatement(statement) ||
    ts.isIterationStatement(statement, false)
  )
    return false;
  return ts.forEachChild(statement, (child) => breaksOut(child) || undefined) ?? false;
}
