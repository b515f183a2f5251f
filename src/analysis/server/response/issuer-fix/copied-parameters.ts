import { ts } from '../../../../compiler.cjs';
import type { Edit } from '../../../../model/edit.ts';
import { unwrap } from '../../../program/ast.ts';
import type { Project } from '../../../program/project.ts';
import type { QueryMaker } from '../exits/query-makers.ts';

/**
 * `stringify(answer)` as `stringify({ ...answer, … })`: the object belongs to the caller and stays as it is.
 *
 * @param added a member that the copy gains, after its own ones
 * @returns undefined where a copy of its members may be another query
 */
export function copiedParameters(project: Project, query: QueryMaker, added: string): Edit | undefined {
  const [given] = query.arguments ?? [];
  // With options, `stringify` may leave out what it does not know.
  if (!given || ts.isSpreadElement(given) || query.arguments?.[1]) return undefined;
  // A `stringify` writes the object's own members, as a spread copies them, whatever the object is.
  if (ts.isNewExpression(query) && !isRecord(project, given)) return undefined;
  const { fileName } = given.getSourceFile();
  return {
    file: fileName,
    start: given.getStart(),
    end: given.end,
    text: `{ ...${given.getText()}, ${added} }`,
  };
}

/** `new URLSearchParams()` reads pairs from what can be iterated, and parses a text: only of other objects it takes the members. */
function isRecord({ checker }: Project, given: ts.Expression): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(unwrap(given)));
  return (type.isUnion() ? type.types : [type]).every(
    (one) =>
      (one.flags & ts.TypeFlags.Object) !== 0 &&
      !checker.getPropertiesOfType(one).some(({ escapedName }) => `${escapedName}`.startsWith('__@iterator')),
  );
}
