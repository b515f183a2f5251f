import { posix } from 'node:path';
import type { Report } from '../model/report.ts';

/** The name of a file from the root of the git work tree: code hosts read paths so, wherever the tool was started. */
export function repositoryPath({ repositoryPrefix }: Pick<Report, 'repositoryPrefix'>, file: string): string {
  return posix.isAbsolute(file) ? file : posix.normalize(repositoryPrefix + file);
}
