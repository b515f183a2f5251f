import { isInside } from './git.ts';

/**
 * What to know before running `git apply` on a patch. Empty in the usual case.
 *
 * @param files the files of the patch
 * @param rootOf the directory to which the patch's path of a file is relative
 * @param cwd the working directory; git apply silently skips files outside of it
 */
export function patchHints(
  files: readonly string[],
  rootOf: (file: string) => string,
  cwd: string,
): readonly string[] {
  const outside = files.find((file) => !isInside(rootOf(file), file));
  if (outside !== undefined) {
    return [
      `git apply skips files outside its working directory. Make the dry run in a directory that holds ${outside}.`,
    ];
  }
  const roots = [...new Set(files.map(rootOf))];
  if (roots.length > 1) {
    return [`The patch spans several git work trees. Make a dry run in each: ${roots.join(', ')}.`];
  }
  const reached =
    roots[0] === undefined || (isInside(roots[0], cwd) && files.every((file) => isInside(cwd, file)));
  return reached ? [] : [`Run git apply in ${roots[0]}: elsewhere it skips files of this patch.`];
}
