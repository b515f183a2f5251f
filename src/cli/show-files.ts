import type { FileAccount } from '../model/file-account.ts';
import { sanitize } from '../model/sanitize.ts';

/** For `--show-files`: one line a file that was analyzed or left out, with the reason, and the number of all others. */
export function fileAccount({ relevant, onFlows, leftOut, others }: FileAccount): string {
  const line = (what: string, file: string, why: string) => `${what}  ${sanitize(file)}  (${why})\n`;
  return [
    ...relevant.map((file) => line('analyzed', file, 'names the SDK')),
    ...onFlows.map((file) => line('analyzed', file, 'a flow leads there')),
    ...leftOut.map(({ file, why }) => line('left out', file, why)),
    `${others} other source file${others === 1 ? '' : 's'} neither name the SDK nor lie on a flow.\n`,
  ].join('');
}
