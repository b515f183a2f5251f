import type { Problem } from '../model/finding.ts';
import { verifyWritten } from '../verify/syntax.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Plan } from './plan.ts';

/** Writes the plan, reads it back and checks it. What failed is restored and its findings stay open. */
export function write(planned: Plan, workspace: Workspace): { plan: Plan; problems: readonly Problem[] } {
  const { written, failed } = workspace.writeAll(planned.changes);
  const done = new Set(written);
  const wrong = verifyWritten(
    planned.changes.filter(({ file }) => done.has(file)),
    workspace.readBack,
  );
  const ids = new Set(
    wrong.flatMap(({ file }) => planned.changes.find((change) => change.file === file)?.changeSets ?? []),
  );
  const back = planned.changes.filter(
    ({ file, changeSets }) => done.has(file) && changeSets.some((id) => ids.has(id)),
  );
  const kept = planned.changes.filter((change) => done.has(change.file) && !back.includes(change));
  const unwritten = planned.changes
    .filter((change) => !kept.includes(change))
    .flatMap(({ changeSets }) => changeSets);
  return {
    plan:
      unwritten.length === 0
        ? planned
        : {
            ...planned,
            changes: kept,
            fixed: new Set([...planned.fixed].filter((id) => !unwritten.includes(id))),
            left: planned.leftAfter(kept),
          },
    problems: [...failed, ...wrong, ...workspace.restore(back)],
  };
}
