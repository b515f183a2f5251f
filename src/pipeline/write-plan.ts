import type { FileChange } from '../model/edit.ts';
import type { Problem } from '../model/finding.ts';
import type { Mode } from '../model/report.ts';
import { verifyWritten } from '../verify/syntax.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Plan } from './plan.ts';

interface Written {
  readonly plan: Plan;
  readonly problems: readonly Problem[];
}

/** Writes the plan. A dry run only asks what could be written, so that it ends as the run would. */
export function carryOut(planned: Plan, workspace: Workspace, mode: Mode): Written {
  if (mode === 'lint') return { plan: planned, problems: [] };
  return mode === 'dry-run' ? tryOut(planned, workspace) : write(planned, workspace);
}

function tryOut(planned: Plan, workspace: Workspace): Written {
  const { written, failed } = workspace.checkAll(planned.changes);
  const kept = planned.changes.filter(({ file }) => written.includes(file));
  return { plan: planWith(kept, planned), problems: failed };
}

/** Reads back and checks what was written. What failed is restored and its findings stay open. */
function write(planned: Plan, workspace: Workspace): Written {
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
  return { plan: planWith(kept, planned), problems: [...failed, ...wrong, ...workspace.restore(back)] };
}

/** The plan with only some of its changes. */
function planWith(kept: readonly FileChange[], planned: Plan): Plan {
  const unwritten = planned.changes
    .filter((change) => !kept.includes(change))
    .flatMap(({ changeSets }) => changeSets);
  if (unwritten.length === 0) return planned;
  return {
    ...planned,
    changes: kept,
    sections: planned.sections.filter(({ id }) => !unwritten.includes(id)),
    fixed: new Set([...planned.fixed].filter((id) => !unwritten.includes(id))),
    left: planned.leftAfter(kept),
  };
}
