import type { Edit } from '../../../model/edit.ts';
import { type Proof, proved, refuted } from '../../../model/proof.ts';
import { partsDirective } from '../../program/directives.ts';
import type { Project } from '../../program/project.ts';

/** No edit stands between a comment that concerns the next line and that line, or breaks the line in two. */
export function commentsKept(project: Project, edits: readonly Edit[]): Proof {
  const parted = edits.find(({ file, start, text }) => {
    const source = project.program.getSourceFile(file);
    return source !== undefined && partsDirective(source.text, start, text);
  });
  if (!parted) return proved;
  return refuted('insufficient-scope-shape', 'A comment above it concerns the next line only.');
}
