import { CannotFollow } from '../../program/cannot-follow.ts';

/** Why a walk ends before it is complete; undefined when it is. */
export function walkFails(walk: () => void): CannotFollow | undefined {
  try {
    walk();
    return undefined;
  } catch (error) {
    if (error instanceof CannotFollow) return error;
    throw error;
  }
}
