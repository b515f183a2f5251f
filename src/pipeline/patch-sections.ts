import { type PatchSection, sectionedPatch } from '../edit/patch.ts';
import type { ReportedFinding } from '../model/report.ts';
import { plainLine } from '../model/sanitize.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Detected } from './detected.ts';
import type { Plan } from './plan.ts';

/**
 * The patch of a plan, told by fix: each change set under the finding that it fixes, in an order in which they apply one by
 * one.
 */
export function patchOf(
  { sections }: Plan,
  found: readonly Detected[],
  findings: readonly ReportedFinding[],
  workspace: Workspace,
): string {
  const items = new Map(found.map((item) => [item.id, item]));
  const finding = new Map(findings.map((each) => [each.fingerprint, each]));
  // A change set whose edits all belong to one before it has nothing of its own to show.
  const shown = sections.filter(({ changes }) => changes.length > 0);
  const told = shown.map(({ id, changes }, index): PatchSection => {
    const item = items.get(id);
    const fixed = item && finding.get(item.fingerprint);
    const count = `Fix ${index + 1} of ${shown.length}`;
    return {
      title: fixed
        ? titleOf(fixed, count, workspace.patchPath(item.file))
        : [`${count}: follows from those before it`],
      changes: changes.map((change) => ({ path: workspace.patchPath(change.file), ...change })),
    };
  });
  return sectionedPatch(told);
}

/** @param place the file as the patch names it: the same from every working directory */
function titleOf(finding: ReportedFinding, count: string, place: string): string[] {
  const { rule, fix, range, message, fingerprint, reason, assumes } = finding;
  return [
    `${count}: ${rule} at ${place}:${range.start.line}:${range.start.column} (${fix})`,
    `  ${message}`,
    ...(assumes && reason ? [`  Not safe: ${reason.text}`] : []),
    ...(assumes ? [`  Not proved: ${assumes.text}`] : []),
    `  To write only this one: --fix ${fingerprint.slice(0, shortFingerprint)}`,
  ].map(plainLine);
}

/** As much of a fingerprint as people have to copy. */
const shortFingerprint = 12;
