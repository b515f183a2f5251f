import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';

import type { Frame } from '../guards/frame.ts';
import { readsLostMember } from './lost-members.ts';
import { staysTheSame } from './residual.ts';
import type { ScopeMatch } from './scope-match.ts';
import { widen, wrap } from './widen.ts';

/**
 * `if (!(e instanceof SdkHttpError)) throw e; if (e.status !== 403) throw e; …`: each guard exits for other errors. All of
 * them are widened for InsufficientScopeError. Undefined where the code after them does not serve both errors.
 */
export function widenAlong(
  { before, now, rest }: ScopeMatch['divergence'],
  node: ts.IfStatement,
  test: string,
): readonly Edit[] | undefined {
  const [own = []] = rest;
  const passed = guardsAlong(own, before);
  const along: readonly ts.Statement[] = passed;
  const others = [own.filter((statement) => !along.includes(statement)), ...rest.slice(1)];
  if (passed.length === 0 || !staysTheSame(others, before, now)) return undefined;
  const first = widen(node.expression, { before, now }, test);
  return (
    first && [...first, ...passed.flatMap(({ expression }) => wrap(expression, expression, false, test))]
  );
}

/** The guards that follow directly and read a member that only an SdkHttpError has. */
function guardsAlong(statements: readonly ts.Statement[], before: Frame): ts.IfStatement[] {
  const found: ts.IfStatement[] = [];
  for (const statement of statements) {
    if (!ts.isIfStatement(statement) || statement.elseStatement) break;
    if (before.truth(statement.expression) !== false) break;
    if (readsLostMember([statement.expression], before)) found.push(statement);
  }
  return found;
}
