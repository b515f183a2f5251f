import { basename } from 'node:path';
import type { Lifted, Refused } from './migration.ts';

const shown = 3;

/** What a finding adds about the comments that its fix does not rewrite, though they described the code. */
export function commentsLeft(migration: Partial<Pick<Lifted, 'comments'>> | Pick<Refused, 'lifted'>): string {
  const comments = 'comments' in migration ? (migration.comments ?? []) : [];
  if (comments.length === 0) return '';
  const places = comments.map((comment) => {
    const file = comment.getSourceFile();
    return `${basename(file.fileName)}:${file.getLineAndCharacterOfPosition(comment.getStart()).line + 1}`;
  });
  const more = places.length > shown ? ` and ${places.length - shown} more` : '';
  const what = places.length > 1 ? 'comments that describe' : 'comment that describes';
  return ` Check the ${what} the code: ${places.slice(0, shown).join(', ')}${more}.`;
}
