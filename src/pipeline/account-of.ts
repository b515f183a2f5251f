import type { FileAccount } from '../model/file-account.ts';
import type { Discovery } from '../workspace/discover.ts';
import type { Analysis } from './analyze.ts';

export function accountOf(
  { scanned, leftOut }: Discovery,
  { analyzed }: Analysis,
  nameOf: (file: string) => string,
): FileAccount {
  const { relevant, asked } = analyzed;
  return {
    relevant: relevant.map(nameOf),
    onFlows: asked.map(nameOf),
    leftOut: leftOut.map(({ file, why }) => ({ file: nameOf(file), why })),
    others: Math.max(0, scanned - relevant.length - asked.length - leftOut.length),
  };
}
