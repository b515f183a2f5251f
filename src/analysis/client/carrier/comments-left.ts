import { basename } from 'node:path';
import type { Lifted, Refused } from './migration.ts';

type Migration = Partial<Pick<Lifted, 'comments'>> | Pick<Refused, 'lifted'>;

const shown = 3;
const maxLength = 200;

/**
 * The message of a finding, with the comments that its fix does not rewrite, though they described the code. The shorter
 * message makes room for them; where not all have room, the others are counted.
 */
export function withComments(message: string, shorter: string, migration: Migration): string {
  const comments = 'comments' in migration ? (migration.comments ?? []) : [];
  if (comments.length === 0) return message;
  const places = comments.map(({ file, start }) => {
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `${basename(file.fileName)}:${line + 1}`;
  });
  for (let count = Math.min(shown, places.length); count > 0; count--) {
    const text = `${shorter} ${listed(places, count)}`;
    if (text.length <= maxLength) return text;
  }
  return `${shorter} Check the comments that describe the code (${places.length}).`;
}

function listed(places: readonly string[], count: number): string {
  const more = places.length > count ? ` and ${places.length - count} more` : '';
  const what = places.length > 1 ? 'comments that describe' : 'comment that describes';
  return `Check the ${what} the code: ${places.slice(0, count).join(', ')}${more}.`;
}
