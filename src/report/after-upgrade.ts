import type { FixLevel, Outlook } from '../model/finding.ts';
import type { ReportedFinding } from '../model/report.ts';

export const unknownOutlook =
  'What becomes of it cannot be known before the upgrade. Run mcp-auth-codemod again then.';

const words: Readonly<Record<FixLevel, string>> = {
  safe: 'safe fix',
  suggested: 'suggested fix',
  none: 'by hand',
};

/** What will become of a pending finding, in two words. */
export function outlookWords({ afterUpgrade }: Pick<ReportedFinding, 'afterUpgrade'>): string {
  return afterUpgrade ? words[afterUpgrade.fix] : 'not known yet';
}

/** Why, and what to do, of a fix that is not safe: label and text. */
export function outlookReasons({ fix, reason, assumes, todo }: Outlook): (readonly [string, string])[] {
  return [
    ...(reason ? [[fix === 'none' ? 'Not rewritten' : 'Why not safe', reason.text] as const] : []),
    ...(assumes ? [['Not proved', assumes.text] as const] : []),
    ...(todo ? [['Do this', todo] as const] : []),
  ];
}

/** The same as sentences, for formats that have only text. Nothing for a finding that is not pending. */
export function outlookSentences({ status, afterUpgrade }: ReportedFinding): string[] {
  if (status !== 'pending') return [];
  if (!afterUpgrade) return [`After the upgrade: ${unknownOutlook}`];
  const { severity, fix } = afterUpgrade;
  return [
    `After the upgrade: ${severity}, ${words[fix]}.`,
    ...outlookReasons(afterUpgrade).map(([label, text]) => `${label}: ${text}`),
  ];
}

/** Findings that wait for the packages of v2, not only for a later release of one. */
export const waitsForV2 = ({ status, reason }: ReportedFinding): boolean =>
  status === 'pending' && reason?.code === 'sdk-v1';
