/** File system errors in plain words, and what to do about them. */

const sentences: Readonly<Record<string, string>> = {
  EACCES: 'permission denied. Give yourself permission to read it, or leave it out with --ignore.',
  EPERM: 'not permitted. Give yourself permission to read it, or leave it out with --ignore.',
  ENOENT: 'it does not exist (anymore). Check the path, or run again.',
  ENOTDIR: 'a part of its path is not a directory. Check the path.',
  EISDIR: 'it is a directory. Name a file.',
  ELOOP: 'it is a symbolic link, or its links form a circle. Name the file that it stands for.',
  ENOTREG: 'it is not a regular file. Leave it out with --ignore.',
  ENOSPC: 'the disk is full. Make room and run again.',
  EROFS: 'the file system is read-only. Run it where files can be written.',
  EMFILE: 'too many files are open. Raise the limit (ulimit -n) and run again.',
};

export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? '';
}

/** `cannot be read: permission denied. Give yourself …` */
export function explain(action: string, error: unknown): string {
  const known = sentences[codeOf(error)];
  return `${action}: ${known ?? `${error instanceof Error ? error.message : String(error)}. Fix that and run again.`}`;
}
