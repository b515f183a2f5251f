import { fileOf, isComponent, isInScript } from '../analysis/program/component-modules.ts';
import type { Fix } from '../model/fix.ts';

/**
 * A fix as edits of files on the disk: the scripts of an Astro page are modules of their own in the program. An edit outside
 * of the scripts of a component would be one of its template, of which nothing is known.
 *
 * @param textOf the texts for which the fix was made
 */
export function onDisk(fix: Fix, textOf: (file: string) => string): Fix {
  if (fix.level === 'none' || !fix.edits.some(({ file }) => isComponent(fileOf(file)))) return fix;
  const edits = fix.edits.map((edit) => ({ ...edit, file: fileOf(edit.file) }));
  if (edits.every((edit) => isInScript(edit.file, textOf(edit.file), edit))) return { ...fix, edits };
  return { level: 'none', refusal: 'outside-script' };
}
