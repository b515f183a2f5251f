import { isInside } from './git.ts';

/**
 * What to know before `git apply` takes a patch; nothing in the usual case.
 *
 * @param files the files of the patch
 * @param rootOf the directory that the patch names a file from
 * @param cwd the working directory; git apply passes over what lies outside of it, without a word
 */
export function patchHints(
  files: readonly string[],
  rootOf: (file: string) => string,
  cwd: string,
): readonly string[] {
  const outside = files.find((file) => !isInside(rootOf(file), file));
  if (outside !== undefined) {
    return [
      `git apply takes no file outside the directory it runs in: make the dry run in one that holds ${outside}.`,
    ];
  }
  const roots = [...new Set(files.map(rootOf))];
  if (roots.length > 1) {
    return [`The patch spans several git work trees; make a dry run in each: ${roots.join(', ')}.`];
  }
  const reached =
    roots[0] === undefined || (isInside(roots[0], cwd) && files.every((file) => isInside(cwd, file)));
  return reached ? [] : [`The patch is for git apply in ${roots[0]}: elsewhere it passes over files.`];
}
