import { ts } from '../../../compiler.cjs';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { evaluate } from './evaluate.ts';
import { classAt, type Frame, noteAnswer } from './frame.ts';

/** Index of the clause that runs, -1 when none does, undefined when that cannot be said. */
export function takenClause(node: ts.SwitchStatement, frame: Frame): number | undefined {
  const clauses = node.caseBlock.clauses;
  const asked = unwrap(node.expression);
  if (ts.isPropertyAccessExpression(asked) && asked.name.text === 'constructor') {
    if (evaluate(asked.expression, frame).kind === 'error') return clauseOfClass(node, frame);
  }
  const value = evaluate(node.expression, frame);
  if (value.kind !== 'const') return undefined;
  for (const [index, clause] of clauses.entries()) {
    if (ts.isDefaultClause(clause)) continue;
    const candidate = evaluate(clause.expression, frame);
    if (candidate.kind !== 'const') return undefined;
    if (candidate.value !== value.value) continue;
    noteAnswer(frame, candidate);
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
    if (declared === 'own' || !frame.world.isExactly(declared)) continue;
    if (frame.world.answers?.(declared)) frame.answered = true;
    return index;
  }
  return clauses.findIndex(ts.isDefaultClause);
}

/** A `break` of this switch deeper down: its end is not the end of the case. */
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
