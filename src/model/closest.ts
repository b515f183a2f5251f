import { closestMatch } from 'leven';

/** The candidate that was probably meant: at most a third of its letters differ. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  return closestMatch(word, [...candidates], { maxDistance: limit });
}
